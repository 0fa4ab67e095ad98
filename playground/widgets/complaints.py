"""Problems of a request as complaints at an address of its form."""

from collections.abc import Iterable

from playground.widgets.lab import Problem
from playground.widgets.wire import Complaint

__all__ = ["complaints"]


def complaints(problems: Iterable[Problem]) -> list[Complaint]:
    """Return a complaint for each of *problems*; body pointers get the address they lie at."""
    return [
        {
            "address": f"/body{one.pointer}" if one.place == "body" else one.pointer,
            "pointer": one.pointer or "/",
            "place": one.place,
            "message": one.message,
        }
        for one in problems
    ]
