"""What a kernel's keyring holds cannot be saved, though the server never has the values."""

from base64 import b64encode
from collections.abc import Iterator
import json
import os
from pathlib import Path
import signal
import subprocess
import sys
from typing import Any
from urllib.parse import quote

from jupyter_client.blocking import BlockingKernelClient
import pytest

from tests.server.serving import Maker, Server, running

NAME, VALUE, BRIEF = "warehouse", "hunter2-Horse9!xyz", "0nly-for-a-while!"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve an empty directory, guarded, with kernels."""
    with running(tmp_path_factory.mktemp("known")) as server:
        yield server


class Kernel:
    """A kernel of the server, and a client of it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.id = server.client.post("/api/kernels", json={"name": "python3"}).json()["id"]
        self._client = BlockingKernelClient(
            connection_file=str(server.home / f"kernel-{self.id}.json")
        )
        self._client.load_connection_file()
        self._client.start_channels(hb=False)  # a busy machine beats late
        self._client.wait_for_ready(timeout=100)

    def run(self, code: str) -> str:
        """Run *code*, and return what it prints."""
        said: list[str] = []

        def listen(message: dict[str, Any]) -> None:
            said.append(message["content"].get("text", ""))

        reply = self._client.execute_interactive(
            code, store_history=False, timeout=60, output_hook=listen
        )
        assert reply["content"]["status"] == "ok", reply["content"]
        return "".join(said)

    def end(self) -> None:
        """Shut it down, as the button in JupyterLab does."""
        self._client.stop_channels()
        self._server.client.delete(f"/api/kernels/{self.id}")


@pytest.fixture(scope="module")
def kernel(server: Server) -> Iterator[Kernel]:
    """Return a kernel whose keyring has the value."""
    kernel = Kernel(server)
    kernel.run(f"from playground import keys; keys.put({NAME!r}, {VALUE!r})")
    yield kernel
    kernel.end()


@pytest.fixture
def brief(server: Server) -> Kernel:
    """Return a kernel that ends within the test, and whose keyring has another value."""
    kernel = Kernel(server)
    kernel.run(f"from playground import keys; keys.put('brief', {BRIEF!r})")
    return kernel


FORMS = {
    "base64": b64encode(f"user:{VALUE}".encode()).decode(),
    "code": f"password = '{VALUE}'",
    "hex": VALUE.encode().hex(),
    "percent": quote(VALUE, safe=""),
    "sum": f"p = '{VALUE[:8]}' + '{VALUE[8:]}'",
}


@pytest.mark.usefixtures("kernel")
def test_a_value_of_the_keyring_is_not_saved(server: Server, notebook: Maker) -> None:
    """In any form, in code or output, the save is refused and names the credential."""
    for form, text in FORMS.items():
        printed = notebook("print(1)")
        stream = {"output_type": "stream", "name": "stdout", "text": text}
        printed["cells"][0]["outputs"] = [stream]
        for dirty in (notebook(text), printed):
            answer = server.save(f"{form}.ipynb", dirty)
            assert answer.status_code == 422, form
            (finding,) = answer.json()["findings"]
            assert (finding["kind"], finding["name"]) == ("known-value", NAME)
            assert VALUE not in answer.text
        assert not (server.root / f"{form}.ipynb").exists()


@pytest.mark.usefixtures("kernel")
def test_redaction_writes_the_name(server: Server, notebook: Maker) -> None:
    """The code looks the value up by the name that the keyring has it by."""
    dirty = notebook(f"password = '{VALUE}'")
    body = {"path": "a.ipynb", "content": dirty}
    (edit,) = server.client.post("/playground/guard/redact", json=body).json()["edits"]
    assert f'keys["{NAME}"]' in "".join(edit["value"])


@pytest.mark.usefixtures("kernel")
def test_the_server_never_has_the_value(server: Server, notebook: Maker) -> None:
    """Neither a file nor the log has it; what is told is for this user alone."""
    server.save("a.ipynb", notebook(f"password = '{VALUE}'"))

    (file,) = (server.home / "playground-known").glob("*.json")
    assert file.stat().st_mode & 0o077 == 0
    assert server.client.get("/playground/guard").json()["known_values"] == 1
    held = [path for path in server.home.rglob("*") if path.is_file()]
    assert not [path for path in held if VALUE.encode() in path.read_bytes()]
    assert not any(VALUE in line for line in server.log)


@pytest.mark.usefixtures("kernel")
def test_scan_finds_it_too(server: Server, tmp_path: Path) -> None:
    """`playground scan`, run by the same user meanwhile, knows the value as well."""
    file = tmp_path / "notes.txt"
    file.write_text(f"the password is {VALUE}")
    program = "from playground.cli import main; main()"
    done = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-c", program, "scan", "--format", "json", str(file)],
        env=server.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert [one["name"] for one in json.loads(done.stdout)["findings"]] == [NAME]


def test_the_value_is_forgotten_with_its_kernel(
    server: Server, brief: Kernel, notebook: Maker
) -> None:
    """Once the kernel has ended, its values are ordinary text again."""
    dirty = notebook(f"password = '{BRIEF}'")
    assert server.save("later.ipynb", dirty).status_code == 422
    brief.end()
    assert server.save("later.ipynb", dirty).status_code == 201


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "ended"])
def test_a_killed_kernel_leaves_nothing_behind(
    server: Server, brief: Kernel, notebook: Maker, number: signal.Signals
) -> None:
    """However a kernel ends, what it told counts no longer."""
    (process,) = brief.run("import os; print(os.getpid())").split()
    assert _tellers(server, process)
    os.kill(int(process), number)
    brief.end()

    assert server.save(f"{number}.ipynb", notebook(f"p = '{BRIEF}'")).status_code == 201
    assert _tellers(server, process) == []


def _tellers(server: Server, process: str) -> list[Path]:
    return list((server.home / "playground-known").glob(f"{process}-*.json"))


def test_a_short_value_is_warned_of(kernel: Kernel) -> None:
    """A value that would be found in ordinary words is not looked for, and `put` says so."""
    said = kernel.run("from playground import keys; keys.put('pin', '1234')")
    assert "shorter than 8 characters" in said
