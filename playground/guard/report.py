"""A judged finding as it is told to people and programs; never with the key."""

from typing import Any

from playground.guard.known import KnownKind
from playground.guard.verdict import Judged

__all__ = ["finding_to_json", "sentence"]


def finding_to_json(judged: Judged, *, path: str) -> dict[str, Any]:
    """
    Return the stable JSON form of a finding.

    `cell` is absent outside cells; `name` is there for a known value: what its keyring calls it.
    """
    finding = judged.finding
    place = finding.place
    return {
        "kind": finding.kind.code,
        **({"name": finding.kind.credential} if isinstance(finding.kind, KnownKind) else {}),
        "privilege": finding.kind.privilege,
        "lifetime": judged.lifetime,
        "verdict": judged.verdict,
        "path": path,
        **({} if place.cell is None else {"cell": place.cell}),
        "part": place.part,
        "mime": place.mime,
        "line": finding.line,
        "via": list(finding.via),
        "fingerprint": finding.fingerprint,
        "preview": finding.preview,
    }


def sentence(judged: Judged) -> str:
    """
    Return where the key stands and what it is: "cell 3, outputs, line 2: a Linquid …".

    Cells count from 1 here, as a person counts them; in JSON they count from 0.
    """
    finding = judged.finding
    place = finding.place
    where = f"cell {place.cell + 1}, {place.part}" if place.cell is not None else place.part
    hidden = f" (hidden by {', '.join(finding.via)})" if finding.via else ""
    return f"{where}, line {finding.line}: {finding.kind.name}{hidden}, {judged.reason}"
