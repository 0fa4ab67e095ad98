"""The stored image of a seed's clicks: the same minute and the same numbers give the same rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playground.sandbox.ids import Ids

__all__ = ["Image", "Rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows as tuples of `columns`; `end` is the last number that they took."""

    columns: tuple[str, ...]
    values: Sequence[tuple[Any, ...]]
    visitors: Mapping[str, str]
    end: int


class Image:
    """Keeps what the last replay wrote, for the next reset and the next tenant."""

    def __init__(self) -> None:
        self._kept: tuple[tuple[datetime, int], Rows] | None = None

    def clicks(
        self, make: Callable[[], Sequence[Mapping[str, Any]]], *, ids: Ids, minute: datetime
    ) -> Rows:
        """Return the rows that *make* gives, at *minute* and from the next number of *ids* on."""
        key, kept = (minute, ids.reached), self._kept
        if kept is not None and kept[0] == key:
            ids.skip_to(kept[1].end)
            return kept[1]
        made = make()
        rows = Rows(
            columns=tuple(made[0]) if made else (),
            values=[tuple(row.values()) for row in made],
            visitors={row["id"]: row["visitor"] for row in made},
            end=ids.reached,
        )
        self._kept = (key, rows)
        return rows
