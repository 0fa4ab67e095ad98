"""
Findings as SARIF 2.1.0, the form that code hosts and editors read.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version
from itertools import zip_longest
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playground.cli.files.scanning import Report
from playground.guard import Judged, KeyKind
from playground.guard.region import Region
from playground.guard.report import sentence

__all__ = ["as_sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"ban": "error", "warn": "warning", "allow": "note"}
# What GitHub sorts by: above 7 is high, below 4 is low.
_SEVERITIES = {"privileged": "8.0", "client_safe": "2.0"}


def as_sarif(reports: Sequence[Report], *, remedy: str) -> str:
    """Return *reports* as one SARIF log, without keys' values; *remedy* is what takes them out."""
    kinds = {
        judged.finding.kind.code: judged.finding.kind
        for report in reports
        for judged in report.judged
    }
    codes = sorted(kinds)
    run = {
        "tool": {"driver": _driver([kinds[code] for code in codes], remedy)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(reports)],
        "results": [result for report in reports for result in _results(report, codes)],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _driver(kinds: Sequence[KeyKind], remedy: str) -> dict[str, Any]:
    return {
        "name": "Linquid Playground",
        "version": version("linquid-playground"),
        "rules": [_rule(kind, remedy) for kind in kinds],
    }


def _rule(kind: KeyKind, remedy: str) -> dict[str, Any]:
    link, *_ = kind.source.split(";")[0].split(": ")
    told = f"A {kind.name}; {kind.privilege.replace('_', '-')}."
    return {
        "id": kind.code,
        "shortDescription": {"text": kind.name},
        "fullDescription": {"text": told},
        **({"helpUri": link} if link.startswith("https://") else {}),
        "help": {"text": f"Run `{remedy}`, and rotate the key if it was shared."},
        "defaultConfiguration": {"level": _level_of(kind)},
        "properties": {
            "tags": ["security", "secret"],
            "security-severity": _SEVERITIES[kind.privilege],
        },
    }


def _level_of(kind: KeyKind) -> str:
    if kind.privilege == "client_safe":
        return _LEVELS["allow"]
    return _LEVELS["warn" if kind.certainty == "name" else "ban"]


def _invocation(reports: Sequence[Report]) -> dict[str, Any]:
    unread = [report for report in reports if report.error]
    return {
        "executionSuccessful": not unread,
        "toolExecutionNotifications": [
            {
                "level": "error",
                "message": {"text": report.error},
                "locations": [{"physicalLocation": {"artifactLocation": _artifact(report.name)}}],
            }
            for report in unread
        ],
    }


def _results(report: Report, codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for judged, region in zip_longest(report.judged, report.regions):
        code, place = judged.finding.kind.code, judged.finding.place
        key = f"{code} {Path(report.name).as_posix()} {place.part} {place.mime}"
        seen[key] += 1
        yield {
            "ruleId": code,
            "ruleIndex": codes.index(code),
            "level": _LEVELS[judged.verdict],
            "message": {"text": f"{sentence(judged)}."},
            "locations": [_location(judged, region, report.name)],
            # A hash of the key is keyed by person, so it tells nothing from one run to the next.
            "partialFingerprints": {"place/v1": _digest(f"{key} {seen[key]}")},
            "properties": {
                "lifetime": judged.lifetime,
                "privilege": judged.finding.kind.privilege,
                "via": list(judged.finding.via),
                "preview": judged.finding.preview,
            },
        }


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _location(judged: Judged, region: Region | None, name: str) -> dict[str, Any]:
    place = judged.finding.place
    physical: dict[str, Any] = {"artifactLocation": _artifact(name)}
    if region:
        physical["region"] = {
            "startLine": region.start_line,
            "startColumn": region.start_column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
        }
    if place.cell is None:
        return {"physicalLocation": physical}
    cell = {
        "name": f"cell {place.cell + 1}",
        "fullyQualifiedName": f"cells/{place.cell}/{place.part}",
        "kind": "element",
    }
    return {"physicalLocation": physical, "logicalLocations": [cell]}


def _artifact(name: str) -> dict[str, str]:
    path = Path(name)
    here = os.path.relpath(path) if path.is_absolute() else os.path.normpath(path)
    if here.startswith(".."):
        return {"uri": f"file://{quote(os.fsencode(path.resolve()))}"}
    return {"uri": quote(os.fsencode(Path(here).as_posix())), "uriBaseId": "%SRCROOT%"}
