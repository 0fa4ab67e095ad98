"""A kind of key as the generator knows it: how it is drawn, and what stands in for it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from tests.planting import draw

__all__ = ["Expected", "Kind", "from_templates"]

Expected = Literal["ban", "warn", "allow"]
Maker = Callable[[Random], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """
    One sort of key.

    `key` draws one and `stand_in` draws what a person writes in its place. `bound_to` is the name
    that makes a key without a shape recognisable; such keys are planted together with it.
    """

    name: str
    key: Maker
    stand_in: Maker
    expected: Expected = "ban"
    bound_to: str = ""


def from_templates(
    templates: dict[str, str], *, expected: Expected = "ban", bound_to: str = ""
) -> tuple[Kind, ...]:
    """Return a kind for each named template."""
    return tuple(
        _from_template(name, template, expected=expected, bound_to=bound_to)
        for name, template in templates.items()
    )


def _from_template(name: str, template: str, *, expected: Expected, bound_to: str) -> Kind:
    return Kind(
        name=name,
        key=lambda rng: draw.key(template, rng),
        stand_in=lambda rng: draw.stand_in(template, rng),
        expected=expected,
        bound_to=bound_to,
    )
