"""A kind of key: what it looks like, how dangerous it is, and the proof of both."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
import re
from typing import Any, Literal, get_args

from playground.errors import KindError
from playground.guard.pattern import bounded, is_class, weakness, widest

__all__ = [
    "Certainty",
    "KeyKind",
    "LifetimeRule",
    "Privilege",
    "Starts",
    "Writing",
    "kinds_in",
    "place_of",
    "proved_kinds",
    "read_bytes",
    "read_tables",
]

Privilege = Literal["client_safe", "privileged"]
LifetimeRule = Literal["embedded", "jwt", "never", "short", "unknown"]
Certainty = Literal["name", "shape"]
Writing = Literal["basic", "plain"]
Starts = Literal["anywhere", "apart", "word"]

_KEY_CHARACTERS = "A-Za-z0-9"
_TAIL = 8
_REQUIRED = ("code", "title", "pattern", "keywords", "privilege", "lifetime", "hits", "misses")
_OPTIONAL = (
    *("source", "samples", "alphabet", "tail", "lead", "ignore_case"),
    *("certainty", "starts", "written"),
)
_TEXTS = ("code", "title", "pattern", "source", "alphabet")
_LISTS = ("keywords", "hits", "misses", "samples", "lead")
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_HEADER = re.compile(rb"^[ \t]*\[\[[ \t]*kind[ \t]*\]\]", re.MULTILINE)
_GUIDE = "See docs/guard.md, 'Kinds of your own'."
_CLOSED = {
    "privilege": Privilege,
    "lifetime": LifetimeRule,
    "certainty": Certainty,
    "starts": Starts,
    "written": Writing,
}


@dataclass(frozen=True, kw_only=True)
class KeyKind:
    """
    One kind of key.

    `pattern` matches from a keyword on and names the key itself by the group `key`; a group
    `secret` names its random part, by which placeholders are told. `alphabet` is the inside of
    a character class: a key ends where no such character follows. `keywords` are the literal
    beginnings of the pattern, and `tail` how many key characters must follow one to be worth a
    look; `lead` lists how many characters of the pattern may stand before the keyword.
    `certainty` is "name" where only the name that it is bound to betrays a key.
    `starts` is "word" where no letter or digit may stand before it, "apart" where no character
    of base64 may. `written` is "basic" where the key is base64 of user and password.
    `samples` are keys that the issuer's own documentation prints: they open nothing.
    `is_added` tells that it is a user's own.
    """

    code: str
    issuer: str
    title: str
    pattern: str
    keywords: tuple[str, ...]
    privilege: Privilege
    lifetime: LifetimeRule
    source: str
    hits: tuple[str, ...] = field(repr=False)
    misses: tuple[str, ...] = field(repr=False)
    alphabet: str = _KEY_CHARACTERS
    tail: int = _TAIL
    lead: tuple[int, ...] = (0,)
    ignore_case: bool = False
    certainty: Certainty = "shape"
    starts: Starts = "word"
    written: Writing = "plain"
    samples: frozenset[str] = field(default=frozenset(), repr=False)
    is_added: bool = False

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern with its end: not another key character."""
        return bounded(self.pattern, alphabet=self.alphabet, ignore_case=self.ignore_case)

    @cached_property
    def opening(self) -> re.Pattern[str]:
        """The pattern, whatever follows it."""
        return re.compile(self.pattern, self.regex.flags)

    @cached_property
    def longest(self) -> int:
        """How many characters its pattern matches at most."""
        return widest(self.pattern)

    @property
    def is_lenient(self) -> bool:
        """Whether a key may pass for being of this kind, or is only warned of."""
        is_strict = self.privilege == "privileged" and self.certainty == "shape"
        return not is_strict or self.lifetime not in {"never", "unknown"}

    @property
    def name(self) -> str:
        """What people call it: issuer and title."""
        return f"{self.issuer} {self.title}"


def read_bytes(path: Path) -> bytes:
    """Return the bytes of the file of kinds at *path*."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise KindError(str(error.strerror), place=str(path), next_step="Mend the path.") from error


def read_tables(path: Path) -> dict[str, Any]:
    """Return what the file of kinds at *path* says, before it is judged."""
    import tomllib  # noqa: PLC0415  what is cached was read already

    try:
        return tomllib.loads(read_bytes(path).decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KindError(str(error), place=str(path), next_step="Mend the file.") from error


def place_of(path: Path, raw: bytes) -> Callable[[int], str]:
    """Return what tells the place of the n-th kind, from 0, in the file *path* that says *raw*."""
    lines = [raw.count(b"\n", 0, match.start()) + 1 for match in _HEADER.finditer(raw)]

    def place(number: int) -> str:
        return f"{path}, line {lines[number]}" if number < len(lines) else str(path)

    return place


def kinds_in(
    tables: Mapping[str, Any], *, place: str, places: Callable[[int], str] | None = None
) -> tuple[KeyKind, ...]:
    """
    Return the kinds of one issuer's *tables*.

    *place* names them in errors, *places* the n-th of them where that is known.

    Raises:
        KindError: a field is missing, unknown or of the wrong type, or a pattern cannot be used.
    """
    issuer, kinds = tables.get("issuer"), tables.get("kind")
    if not isinstance(issuer, str) or not isinstance(kinds, list) or not kinds:
        raise KindError(
            "a file of kinds has an `issuer` and at least one `[[kind]]`",
            place=place,
            next_step=_GUIDE,
        )
    for number, table in enumerate(kinds):
        _require(table, place=places(number) if places else place)
    return proved_kinds(tables)


def proved_kinds(tables: Mapping[str, Any], *, is_added: bool = False) -> tuple[KeyKind, ...]:
    """Return the kinds of one issuer's *tables*, of which nothing is to be doubted."""
    issuer, source = tables["issuer"], str(tables.get("source", ""))
    shared = {"issuer": issuer, "is_added": is_added}
    return tuple(_kind({"source": source, **table, **shared}) for table in tables["kind"])


def _kind(table: Mapping[str, Any]) -> KeyKind:
    return KeyKind(
        **{
            **table,
            "keywords": tuple(table["keywords"]),
            "hits": _joined(table["hits"]),
            "misses": _joined(table["misses"]),
            "samples": frozenset(_joined(table.get("samples", ()))),
            "lead": tuple(table.get("lead", (0,))),
        }
    )


def _require(table: Any, *, place: str) -> None:
    if not isinstance(table, Mapping):
        raise KindError("a kind is a table", place=place, next_step=_GUIDE)
    where = f"{place}, kind {table.get('code', '?')!r}"
    _require_fields(table, place=where)
    _require_types(table, place=where)
    reason = weakness(table["pattern"])
    if reason:
        raise KindError(reason, place=where, next_step="Rewrite its `pattern`.")
    if not is_class(table.get("alphabet", _KEY_CHARACTERS)):
        raise KindError(
            "its alphabet is no inside of a character class",
            place=where,
            next_step="Escape `]`, `\\` and `-` in it.",
        )


def _require_fields(table: Mapping[str, Any], *, place: str) -> None:
    missing = [name for name in _REQUIRED if name not in table]
    unknown = [name for name in table if name not in {*_REQUIRED, *_OPTIONAL}]
    for message, names in (("it lacks", missing), ("it has unknown fields:", unknown)):
        if names:
            raise KindError(f"{message} {', '.join(names)}", place=place, next_step=_GUIDE)
    for name, closed in _CLOSED.items():
        if table.get(name, get_args(closed)[0]) not in get_args(closed):
            raise KindError(
                f"its {name} is none of {', '.join(get_args(closed))}",
                place=place,
                next_step="Choose one of these.",
            )


def _require_types(table: Mapping[str, Any], *, place: str) -> None:
    wrong = [name for name in _TEXTS if not isinstance(table.get(name, ""), str)]
    wrong += [name for name in _LISTS if not isinstance(table.get(name, []), list)]
    for name, item in (("keywords", str), ("lead", int)):
        wrong += [name for one in table.get(name, []) if not isinstance(one, item)][:1]
    for name in ("hits", "misses", "samples"):
        wrong += [name for one in table.get(name, []) if not _is_parts(one)][:1]
    if not isinstance(table.get("tail", 0), int) or table.get("tail", 0) < 0:
        wrong.append("tail")
    if wrong:
        raise KindError(f"its {wrong[0]} is of the wrong type", place=place, next_step=_GUIDE)
    if not _CODE.fullmatch(table["code"]):
        raise KindError(
            "its code is more than small letters, digits and dashes",
            place=place,
            next_step="Name it like `acme-api-key`.",
        )
    if not table["keywords"] or not all(word.isascii() and word for word in table["keywords"]):
        raise KindError(
            "it has no keyword to look for, or one that is not ASCII",
            place=place,
            next_step="List the literal beginnings of its pattern.",
        )


def _is_parts(example: Any) -> bool:
    return isinstance(example, str) or (
        isinstance(example, list) and all(isinstance(part, str) for part in example)
    )


def _joined(examples: Sequence[Sequence[str]]) -> tuple[str, ...]:
    # Examples are written in parts, so that no scanner meets a key in this repository.
    return tuple("".join(parts) for parts in examples)
