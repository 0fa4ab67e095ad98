"""Why a credential was let through or refused, for a person to read."""

from dataclasses import asdict, dataclass
from typing import Any

from playground.openapi.operation import Provenance
from playground.scopes import card
from playground.scopes.decision import Certainty
from playground.scopes.rule import Rule

__all__ = ["Explanation"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Explanation:
    """
    One judgement in words, in which names of keys and scopes stand between backticks.

    `allowed` is None where nobody knows before the request is sent.
    `requires` lists the alternatives, any one of which is enough; `holds` what the credential
    has, implied scopes included, and `grants` the same as given: each scope with those that only
    it implies; both are None where nobody knows. `missing` is what the nearest alternative wants
    besides; `added` what the session put into the request by itself; `certainty` tells how the
    reason is known, `provenance` whether Linquid published the requirement or this sandbox
    assumes it. `has_key` is whether a credential was, or would be, sent.
    """

    operation_id: str
    allowed: bool | None
    rule: Rule | None = None
    headline: str
    has_key: bool = True
    requires: tuple[str, ...] = ()
    holds: tuple[str, ...] | None = ()
    grants: tuple[tuple[str, tuple[str, ...]], ...] | None = ()
    missing: tuple[str, ...] = ()
    added: str = ""
    smallest_change: str = ""
    certainty: Certainty = Certainty.DOCUMENT_SAYS
    provenance: Provenance = "unmarked"

    @property
    def rows(self) -> tuple[card.Row, ...]:
        """The card's rows, the same wherever it is drawn."""
        return card.rows(self)

    def as_dict(self) -> dict[str, Any]:
        """Return the same as JSON takes it."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    def __repr__(self) -> str:
        return card.text(self.headline, self.rows)

    def _repr_html_(self) -> str:
        return card.html(self.headline, self.rows, allowed=self.allowed)


def _plain(value: object) -> object:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
