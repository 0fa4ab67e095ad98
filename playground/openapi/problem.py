"""What is wrong with a request or an answer: a place, and a sentence for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from playground.openapi.pointer import parts

__all__ = ["Place", "Problem", "in_order"]

Place: TypeAlias = Literal["path", "query", "header", "cookie", "body"]
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

    def __str__(self) -> str:
        where = " ".join(parts(self.pointer)) if self.place != "body" else self.pointer
        return f"{where or 'the body'}: {self.message}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return *problems* without repetitions, by place and then by pointer."""
    return tuple(sorted(dict.fromkeys(problems), key=_rank))


def _rank(problem: Problem) -> tuple[int, list[tuple[int, int, str]], str]:
    segments = [
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts(problem.pointer)
    ]
    return _ORDER.index(problem.place), segments, problem.message
