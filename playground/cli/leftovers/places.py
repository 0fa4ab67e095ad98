"""Where keys are left lying around on this machine, for this person."""

from collections.abc import Callable, Iterable, Iterator
import os
from pathlib import Path
import tempfile

from jupyter_core.paths import jupyter_config_dir, jupyter_data_dir

from playground.cli.files.source import PASSED_OVER
from playground.cli.leftovers.database import Database
from playground.cli.leftovers.files import DeletedFile, RedactedFile
from playground.cli.leftovers.pickles import strings_in
from playground.cli.leftovers.store import Store
from playground.cli.leftovers.yupdates import blobs_in, text_of

__all__ = ["stores"]

_CHECKPOINTS, _CASSETTES, _WORKSPACES = ".ipynb_checkpoints", "cassettes", "workspaces"
_YSTORE = ".jupyter_ystore.db"
_CASSETTE_SUFFIXES = {".json", ".yaml", ".yml"}
_EXPORTS = {".asciidoc", ".html", ".md", ".py", ".rst", ".tex", ".txt"}


def stores(folders: Iterable[Path]) -> Iterator[Store]:
    """
    Yield each store of this person's, and those in *folders* and all below them, each once.

    `IPYTHONDIR`, `JUPYTER_CONFIG_DIR`, `JUPYTER_DATA_DIR` and `TMPDIR` say where theirs are.
    """
    seen: set[str] = set()
    own = (Path(jupyter_config_dir()), Path(jupyter_data_dir()))
    for store in (*_ipython(), *_temporary(), *_walked((*own, *folders))):
        path = os.path.realpath(store.path)
        # A pipe would wait for its writer forever; a link that leads nowhere holds nothing.
        if path not in seen and os.path.isfile(path):  # noqa: PTH113  raises of no permission
            seen.add(path)
            yield store


def _ipython() -> Iterator[Store]:
    folder = Path(os.environ.get("IPYTHONDIR") or Path.home() / ".ipython").expanduser()
    for profile in sorted(folder.glob("profile_*")):
        for path in sorted(profile.glob("history*.sqlite")):
            yield Database(path=path, what="IPython's history")
        for path in _files(profile / "db"):
            yield DeletedFile(path=path, what="a variable kept by %store", text=strings_in)


def _temporary() -> Iterator[Store]:
    folder = Path(tempfile.gettempdir())
    for path in _own(folder, "ipykernel_*"):
        yield DeletedFile(
            path=path, what="a cell kept by the debugger", text=_plain, language="python"
        )
    for path in _own(folder, "jupyter_ystore_*"):
        yield _file_ystore(path)


def _own(folder: Path, pattern: str) -> Iterator[Path]:
    for found in sorted(folder.glob(pattern)):
        # The folder for temporary files is everybody's.
        if not hasattr(os, "geteuid") or found.lstat().st_uid == os.geteuid():
            yield from _files(found)


def _walked(folders: Iterable[Path]) -> Iterator[Store]:
    for top in folders:
        for folder, below, names in os.walk(top):
            below[:] = sorted(set(below) - PASSED_OVER)
            for name in sorted(names):
                store = _store_of(Path(folder, name), names)
                if store is not None:
                    yield store


def _store_of(path: Path, beside: Iterable[str]) -> Store | None:
    if path.name == _YSTORE:
        return Database(path=path, what="a history of shared documents")
    if path.suffix == ".y":
        return _file_ystore(path)
    what = next((what for what, fits in _REDACTED.items() if fits(path, beside)), "")
    return RedactedFile(path=path, what=what) if what else None


_REDACTED: dict[str, Callable[[Path, Iterable[str]], bool]] = {
    "a checkpoint": lambda path, _: path.parent.name == _CHECKPOINTS,
    "a save that was cut off": lambda path, _: path.name.startswith(".~"),
    "a cassette": lambda path, _: (
        path.suffix in _CASSETTE_SUFFIXES and _CASSETTES in path.parts[:-1]
    ),
    "a workspace of JupyterLab's": lambda path, _: path.parent.name == _WORKSPACES,
    "what nbconvert ran": lambda path, _: path.name.endswith(".nbconvert.ipynb"),
    "an export of a notebook": lambda path, beside: (
        path.suffix in _EXPORTS and f"{path.name.split('.')[0]}.ipynb" in beside
    ),
}


def _file_ystore(path: Path) -> DeletedFile:
    return DeletedFile(path=path, what="a history of a shared document", text=_updates)


def _updates(raw: bytes) -> str:
    return text_of(blobs_in(raw))


def _plain(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _files(folder: Path) -> list[Path]:
    return sorted(Path(above, name) for above, _, names in os.walk(folder) for name in names)
