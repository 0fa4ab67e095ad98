"""What is wrong with a request or an answer: a place, and a sentence for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from playground.openapi.pointer import join, parts

__all__ = ["LONGEST_ECHO", "Place", "Problem", "in_order"]

Place: TypeAlias = Literal["path", "query", "header", "cookie", "body"]
LONGEST_ECHO = 19
"""How long a name may be that is repeated to people: shorter than any key that is handed out."""

_ORDER: tuple[Place, ...] = ("path", "query", "header", "cookie", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """
    One thing that is wrong; never holds a value, which might be a key.

    `pointer` is a JSON pointer: into the body, where `""` is the body itself and a missing field
    is pointed at as if it were there; or `/query/limit` for a parameter. `keyword` is the rule
    that was broken, in JSON Schema's words.
    """

    pointer: str
    message: str
    place: Place = "body"
    keyword: str = ""

    @classmethod
    def at(
        cls, place: Place, segments: Iterable[str | int], expected: str, *, keyword: str = ""
    ) -> "Problem":
        """Return the problem that what *segments* lead to fails *expected*, "must be a number"."""
        inside = tuple(segments)
        pointer = join(inside if place == "body" else (place, *inside))
        message = f"{_subject(inside)} {expected}"
        return cls(pointer=pointer, message=message, place=place, keyword=keyword)

    def __str__(self) -> str:
        return f"{self.pointer}: {self.message}" if self.pointer else self.message


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return *problems* without repetitions, by place and then by pointer."""
    return tuple(sorted(dict.fromkeys(problems), key=_rank))


def _subject(segments: tuple[str | int, ...]) -> str:
    """Return how to speak of a place: by its field, and the number of the item in it."""
    items = ""
    for part in reversed(segments):
        if isinstance(part, str):
            return f"{part}{items}"
        items = f"[{part}]{items}"
    return f"item {items}" if items else "the body"


def _rank(problem: Problem) -> tuple[int, list[tuple[int, int, str]], str]:
    segments = [
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts(problem.pointer)
    ]
    return _ORDER.index(problem.place), segments, problem.message
