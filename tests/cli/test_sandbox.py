"""`playground sandbox`: one line that says what runs, a clean end, clear failures."""

from contextlib import closing
from pathlib import Path
import re
import signal
import subprocess
import sys
from urllib.request import Request, urlopen

import pytest

from playground.sandbox.serve import listening
from tests.cli.run import run as run_here

RUN = (sys.executable, "-c", "from playground.cli import main; main()", "sandbox")
TOKEN = "a-control-token-of-the-tests"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_what_runs_and_ends_cleanly(number: signal.Signals) -> None:
    """The first line has the address; a signal ends it with exit code 0 and nothing on stderr."""
    arguments = [*RUN, "--port", "0", "--control-token", TOKEN]
    with subprocess.Popen(  # noqa: S603  our own interpreter
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        match = re.fullmatch(
            r"(http://127\.0\.0\.1:\d+)  tenant: default  authorization: enforced\n", line
        )
        assert match is not None, line
        request = Request(f"{match[1]}/_sandbox/status")  # noqa: S310  loopback
        request.add_header("Authorization", f"Bearer {TOKEN}")
        with urlopen(request, timeout=10) as answer:  # noqa: S310  loopback
            assert answer.status == 200
        process.send_signal(number)
        output, errors = process.communicate(timeout=20)
    assert (process.returncode, output, errors) == (0, "", "")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Return what the command did, which must end by itself."""
    return subprocess.run(  # noqa: S603  our own interpreter
        [*RUN, *arguments], capture_output=True, text=True, timeout=30, check=False
    )


def test_a_port_in_use_is_exit_code_2() -> None:
    """The message names the port and the way out."""
    with closing(listening(0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("--port", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"port {port} is in use" in done.stderr


@pytest.mark.parametrize(
    ("port", "says"), [("99999", "less than or equal to 65535"), ("-1", "or equal to 0")]
)
@pytest.mark.parametrize(
    "command", [("sandbox", "--port"), ("lab", "--port"), ("lab", "--sandbox-port")]
)
def test_a_port_that_no_machine_has_is_wrong_usage(
    command: tuple[str, str], port: str, says: str
) -> None:
    """The message names the option and its bound, and the exit code is 2."""
    status, out, err = run_here(*command, port)
    said = " ".join(err.replace("│", "").split())
    assert (status, out) == (2, "")
    assert f"'{command[1]}'" in said
    assert says in said


def test_a_broken_seed_is_exit_code_2(tmp_path: Path) -> None:
    """The message names file and line."""
    seed = tmp_path / "seed.yaml"
    seed.write_text("workspaces:\n  - {id: a}\n")
    done = run("--port", "0", "--seed", str(seed))
    assert done.returncode == 2
    assert f"{seed}, line 2" in done.stderr


def test_a_wrong_database_is_exit_code_2() -> None:
    """The message gives the forms that work."""
    done = run("--port", "0", "--database", "nonsense")
    assert done.returncode == 2
    assert "sqlite:///FILE" in done.stderr


def test_an_open_sandbox_warns_that_nothing_is_encrypted() -> None:
    """On stderr; on loopback there is no need to, as the first test has it."""
    arguments = [*RUN, "--port", "0", "--host", "0.0.0.0", "--control-token", TOKEN]  # noqa: S104  the case
    with subprocess.Popen(  # noqa: S603  our own interpreter
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=20)
    assert line.startswith("http://127.0.0.1:")
    assert "without TLS" in errors
    assert process.returncode == 0


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_a_host_that_is_elsewhere_is_exit_code_2(host: str) -> None:
    """The message names the host and the way out."""
    done = run("--port", "0", "--host", host)
    assert done.returncode == 2
    assert f"{host} is not this machine" in done.stderr
