"""Why a credential was let through or refused, for a person to read."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from playground.openapi.operation import Provenance
from playground.scopes.decision import Certainty
from playground.scopes.rule import Rule
from playground.table import html_table

__all__ = ["Explanation"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Explanation:
    """
    One judgement in words.

    `requires` lists the alternatives, any one of which is enough; `holds` what the credential
    has, implied scopes included; `missing` what the nearest alternative wants besides;
    `certainty` tells how the reason is known, `provenance` whether Linquid published the
    requirement or this sandbox assumes it.
    """

    operation_id: str
    allowed: bool
    rule: Rule | None = None
    headline: str
    requires: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    smallest_change: str = ""
    certainty: Certainty = Certainty.DOCUMENT_SAYS
    provenance: Provenance = "unmarked"

    def as_dict(self) -> dict[str, Any]:
        """Return the same as JSON takes it, for the card of a widget."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    def __repr__(self) -> str:
        lines = (f"{name}: {_listed(values)}" for name, values in self._rows())
        return "\n".join((self.headline, *lines))

    def _repr_html_(self) -> str:
        return html_table(self.headline, (), tuple(self._rows()))

    def _rows(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        yield "Operation", (self.operation_id,)
        yield "Requires", self.requires or ("nothing",)
        yield "This key holds", self.holds or ("no scope",)
        if self.missing:
            yield "It lacks", self.missing
        if self.smallest_change:
            yield "Smallest change", (self.smallest_change,)
        yield "Known because", (str(self.certainty),)
        if self.provenance != "unmarked":
            yield "The requirement is", (self.provenance,)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _listed(values: tuple[str, ...]) -> str:
    return "; or ".join(values) if len(values) > 1 and " " in values[0] else ", ".join(values)
