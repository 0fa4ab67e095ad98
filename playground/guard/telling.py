"""A judged finding as the front end shows it: the stable JSON form, and the words beside it."""

from dataclasses import asdict
from typing import Any

from playground.guard.advising import advice
from playground.guard.report import finding_to_json
from playground.guard.verdict import Judged

__all__ = ["told"]


def told(judged: Judged, *, path: str, may_mark: bool = False) -> dict[str, Any]:
    """
    Return *judged* as JSON: codes for programs, words for people, and where it stands.

    *may_mark* says whether the policy lets a person mark a key of its kind as a test key.
    `span` is [start, end) in the text of its part, in code points; of use in a source only,
    which is one text.
    """
    finding = judged.finding
    return {
        **finding_to_json(judged, path=path),
        "title": finding.kind.name,
        "reason": judged.reason,
        "span": [finding.start, finding.end],
        "advice": asdict(advice(judged)),
        "may_mark": may_mark and judged.verdict != "allow" and finding.place.cell is not None,
    }
