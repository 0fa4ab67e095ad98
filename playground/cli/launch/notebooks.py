"""Where the notebooks lie that a person works in."""

from pathlib import Path
import shutil

from playground.errors import NotebookError

__all__ = ["FIRST", "notebook_dir"]

FIRST = "01-first-request.ipynb"
_COPY = "linquid-playground"


def notebook_dir(given: Path | None, *, home: Path, package: Path) -> Path:
    """
    Return the directory *given*, or that of the checkout in which *package* lies.

    A package that is not in a checkout brings the notebooks with it: they are copied into *home*
    the first time, and what is there already is left as it is.

    Raises:
        NotebookError: *given* is no directory, or there are no notebooks to copy.
    """
    if given is not None:
        if not given.is_dir():
            raise NotebookError(
                "there is no such directory", path=given, next_step="Make it, or name another one."
            )
        return given.resolve()
    checkout = package.parent / "notebooks"
    if (package.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return _copied(package / "notebooks", home / _COPY)


def _copied(shipped: Path, target: Path) -> Path:
    if not shipped.is_dir():
        raise NotebookError(
            "this installation brings no notebooks",
            path=shipped,
            next_step="Name a directory: `playground lab --notebook-dir DIR`.",
        )
    target.mkdir(parents=True, exist_ok=True)
    for source in sorted(shipped.glob("*.ipynb")):
        if not (target / source.name).exists():
            shutil.copyfile(source, target / source.name)
    return target
