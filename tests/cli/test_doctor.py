"""`playground doctor` says what is on because it has tried it, and leaves nothing behind."""

from collections.abc import Callable, Iterator, Mapping
import json
import os
from pathlib import Path
import signal
import subprocess
import sys
from typing import Any

import pytest

from playground.cli.checkup import guard, machine, repository, running
from playground.cli.checkup.check import Check
from tests.cli.test_git import CONFIGURATION
from tests.server.serving import running as serving

DOCTOR = (sys.executable, "-c", "from playground.cli import main; main()", "doctor")
SCAN = "#!/bin/sh\nexec playground scan --staged\n"
Doctor = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory of somebody who has nothing yet, in a repository of git's."""
    home = tmp_path / "home"
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "TMPDIR"):
        (home / name).mkdir(parents=True)
        monkeypatch.setenv(name, str(home / name))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("IPYTHONDIR", str(home / ".ipython"))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("tempfile.tempdir", None)
    place = tmp_path / "place"
    place.mkdir()
    monkeypatch.chdir(place)
    git("init", "-q")
    return place


def git(*arguments: str) -> None:
    """Run git here."""
    subprocess.run(["git", *arguments], check=True)  # noqa: S603, S607


def filtered() -> None:
    """Set the filter up as the guide says."""
    Path(".gitattributes").write_text("*.ipynb filter=playground\n")
    for name, value in CONFIGURATION:
        git("config", name, value)


def hooked(script: str = SCAN) -> None:
    """Set the hook up as the guide says."""
    hook = Path(".git/hooks/pre-commit")
    hook.write_text(script)
    hook.chmod(0o755)


@pytest.fixture
def doctor() -> Iterator[Doctor]:
    """Yield a starter of the command, as a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> "subprocess.Popen[str]":
        pipe = subprocess.PIPE
        process = subprocess.Popen([*DOCTOR, *options], stdout=pipe, stderr=pipe, text=True)  # noqa: S603
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()


def states(found: Iterator[Check] | list[Mapping[str, Any]]) -> dict[str, str]:
    """Return the state of each protection."""
    told = [one.to_json() if isinstance(one, Check) else one for one in found]
    return {one["code"]: one["state"] for one in told}


def test_everything_is_tried_and_on(doctor: Doctor, tmp_path: Path) -> None:
    """Exit 0, one JSON document on stdout, progress on stderr, and no trace of the trial."""
    filtered()
    out, err = (process := doctor("--format", "json")).communicate()
    document = json.loads(out)
    found = states(document["checks"])
    assert {code for code, state in found.items() if state != "absent"} == {
        *("engine", "policy", "server", "labextension", "git", "leftovers"),
    }
    assert "off" not in found.values()
    assert process.returncode == 0, out + err
    assert document["not_covered"]
    assert "trying git" in err
    assert "lw_live_" not in out + err
    assert list((tmp_path / "home" / "TMPDIR").iterdir()) == []


def test_what_is_off_is_told_with_the_next_step(doctor: Doctor, tmp_path: Path) -> None:
    """
    A server without our extension saves the sample key, and the browser's part is disabled.

    It asks for no token, as in many a container.
    """
    config = tmp_path / "home" / "JUPYTER_CONFIG_DIR"
    (config / "labconfig").mkdir()
    disabled = {"disabledExtensions": {"linquid-playground": True}}
    (config / "labconfig" / "page_config.json").write_text(json.dumps(disabled))
    extensions = {"ServerApp": {"jpserver_extensions": {"playground.server": False}}}
    settings = {**extensions, "IdentityProvider": {"token": ""}}
    (config / "jupyter_server_config.json").write_text(json.dumps(settings))
    out, _ = (process := doctor()).communicate()
    assert process.returncode == 1
    assert "OFF  save in Jupyter: the server extension is not enabled; let through: a no" in out
    assert "jupyter server extension enable playground.server" in out
    assert "jupyter labextension enable linquid-playground" in out
    assert "OFF  git in this repository" in out
    assert "Not covered:" in out


def test_a_server_that_does_not_start_is_a_failure(doctor: Doctor, tmp_path: Path) -> None:
    """Nobody knows then, so the exit is 2, and the rest is tried all the same."""
    config = tmp_path / "home" / "JUPYTER_CONFIG_DIR"
    (config / "jupyter_server_config.py").write_text("import sys; sys.exit(3)\n")
    out, _ = (process := doctor("--format", "json")).communicate()
    found = states(json.loads(out)["checks"])
    assert (process.returncode, found["server"], found["git"]) == (2, "failed", "off")


def test_ctrl_c_ends_the_server_and_tidies_up(doctor: Doctor, tmp_path: Path) -> None:
    """Nothing runs on, nothing is left, and the exit is 2."""
    process = doctor()
    for line in process.stderr or ():
        if "a Jupyter server" in line:
            break
    temporary = tmp_path / "home" / "TMPDIR"
    while not list(temporary.glob("*/runtime/jpserver-*")) and process.poll() is None:
        pass
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()  # comes back only when every child has let go of the pipe
    assert (process.returncode, out) == (2, "")
    assert "stopped" in err
    assert list(temporary.iterdir()) == []


def test_the_guard_and_its_policy_are_told(place: Path) -> None:
    """The engine finds a sample, and a policy that cannot be read is off."""
    (place / "playground.toml").write_text("short_lived_hours = 2\n")
    engine, policy = guard.checks()
    assert (engine.state, policy.state) == ("on", "on")
    assert "up to 2 hours" in policy.detail
    assert "place/playground.toml" in policy.detail


def test_a_policy_that_cannot_be_read_is_off(place: Path) -> None:
    """Its place and what is wrong are told."""
    (place / "playground.toml").write_text("colour = 2\n")
    (policy,) = guard.checks()
    assert (policy.state, "line 1: there is no setting" in policy.detail) == ("off", True)


def pre_commit() -> None:
    """Set pre-commit up, with our hook in its settings."""
    hooked("#!/bin/sh\nexec pre-commit run\n")
    Path(".pre-commit-config.yaml").write_text("hooks: [{id: playground-scan}]\n")


def broken() -> None:
    """Set up a filter whose command is not there."""
    filtered()
    git("config", "filter.playground.clean", "not-installed")


@pytest.mark.parametrize(
    ("prepare", "state", "words"),
    [
        (lambda: None, "off", "no filter and no hook"),
        (filtered, "on", "the filter took a sample key out"),
        (hooked, "on", "calls the scan, which refused a sample key"),
        (pre_commit, "on", ".pre-commit-config.yaml calls the scan"),
        (lambda: hooked("#!/bin/sh\nexit 0\n"), "off", "no filter and no hook"),
        (broken, "failed", "stores no notebook"),
    ],
    ids=["nothing", "filter", "hook", "pre-commit", "another hook", "broken filter"],
)
def test_git_is_tried(prepare: Callable[[], None], state: str, words: str) -> None:
    """What counts is what git does here, and nothing of the trial stays in the repository."""
    prepare()
    before = sorted(Path(".git").rglob("*"))
    (check,) = repository.checks()
    assert (check.state, words in check.detail) == (state, True), check
    assert sorted(Path(".git").rglob("*")) == before


def test_without_a_repository_git_is_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is off where there is nothing to protect."""
    monkeypatch.chdir(tmp_path)
    assert states(repository.checks()) == {"git": "absent"}


@pytest.mark.parametrize(("is_guarded", "state"), [(True, "on"), (False, "off")])
def test_running_servers_are_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, *, is_guarded: bool
) -> None:
    """Each one says whether it is guarding; one without our extension does not."""
    assert states(running.checks()) == {"running": "absent"}
    with serving(tmp_path / "server", guarded=is_guarded):
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "server" / "home"))
        (check,) = running.checks()
    assert check.state == state


def test_leftovers_are_counted(place: Path) -> None:
    """A key that lies around is off, with what to do about it."""
    assert states(machine.leftovers()) == {"leftovers": "on"}
    (place / ".ipynb_checkpoints").mkdir()
    (place / ".ipynb_checkpoints" / "a.txt").write_text("lw_live_" + "Zk3vQ9xLm2Ty" * 2)
    (check,) = machine.leftovers()
    assert (check.state, check.detail) == ("off", "1 in 1 stores")
    assert "redact --leftovers" in check.next_step


def test_the_keychain_is_named() -> None:
    """Whatever there is, it is told where values rest."""
    (check,) = machine.keychain()
    assert "the kernel's memory" in check.detail
