"""What is wrong with a request as complaints at an address of its form."""

from collections.abc import Iterable

from playground.widgets.lab import Problem
from playground.widgets.wire import Complaint

__all__ = ["complaints", "pasted"]


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


def pasted(places: Iterable[tuple[str, str]]) -> list[Complaint]:
    """Return a complaint for each of *places*, addresses where a text stands for a pasted key."""
    return [
        {
            "address": address,
            "pointer": address.removeprefix("/body") or "/",
            "place": "body" if address.startswith("/body") else address.split("/")[1],
            "message": (
                f"a key was pasted here. Its value is in the keyring only, and `{stands}` stands "
                "for it. Choose it under Key, or take it out; Send anyway sends its value"
            ),
        }
        for address, stands in places
    ]
