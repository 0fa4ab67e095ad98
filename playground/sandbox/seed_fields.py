"""Whether the entries of a seed could be made through the API: their fields, by its document."""

from collections.abc import Mapping, Sequence
import json
from typing import TYPE_CHECKING

from playground.errors import SeedError
from playground.openapi import linquid
from playground.openapi.check import body_problems
from playground.sandbox.redirect.sense import refuse_senseless
from playground.sandbox.refusal import Refusal

if TYPE_CHECKING:
    from playground.sandbox.seed import Entry

__all__ = ["check_fields"]

_MADE_BY = {
    "campaigns": "createCampaign",
    "domains": "addDomain",
    "links": "createLink",
    "rules": "createRule",
    "customers": "upsertCustomer",
}


def check_fields(sections: Mapping[str, Sequence["Entry"]]) -> None:
    """
    Return only if the `fields` of each entry are a body of the operation that makes its kind.

    Raises:
        SeedError: one has others; `place` tells file and line.
    """
    for title, made_by in _MADE_BY.items():
        for entry in sections.get(title, ()):
            if "fields" in entry:
                _check(entry, title, made_by)


def _check(entry: "Entry", title: str, made_by: str) -> None:
    fields = entry["fields"]
    try:
        json.dumps(fields)
    except TypeError as error:
        raise _wrong("a date wants quotation marks here", entry.place_of("fields")) from error
    for problem in body_problems(linquid().operations[made_by], fields):
        raise _wrong(f"{title}: {problem.message}", entry.place_of(f"fields{problem.pointer}"))
    if title == "rules":
        try:
            refuse_senseless({"type": None, **fields})
        except Refusal as refusal:
            raise _wrong(f"{title}: {refusal}", entry.place_of("fields/conditions")) from refusal


def _wrong(message: str, place: str) -> SeedError:
    return SeedError(message, place=place, next_step="Mend this line and start again.")
