"""A place where a key can be planted, and what is planted there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from tests.planting.notebook import Cell, Notebook

__all__ = ["Place", "Planting", "cut", "pieces", "places_of"]

NAMES = ("value", "text", "first", "item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planting:
    """
    A key (or its stand-in), the name its place may bind it to, and the place's own randomness.

    `text` is what stands where no name is bound: the key, with its name if only that tells it.
    """

    key: str
    bound_to: str
    rng: Random

    @property
    def name(self) -> str:
        """The name for a place that binds one; it tells nothing unless the kind needs it."""
        return self.bound_to or self.rng.choice(NAMES)

    @property
    def text(self) -> str:
        """The key as a passage of text."""
        return f"{self.bound_to}={self.key}" if self.bound_to else self.key

    @property
    def line(self) -> str:
        """The same on one line, line ends escaped as in an environment file."""
        return self.text.replace("\n", "\\n")


Builder = Callable[[Planting], Cell | Notebook | bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place: its name, its class, how it is filled, and the suffix of the file."""

    name: str
    of: str
    build: Builder
    suffix: str = ".ipynb"

    def fill(self, planting: Planting) -> bytes:
        """Return the file that holds *planting* here."""
        built = self.build(planting)
        if isinstance(built, bytes):
            return built
        notebook = built if isinstance(built, Notebook) else Notebook(cells=[built], metadata={})
        return notebook.to_bytes(planting.rng)


def places_of(of: str, builders: dict[str, Builder], *, suffix: str = ".ipynb") -> Iterator[Place]:
    """Yield a place of class *of* for each named builder."""
    for name, build in builders.items():
        yield Place(name=f"{of}-{name}", of=of, build=build, suffix=suffix)


def pieces(text: str, rng: Random, *, count: int = 2) -> list[str]:
    """Return *text* cut at random in *count* pieces, empty ones only if it is too short."""
    marks = sorted(rng.sample(range(1, len(text)), k=min(count - 1, len(text) - 1)))
    cuts = [text[a:b] for a, b in zip([0, *marks], [*marks, len(text)], strict=True)]
    return cuts + [""] * (count - len(cuts))


def cut(planting: Planting, *, count: int = 2) -> list[str]:
    """Return the text cut inside the key itself, a name it is bound to staying whole."""
    start = len(planting.text) - len(planting.key)
    first, *rest = pieces(planting.key, planting.rng, count=count)
    return [planting.text[:start] + first, *rest]
