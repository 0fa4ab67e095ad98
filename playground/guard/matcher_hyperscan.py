"""The compiled engine: the only module that names hyperscan."""

from collections.abc import Sequence
from threading import local
from typing import Any

import hyperscan

from playground.guard.cache import cached
from playground.guard.literals import Form
from playground.guard.matcher import TAIL_CLASS

__all__ = ["HyperscanMatcher"]


class HyperscanMatcher:
    """All literals at once, from a database that is compiled once and then read from a cache."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._lengths = tuple(len(form.text) + form.tail for form in forms)
        expressions = [_expression(form) for form in forms]
        flags = [hyperscan.HS_FLAG_CASELESS if form.ignore_case else 0 for form in forms]
        recipe = repr((getattr(hyperscan, "__version__", ""), expressions, flags)).encode()
        self._database: Any = hyperscan.loadb(
            cached("hyperscan", recipe, make=lambda: _compiled(expressions, flags)),
            hyperscan.HS_MODE_BLOCK,
        )
        self._threads = local()

    def places(self, data: bytes) -> list[tuple[int, int]]:
        """Return each place as index of the form and offset of its first byte, by offset."""
        found: list[tuple[int, int]] = []
        lengths = self._lengths

        def note(index: int, _start: int, end: int, _flags: int, _context: object) -> None:
            found.append((index, end - lengths[index]))

        self._database.scan(data, match_event_handler=note, scratch=self._scratch())
        return sorted(found, key=lambda place: (place[1], place[0]))

    def _scratch(self) -> Any:
        # A scratch must not be used by two threads at once.
        scratch = getattr(self._threads, "scratch", None)
        if scratch is None:
            scratch = self._threads.scratch = hyperscan.Scratch(self._database)
        return scratch


def _expression(form: Form) -> bytes:
    literal = "".join(f"\\x{byte:02x}" for byte in form.text.encode())
    tail = f"{TAIL_CLASS}{{{form.tail}}}" if form.tail else ""
    return f"{literal}{tail}".encode()


def _compiled(expressions: Sequence[bytes], flags: Sequence[int]) -> bytes:
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=list(expressions),
        ids=list(range(len(expressions))),
        elements=len(expressions),
        flags=list(flags),
    )
    return bytes(hyperscan.dumpb(database))
