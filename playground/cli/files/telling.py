"""Tell what a scan found: lines for people, or one JSON document for programs."""

from collections.abc import Iterable, Sequence
import json

from playground.cli.files.scanning import Report
from playground.guard import Judged, finding_to_json
from playground.guard.report import sentence

__all__ = ["as_json", "as_text", "exit_code"]

_FINE, _FOUND, _TROUBLE = 0, 1, 2


def exit_code(reports: Sequence[Report]) -> int:
    """Return 2 where a file could not be read, else 1 where a key must go, else 0."""
    if any(report.error for report in reports):
        return _TROUBLE
    return _FOUND if _count(reports, "ban") + _count(reports, "warn") else _FINE


def as_json(reports: Sequence[Report]) -> str:
    """Return `{"files", "findings", "errors"}`; harmless findings are listed too."""
    document = {
        "files": len(reports),
        "findings": [
            finding_to_json(judged, path=report.name) | ({"where": where} if where else {})
            for report in reports
            for judged, where in _told(report)
        ],
        "errors": [
            {"path": report.name, "message": report.error} for report in reports if report.error
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def as_text(reports: Sequence[Report], *, remedy: str) -> str:
    """Return a line for each key that must go and each unread file; *remedy* takes keys out."""
    lines = [
        f"{report.name}{f' ({where})' if where else ''}: {judged.verdict}: {sentence(judged)}."
        for report in reports
        for judged, where in _told(report)
        if judged.verdict != "allow"
    ]
    errors = [report.error for report in reports if report.error]
    return "\n".join([*lines, *errors, _summary(reports, remedy)]) + "\n"


def _told(report: Report) -> Iterable[tuple[Judged, str]]:
    wheres = report.wheres or [""] * len(report.judged)
    return zip(report.judged, wheres, strict=True)


def _summary(reports: Sequence[Report], remedy: str) -> str:
    banned, warned = _count(reports, "ban"), _count(reports, "warn")
    unread = sum(bool(report.error) for report in reports)
    files = "1 file" if len(reports) == 1 else f"{len(reports)} files"
    told = f"{files}: {banned} banned, {warned} warned"
    if unread:
        told += f", {unread} not read"
    if banned or warned:
        told += f". Run `{remedy}`, and rotate every key that was shared"
    return f"{told}."


def _count(reports: Sequence[Report], verdict: str) -> int:
    return sum(judged.verdict == verdict for report in reports for judged in report.judged)
