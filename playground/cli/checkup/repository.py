"""Try what git does with a sample key here: its filter really, its hook's command in its place."""

from collections.abc import Iterator, Mapping
import json
import os
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory

from playground.cli.checkup.check import Check, State
from playground.cli.checkup.sample import notebook, sample_key

__all__ = ["checks"]

_TITLE = "git in this repository"
_PATH = "playground-doctor-sample.ipynb"
_SECONDS = 60
_GUIDE = "See docs/guard.md, 'Commits' and 'A filter in git'."
_SIGNS = (b"playground scan", b"playground-scan")


def checks() -> Iterator[Check]:
    """Yield whether a key could be committed in the repository of the working directory."""
    try:
        top = _git("rev-parse", "--show-toplevel")
    except (OSError, subprocess.SubprocessError):
        yield _check(State.ABSENT, "this is no git repository")
        return
    with TemporaryDirectory(prefix="playground-doctor-") as folder:
        key = sample_key()
        try:
            is_filtered = key.encode() not in _stored(key, Path(folder))
        except subprocess.SubprocessError:
            yield _check(
                State.FAILED, "git stores no notebook at all", "Run `git add a.ipynb` to see why."
            )
            return
    hooks = _hooks(Path(os.fsdecode(top.rstrip(b"\n"))))
    if is_filtered:
        yield _check(State.ON, "the filter took a sample key out of what would be staged")
    if hooks:
        yield _hook(hooks)
    if not hooks and not is_filtered:
        yield _check(State.OFF, "a sample key would be committed: no filter and no hook", _GUIDE)


def _stored(key: str, folder: Path) -> bytes:
    """Return what git would store of a notebook with *key*; it is stored elsewhere."""
    objects = os.fsdecode(_git("rev-parse", "--git-path", "objects").rstrip(b"\n"))
    elsewhere = {
        "GIT_OBJECT_DIRECTORY": str(folder),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(Path(objects).absolute()),
    }
    content = json.dumps(notebook(f"key = {key!r}")).encode()
    name = _git("hash-object", "-w", "--stdin", f"--path={_PATH}", given=content, more=elsewhere)
    return _git("cat-file", "blob", name.decode().strip(), more=elsewhere)


def _hooks(top: Path) -> list[str]:
    """Return the files that call the scan before a commit, by what they say."""
    hook = Path(os.fsdecode(_git("rev-parse", "--git-path", "hooks/pre-commit").rstrip(b"\n")))
    said = _read(hook) if os.access(hook, os.X_OK) else b""
    if any(sign in said for sign in _SIGNS):
        return [str(hook)]
    settings = top / ".pre-commit-config.yaml"
    is_called = b"pre-commit" in said and any(sign in _read(settings) for sign in _SIGNS)
    return [str(settings)] if is_called else []


def _hook(files: list[str]) -> Check:
    """Return what the hook's command says to a sample key."""
    command = [sys.executable, "-c", "from playground.cli import main; main()", "scan", "-"]
    given = json.dumps(notebook(f"key = {sample_key()!r}")).encode()
    done = subprocess.run(  # noqa: S603  our own command
        command, input=given, capture_output=True, timeout=_SECONDS, check=False
    )
    where = ", ".join(files)
    if done.returncode == 1:
        return _check(State.ON, f"{where} calls the scan, which refused a sample key")
    detail = f"{where} calls the scan, which ended with {done.returncode} for a sample key"
    return _check(State.OFF, detail, "Run `playground scan --staged` to see why.")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _git(*arguments: str, given: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
    return subprocess.run(  # noqa: S603
        ["git", *arguments],  # noqa: S607
        input=given,
        env={**os.environ, **(more or {})},
        capture_output=True,
        timeout=_SECONDS,
        check=True,
    ).stdout


def _check(state: State, detail: str, next_step: str = "") -> Check:
    return Check(code="git", title=_TITLE, state=state, detail=detail, next_step=next_step)
