"""The files that a policy is read from: the machine's, those of the folders, and a named one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
import os
from pathlib import Path
import re
import sys
import tomllib
from typing import Any

from playground.errors import PolicyError

__all__ = ["SETTINGS_FILES", "Settings", "settings_for"]

_FILE, _PROJECT = SETTINGS_FILES = ("playground.toml", "pyproject.toml")
_TABLE = "[tool.playground]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one file sets; `base` is where its paths begin, `text` what it says of it."""

    place: str
    base: Path
    values: Mapping[str, Any]
    text: str = field(default="", repr=False)
    lines_before: int = 0

    def where(self, name: str) -> str:
        """Return the place of the setting *name*, with its line where that can be told."""
        match = re.search(
            rf"""^[ \t]*["']?{re.escape(name)}["']?[ \t]*=""", self.text, re.MULTILINE
        )
        if not match:
            return self.place
        line = self.lines_before + self.text.count("\n", 0, match.start()) + 1
        return f"{self.place}, line {line}"


def settings_for(start: Path | None = None, *, file: Path | None = None) -> Iterator[Settings]:
    """
    Yield what holds for *start* (default: the working directory), the machine's settings first.

    Then follow `playground.toml`, and `[tool.playground]` of `pyproject.toml`, of *start* and of
    each directory above it; *file*, which must exist, comes last.

    Raises:
        PolicyError: a file cannot be read, or holds no table.
    """
    directory = (start or Path()).absolute()
    for folder in _machine():
        yield from _read(folder / _FILE)
    for folder in (directory, *directory.parents):
        yield from _read(folder / _FILE)
        yield from _read(folder / _PROJECT, is_project=True)
    if file is not None:
        yield from _read(file, must_exist=True)


def _machine() -> list[Path]:
    """Return Jupyter's configuration directories, where an administrator's policy lies."""
    given = os.environ.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep)
    home = os.path.expanduser("~")  # noqa: PTH111  of somebody without a home it says "~"
    own = os.environ.get("JUPYTER_CONFIG_DIR") or Path(home, ".jupyter")
    # Source: `jupyter_core.paths`, which takes ten times as long to import.
    shared = (
        [Path(os.environ.get("PROGRAMDATA", "C:/ProgramData"), "jupyter")]
        if os.name == "nt"
        else [Path("/usr/local/etc/jupyter"), Path("/etc/jupyter")]
    )
    mine = [Path(own)] if _can_enter(Path(own)) else []
    return [*map(Path, filter(None, given)), *mine, Path(sys.prefix, "etc/jupyter"), *shared]


def _can_enter(folder: Path) -> bool:
    """Return whether *folder*, one's own, is one's own: a changed user may still have that home."""
    try:
        os.stat(folder / _FILE)  # noqa: PTH116  what is wrong is what counts
    except PermissionError:
        return False
    except OSError:
        return True
    return True


def _read(path: Path, *, is_project: bool = False, must_exist: bool = False) -> Iterator[Settings]:
    try:
        text = path.read_text(encoding="utf-8")
        values: Any = _tables(text)
    except (FileNotFoundError, NotADirectoryError) as error:
        if must_exist:
            raise PolicyError(
                "there is no such file", place=str(path), next_step="Name another."
            ) from error
        return
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PolicyError(
            f"it cannot be read: {reason}", place=str(path), next_step="Mend the file."
        ) from error
    place, start = str(path), 0
    if is_project:
        place, start = f"{path} {_TABLE}", max(text.find(_TABLE), 0)
        values = _table(values.get("tool", {}), place).get("playground", {})
    if _table(values, place):
        before = text.count("\n", 0, start)
        yield Settings(
            place=place, base=path.parent, values=values, text=text[start:], lines_before=before
        )


@lru_cache(maxsize=64)
def _tables(text: str) -> dict[str, Any]:
    # The same file has its say on every folder below it.
    return tomllib.loads(text)


def _table(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise PolicyError("it is no table of settings", place=place, next_step="Mend the file.")
    return value
