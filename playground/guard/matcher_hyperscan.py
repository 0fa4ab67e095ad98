"""The compiled engine: the only module that names hyperscan."""

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from threading import local
from typing import Any

import hyperscan

from playground.guard.cache import cached
from playground.guard.literals import Form
from playground.guard.matcher import Finder, Literal, literals_of
from playground.guard.signs import SIGNS

__all__ = ["HyperscanMatcher"]

_BY_PLACE = itemgetter(1, 0)


class HyperscanMatcher:
    """All literals at once, from a database that is compiled once and then read from a cache."""

    def __init__(self, forms: Sequence[Form], *, recipe: bytes) -> None:
        self._forms = forms
        self._places = _stored("forms", recipe, make=lambda: _compiled_literals(self._literals))
        self._signs = _stored("signs", recipe, make=_compiled_signs)

    @cached_property
    def _literals(self) -> Sequence[Literal]:
        """What was compiled; those of the forms come first, of the others few scans meet one."""
        return literals_of(self._forms)

    def places(self, data: bytes) -> list[tuple[int, int]]:
        """Return each place as index of the form and offset of its first byte, by offset."""
        return self._found(data, is_squeezed=False)

    def squeezed_places(self, data: bytes) -> list[tuple[int, int]]:
        """Return the same for *data* that is squeezed."""
        return self._found(data, is_squeezed=True)

    def _found(self, data: bytes, *, is_squeezed: bool) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        forms, count = self._forms, len(self._forms)

        def note(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            if index < count:
                found.append((index, end - forms[index].length))
            elif is_squeezed:
                literal = self._literals[index]
                found.append((literal.form, end - literal.length))

        self._places.scan(data, note)
        return sorted(found, key=_BY_PLACE)

    def signs(self, data: bytes) -> list[int]:
        """Return where a sign ends that some decoding could matter, in order."""
        found: list[int] = []

        def note(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            holds = SIGNS[index].holds
            if holds is None or holds(data, end):
                found.append(end)

        self._signs.scan(data, note)
        return sorted(found)

    def finder(self, texts: tuple[bytes, ...]) -> Finder:
        """Return what finds any of *texts*: ready to be asked often."""
        return _finder(texts)


class _Database:
    """Patterns compiled once; safe to share between threads."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._threads = local()

    def scan(self, data: bytes, note: Callable[[int, int, int, int, object], None]) -> None:
        """Call *note* with each match's index, start, end, flags and context."""
        self._database.scan(data, match_event_handler=note, scratch=self._scratch())

    def _scratch(self) -> Any:
        # A scratch must not be used by two threads at once.
        scratch = getattr(self._threads, "scratch", None)
        if scratch is None:
            scratch = self._threads.scratch = hyperscan.Scratch(self._database)
        return scratch


def _stored(name: str, recipe: bytes, *, make: Callable[[], bytes]) -> _Database:
    # One that another processor or version made is refused when it is read, and made anew.
    database = cached(
        f"hyperscan-{name}",
        getattr(hyperscan, "__version__", "").encode() + recipe,
        make=make,
        read=_loaded,
    )
    return _Database(database)


def _loaded(made: bytes) -> Any:
    return hyperscan.loadb(made, hyperscan.HS_MODE_BLOCK)


# What a keyring holds is asked for at each save, and seldom changes.
@lru_cache(maxsize=4)
def _finder(texts: tuple[bytes, ...]) -> Finder:
    database = _Database(_loaded(_compiled(texts, [0] * len(texts))))

    def places(data: bytes) -> list[int]:
        found: list[int] = []
        database.scan(data, lambda index, _, end, *_of: found.append(end - len(texts[index])))
        return sorted(found)

    return places


def _compiled_literals(literals: Sequence[Literal]) -> bytes:
    return _compiled(
        [_expression(literal) for literal in literals],
        [hyperscan.HS_FLAG_CASELESS if literal.ignore_case else 0 for literal in literals],
    )


def _compiled_signs() -> bytes:
    return _compiled(
        [sign.pattern.encode() for sign in SIGNS], [hyperscan.HS_FLAG_CASELESS] * len(SIGNS)
    )


def _expression(literal: Literal) -> bytes:
    text = "".join(f"\\x{byte:02x}" for byte in literal.text)
    return f"{text}{literal.follows}".encode()


def _compiled(expressions: Sequence[bytes], flags: Sequence[int]) -> bytes:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=list(expressions),
        ids=list(range(len(expressions))),
        elements=len(expressions),
        flags=list(flags),
    )
    return bytes(hyperscan.dumpb(database))
