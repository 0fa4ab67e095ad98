"""Plant one kind of key at one place, and a stand-in at the same place."""

from dataclasses import dataclass
from random import Random

from tests.planting.kind import Expected, Kind
from tests.planting.kinds import cloud, developer, linquid, models, nameless, structured, trade
from tests.planting.place import Place, Planting
from tests.planting.places import (
    cells,
    code,
    encoded,
    files,
    markup,
    metadata,
    notations,
    outputs,
    split,
)

__all__ = ["KINDS", "PLACES", "Planted", "plant"]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for module in (linquid, cloud, developer, models, trade, structured, nameless)
    for kind in module.KINDS
}
PLACES: dict[str, Place] = {
    place.name: place
    for module in (cells, code, encoded, files, markup, metadata, notations, outputs, split)
    for place in module.PLACES
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A file with a key, its twin with a stand-in, and what a scanner should say of the first."""

    kind: str
    place: str
    of: str
    seed: int
    expected: Expected
    suffix: str
    content: bytes
    twin: bytes

    @property
    def name(self) -> str:
        """A file name that tells what is planted."""
        return f"{self.kind}@{self.place}@{self.seed}{self.suffix}"


def plant(kind: str, place: str, seed: int) -> Planted:
    """Return *kind* planted at *place*; the same seed gives the same bytes."""
    chosen, at = KINDS[kind], PLACES[place]
    key = chosen.key(Random(f"{kind} {seed}"))  # noqa: S311  reproducible is the point
    stand_in = chosen.stand_in(Random(f"{kind} {place} {seed}"))  # noqa: S311
    return Planted(
        kind=kind,
        place=place,
        of=at.of,
        seed=seed,
        expected=chosen.expected,
        suffix=at.suffix,
        content=at.fill(_planting(chosen, place, seed, key)),
        twin=at.fill(_planting(chosen, place, seed, stand_in)),
    )


def _planting(kind: Kind, place: str, seed: int, key: str) -> Planting:
    rng = Random(f"{kind.name} {place} {seed}")  # noqa: S311
    return Planting(key=key, bound_to=kind.bound_to, rng=rng)
