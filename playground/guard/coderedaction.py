"""Take keys out of Python code so that it still runs: each becomes a look-up in the keyring."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal as OneOf

from playground.guard.edit import Edit, edited
from playground.guard.expressions import magic_at, parsed
from playground.guard.language import cell_magic
from playground.guard.replacement import placeholder_edit
from playground.guard.settle import Key
from playground.guard.spread import spread
from playground.guard.strings import Literal, Run, literals, runs
from playground.guard.written import as_written

__all__ = ["CodeRedaction", "KeyringEntry", "redacted_code"]

_BRACES = "{{{}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringEntry:
    """
    A key that the keyring must learn under `name` before its literal is gone.

    [start, end) is a span of the old source: of form "python" an expression whose value is the
    key, of form "text" the key's own characters. `written` is the look-up that the code then has.
    """

    name: str
    start: int
    end: int
    form: OneOf["python", "text"]
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRedaction:
    """The edits of one source, what the keyring must learn, and if it refers to the keyring."""

    edits: tuple[Edit, ...]
    keyring: tuple[KeyringEntry, ...] = ()
    is_import_needed: bool = False


@dataclass(slots=True)
class _Draft:
    edits: list[Edit] = field(default_factory=list)
    keyring: list[KeyringEntry] = field(default_factory=list)
    is_import_needed: bool = False


def redacted_code(
    source: str, keys: Sequence[tuple[Key, str]], *, view: str = "keys"
) -> CodeRedaction:
    """
    Return the edits that take *keys*, each with its name, out of the Python *source*.

    *view* is the name that the code knows `playground.keys` by. Code that could be read before
    can be read afterwards: where an expression cannot be had, the text of a literal becomes a
    placeholder.
    """
    draft = _drafted(source, keys, view=view)
    if parsed(source) is not None and parsed(edited(source, draft.edits)) is None:
        edits = tuple(placeholder_edit(source, key, name) for key, name in keys)
        return CodeRedaction(edits=edits)
    return CodeRedaction(
        edits=tuple(draft.edits),
        keyring=tuple(draft.keyring),
        is_import_needed=draft.is_import_needed,
    )


def _drafted(source: str, keys: Sequence[tuple[Key, str]], *, view: str) -> _Draft:
    tree = parsed(source)
    all_runs = list(runs(tree, source)) if tree else []
    all_literals = literals(source)
    draft = _Draft()
    by_run: dict[Run, dict[tuple[int, int], tuple[Key, str]]] = {}
    for found, plain in keys:
        key, name = as_written(source, found, plain, literals=all_literals, runs=all_runs)
        run = _run_of(key, all_runs)
        literal = next((one for one in all_literals if one.start <= key.start < one.end), None)
        if run is not None:
            # Two keys in one encoded text are one place.
            by_run.setdefault(run, {}).setdefault((key.start, key.end), (key, name))
        elif literal is not None and literal.is_formatted and _is_verbatim(source, key):
            written = _reference(view, name, literal.quote)
            _put_inside(draft, source, key, name=name, written=written, around=_BRACES)
        elif tree is None and literal is not None and _fills(key, literal):
            _replace_literal(draft, source, literal, name, view=view)
        elif literal is None and _takes_braces(source, key) and _is_verbatim(source, key):
            written = _reference(view, name, "")
            _put_inside(draft, source, key, name=name, written=written, around=_BRACES)
        elif literal is None and _is_verbatim(source, key) and (bare := _bare(source, key)):
            # Alone on its line it would be shown: the reference is enough there.
            new = _reference(view, name, "", is_revealed=bare != "alone")
            _put_inside(draft, source, key, name=name, written=new)
        else:
            draft.edits.append(placeholder_edit(source, found, plain))
    for run, inside in by_run.items():
        _replace_run(draft, source, run, list(inside.values()), all_literals, view=view)
    return draft


def _run_of(key: Key, all_runs: Iterable[Run]) -> Run | None:
    """Return the run that holds *key* as it is, where an expression may stand."""
    holding = [run for run in all_runs if key.value in run.value and _is_around(run, key)]
    run = min(holding, key=lambda run: run.end - run.start, default=None)
    return None if run is None or run.is_fixed else run


def _is_around(run: Run, key: Key) -> bool:
    if key.is_whole_expression:
        return key.start <= run.start and run.end <= key.end
    return run.start <= key.start and key.end <= run.end


def _is_verbatim(source: str, key: Key) -> bool:
    return source[key.start : key.end] == key.value


def _fills(key: Key, literal: Literal) -> bool:
    return (
        key.start == literal.start + len(literal.prefix) + len(literal.quote)
        and key.end == literal.end - len(literal.quote)
        and not literal.is_formatted
    )


def _takes_braces(source: str, key: Key) -> bool:
    # IPython fills in {…} on lines that begin with ! or %, and not in a cell magic's body.
    return bool(magic_at(source, key.start)) and not cell_magic(source[: key.start + 1])


def _bare(source: str, key: Key) -> OneOf["", "alone", "operand"]:
    """Return how *key* stands in the code without quotes, as people paste it."""
    before = source[source.rfind("\n", 0, key.start) + 1 : key.start]
    after = source[key.end :].partition("\n")[0].partition("#")[0].strip()
    if "#" in before or (after and after[0] not in "),]};:"):
        return ""
    if not before.strip():
        return "" if after else "alone"
    return "operand" if before.rstrip()[-1] in "=([{,:" else ""


def _reference(view: str, name: str, quote: str, *, is_revealed: bool = True) -> str:
    inner = "'" if quote.startswith('"') else '"'
    return f"{view}[{inner}{name}{inner}]" + (".reveal()" if is_revealed else "")


def _put_inside(
    draft: _Draft, source: str, key: Key, *, name: str, written: str, around: str = "{}"
) -> None:
    """Write the look-up in the place of *key*, within what *around* has on both sides of it."""
    draft.edits.append(Edit(key.start, key.end, around.format(written)))
    draft.is_import_needed = True
    if _is_verbatim(source, key):
        _learn(draft, key, name, written)


def _gap(source: str, start: int) -> str:
    """Return the space that a name needs at *start* where none is: after "return" of return"…"."""
    return " " if start and (source[start - 1].isalnum() or source[start - 1] == "_") else ""


def _learn(draft: _Draft, key: Key, name: str, written: str) -> None:
    entry = KeyringEntry(name=name, start=key.start, end=key.end, form="text", written=written)
    draft.keyring.append(entry)


def _replace_literal(draft: _Draft, source: str, literal: Literal, name: str, *, view: str) -> None:
    encode = ".encode()" if "b" in literal.prefix.lower() else ""
    new = _reference(view, name, "") + encode
    draft.edits.append(Edit(literal.start, literal.end, _gap(source, literal.start) + new))
    start, end = literal.start, literal.end
    draft.keyring.append(KeyringEntry(name=name, start=start, end=end, form="python", written=new))
    draft.is_import_needed = True


def _replace_run(
    draft: _Draft,
    source: str,
    run: Run,
    inside: Sequence[tuple[Key, str]],
    all_literals: Sequence[Literal],
    *,
    view: str,
) -> None:
    draft.is_import_needed = True
    encode = ".encode()" if run.is_bytes else ""
    key, name = inside[0]
    if run.value == key.value:
        is_revealed = not run.is_key_argument or run.is_bytes
        new = _reference(view, name, "", is_revealed=is_revealed) + encode
        draft.edits.append(Edit(run.start, run.end, _gap(source, run.start) + new))
        start, end = run.start, run.end
        draft.keyring.append(
            KeyringEntry(name=name, start=start, end=end, form="python", written=new)
        )
        return
    inner = [one for one in all_literals if run.start <= one.start and one.end <= run.end]
    if run.is_single and all(_splits(source, key, inner) for key, _ in inside):
        _split(draft, source, run, inside, inner, view=view)
        return
    draft.edits.append(Edit(run.start, run.end, spread(run, inside, view=view)))
    for key, name in inside:
        if _is_verbatim(source, key):
            _learn(draft, key, name, _reference(view, name, ""))


def _splits(source: str, key: Key, inner: Sequence[Literal]) -> bool:
    return _is_verbatim(source, key) and any(
        one.start < key.start and key.end < one.end and _is_divisible(source, key, one)
        for one in inner
    )


def _is_divisible(source: str, key: Key, literal: Literal) -> bool:
    """Whether both halves of *literal* around *key* can be written as it is written."""
    needs_escape = source[key.start - 1] == literal.quote[0]
    begins = literal.start + len(literal.prefix) + len(literal.quote) == key.start
    is_raw = "r" in literal.prefix.lower()
    return not literal.is_formatted and not (needs_escape and (begins or is_raw))


def _split(
    draft: _Draft,
    source: str,
    run: Run,
    inside: Sequence[tuple[Key, str]],
    inner: Sequence[Literal],
    *,
    view: str,
) -> None:
    """Put the look-up between the halves of the literal; nothing else of it changes."""
    only = inner[0]
    body = source[only.start : only.end]
    if len(inner) == 1 and len(only.quote) == 1 and not run.is_bytes and not set("{}\\") & {*body}:
        # The short way to write it: the literal becomes an f-string.
        draft.edits.append(Edit(only.start, only.start, _gap(source, only.start) + "f"))
        for key, name in inside:
            written = _reference(view, name, only.quote)
            _put_inside(draft, source, key, name=name, written=written, around=_BRACES)
        return
    encode = ".encode()" if run.is_bytes else ""
    draft.edits.append(Edit(run.start, run.start, "("))
    for key, name in inside:
        one = next(one for one in inner if one.start < key.start < one.end)
        if source[key.start - 1] == one.quote[0]:
            # A quote before the three that end this half would be taken for one of them.
            draft.edits.append(Edit(key.start - 1, key.start - 1, "\\"))
        between = f"{one.quote} + {{}} + {one.prefix}{one.quote}"
        written = _reference(view, name, "") + encode
        _put_inside(draft, source, key, name=name, written=written, around=between)
    draft.edits.append(Edit(run.end, run.end, ")"))
