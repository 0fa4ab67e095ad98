"""The language of a code cell: the notebook's, or the one that its cell magic names."""

from collections.abc import Mapping
import re
from typing import Any

__all__ = ["cell_magic", "language_of", "notebook_language"]

_MAGIC = re.compile(r"\s*%%(?P<name>[\w!]+)")
_PYTHON_MAGICS = {"capture", "prun", "python3", "time", "timeit"}
_OTHER_KERNEL = {"python3", "python"}


def notebook_language(notebook: Mapping[str, Any]) -> str:
    """Return the language of *notebook*'s kernel, in small letters; "python" where none is said."""
    metadata = notebook.get("metadata")
    for section, field in (("language_info", "name"), ("kernelspec", "language")):
        named = metadata.get(section) if isinstance(metadata, Mapping) else None
        language = named.get(field) if isinstance(named, Mapping) else None
        if isinstance(language, str) and language:
            return language.lower()
    return "python"


def cell_magic(source: str) -> str:
    """Return the name of the cell magic that *source* begins with, or nothing."""
    match = _MAGIC.match(source)
    return match["name"] if match else ""


def language_of(source: str, language: str) -> str:
    """Return the language of one cell in a notebook of *language*."""
    magic = cell_magic(source)
    if not magic or magic in _PYTHON_MAGICS - _OTHER_KERNEL:
        return language
    return magic
