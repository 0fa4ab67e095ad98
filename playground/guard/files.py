"""Files of every kind: read as a notebook or as text, and scanned."""

import json
from pathlib import PurePath
from typing import Any

import orjson

from playground.errors import NotebookError
from playground.guard.catalogue import Catalogue
from playground.guard.find import findings_in_notebook, findings_in_text
from playground.guard.finding import Finding

__all__ = [
    "findings_as_notebook",
    "findings_in_file",
    "is_notebook",
    "language_of_file",
    "notebook_of",
    "text_of",
]

_NOTEBOOK, _PYTHON = ".ipynb", ".py"


def notebook_of(raw: bytes, *, path: str = "") -> dict[str, Any]:
    """
    Return the notebook that *raw* holds.

    Raises:
        NotebookError: it is not UTF-8, not JSON, or not an object.
    """
    try:
        notebook = orjson.loads(raw)
    except ValueError:
        notebook = _leniently_read(raw, path=path)
    if not isinstance(notebook, dict):
        raise NotebookError("it is JSON, and no notebook: no object", path=path)
    return notebook


def _leniently_read(raw: bytes, *, path: str) -> Any:
    """Return what *raw* holds as Python reads JSON: with NaN, and half characters."""
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotebookError(f"it is not UTF-8 (byte {error.start})", path=path) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise NotebookError(f"it is not JSON ({where})", path=path) from None
    except RecursionError:
        raise NotebookError("its JSON is nested too deeply", path=path) from None


def findings_in_file(raw: bytes, catalogue: Catalogue, *, path: str) -> list[Finding]:
    """
    Return each key in the file's content *raw*; its name tells how it is read.

    Raises:
        NotebookError: it is called .ipynb and is no notebook.
    """
    if PurePath(path).suffix == _NOTEBOOK:
        return findings_as_notebook(raw, catalogue, path=path)
    return findings_in_text(text_of(raw), catalogue, language=language_of_file(path))


def findings_as_notebook(raw: bytes, catalogue: Catalogue, *, path: str) -> list[Finding]:
    """
    Return each key in the notebook that *raw* holds, whatever its file is called.

    Raises:
        NotebookError: it is no notebook.
    """
    return findings_in_notebook(notebook_of(raw, path=path), catalogue)


def is_notebook(raw: bytes) -> bool:
    """Whether *raw* looks like a notebook: a JSON object with its format's number."""
    return raw.lstrip()[:1] == b"{" and b'"nbformat"' in raw


def text_of(raw: bytes) -> str:
    """Return *raw* as text, from which the same bytes can be had again."""
    return raw.decode("utf-8", "surrogateescape")


def language_of_file(path: str) -> str:
    """Return "python" for a file called so by *path*, or nothing."""
    return "python" if PurePath(path).suffix == _PYTHON else ""
