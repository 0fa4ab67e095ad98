"""Redact sources one by one, and say for each what became of it."""

from dataclasses import dataclass
from pathlib import Path
import re
import sys

from playground.cli.files.copies import Copies
from playground.cli.files.encoding import taken
from playground.cli.files.rules import Rules
from playground.cli.files.scanning import is_binary, is_database
from playground.cli.files.source import STDIN, Source
from playground.errors import NotebookError, PlaygroundError
from playground.guard import Scope, redact_bytes
from playground.guard.files import is_notebook
from playground.guard.writing import other_names, write_whole

__all__ = ["Redacted", "passed_through", "redacted"]

_NOTEBOOK = ".ipynb"
_REFERENCE = re.compile(rb"\b((?:playground_)?keys)\[\\?[\"']([^\"'\\\]]{1,100})\\?[\"']\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """
    What became of a file: changed or not, what to know of it, or why it could not be done.

    `names` are those by which its code now takes keys, each with what the keyring is called there.
    """

    name: str
    is_changed: bool = False
    names: tuple[tuple[str, str], ...] = ()
    note: str = ""
    error: str = ""


def redacted(source: Source, *, rules: Rules, copies: Copies | None, is_check: bool) -> Redacted:
    """
    Take the keys out of *source*: in its place, or in one of *copies*.

    With *is_check* nothing is written.

    Raises:
        PolicyError: a policy cannot be read, or loosens a rule.
        KindError: a kind of the user's own fails its proof.
    """
    note = ""
    try:
        before = source.read()
        scope = rules.scope(source.folder)
        after = _without_keys(before, scope, path=source.name)
        if after == before:
            _refuse_kept(before, scope, source)
        if not is_check and (copies or after != before):
            path = Path(source.name)
            note = "" if copies else _of_other_names(path)
            write_whole(copies.place(source.name) if copies else path, after, like=path)
    except NotebookError as error:
        return Redacted(name=source.name, error=str(error))
    except MemoryError:
        return Redacted(name=source.name, error=f"{source.name}: it is too big for the memory.")
    except PlaygroundError:
        raise
    except Exception as error:  # noqa: BLE001  its text may hold a key; the other files go on
        reason = f"{source.name}: the guard met an error of its own ({type(error).__name__})."
        return Redacted(name=source.name, error=reason)
    if after == before:
        return Redacted(name=source.name, note=note)
    names = _names_in(after, but_in=before)
    return Redacted(name=source.name, is_changed=True, names=names, note=note)


def passed_through(name: str, *, rules: Rules, is_check: bool) -> bool:
    """
    Write standard input, which is the content of *name*, to standard output without its keys.

    Return whether there were any. With *is_check* nothing is written; after an error neither.

    Raises:
        NotebookError: it is too big, called .ipynb and no notebook, or a key cannot be taken out.
        PolicyError: a policy cannot be read, or loosens a rule.
        KindError: a kind of the user's own fails its proof.
    """
    before = Source(name=STDIN).read()
    path = name or (f"{STDIN}{_NOTEBOOK}" if is_notebook(before) else STDIN)
    after = _without_keys(before, rules.scope(Path(name).parent), path=path)
    if not is_check:
        sys.stdout.buffer.write(after)
        sys.stdout.buffer.flush()
    return after != before


def _without_keys(raw: bytes, scope: Scope, *, path: str) -> bytes:
    if path.endswith(_NOTEBOOK):
        return redact_bytes(raw, scope, path=path)
    inner, back = taken(raw)
    return raw if _is_no_text(inner) else back(redact_bytes(inner, scope, path=path))


def _is_no_text(raw: bytes) -> bool:
    # The beginning of a database may happen to be UTF-8; an edit would break it.
    return is_database(raw) or is_binary(raw)


def _refuse_kept(raw: bytes, scope: Scope, source: Source) -> None:
    if not source.name.endswith(_NOTEBOOK) and _is_no_text(taken(raw).raw):
        from playground.cli.leftovers.unredacted import (  # noqa: PLC0415  text needs it not
            refuse_keys,
        )

        refuse_keys(raw, scope, path=Path(source.name))


def _names_in(after: bytes, *, but_in: bytes) -> tuple[tuple[str, str], ...]:
    known = set(_REFERENCE.findall(but_in))
    new = dict.fromkeys(found for found in _REFERENCE.findall(after) if found not in known)
    return tuple((view.decode(), name.decode("utf-8", "replace")) for view, name in new)


def _of_other_names(path: Path) -> str:
    count = other_names(path)
    if not count:
        return ""
    names = "1 other name" if count == 1 else f"{count} other names"
    return f"The old content, with the keys, still has {names} (hard links): redact those too."
