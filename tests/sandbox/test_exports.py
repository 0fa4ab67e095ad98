"""Exports: files that are written as the clock moves, and that hold what the state holds."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.laboratory import Laboratory

ALL = {"key": "everything"}
SLOW = {"key": "links-writer"}
PLACE = "/api/exports"
LINKS = {"type": "links", "format": "csv"}


def started(lab: Laboratory, body: dict[str, Any] | None = None) -> str:
    """Return the path of an export that has not begun."""
    return f"{PLACE}/{lab.data('POST', PLACE, body or LINKS, **SLOW)['id']}"


def written(lab: Laboratory, body: dict[str, Any] | None = None) -> str:
    """Return the path of an export whose file is there."""
    path = started(lab, body)
    lab.control("PUT", "clock", {"advance": 2})
    return path


def file(lab: Laboratory, body: dict[str, Any]) -> Any:
    """Return the rows of the file that *body* asks for."""
    answer = lab.call("GET", f"{written(lab, body)}/download", **SLOW)
    text = answer.body.decode()
    return json.loads(text) if body["format"] == "json" else list(csv.DictReader(io.StringIO(text)))


CALLS: list[tuple[str, str, Any, Any]] = [
    ("startExport", "POST", PLACE, LINKS),
    ("listExports", "GET", PLACE, None),
    ("getExport", "GET", lambda lab: (written(lab), "user_ada"), None),
    ("downloadExport", "GET", lambda lab: (f"{written(lab)}/download", "user_ada"), None),
    ("exportLinks", "POST", "/api/links/export", {"format": "json"}),
]


def test_an_export_moves_with_the_clock(lab: Laboratory) -> None:
    """Pending, processing, completed; the list tells the same."""
    path = started(lab)
    seen = []
    for _ in range(3):
        seen.append(lab.data("GET", path, **ALL)["status"])
        lab.control("PUT", "clock", {"advance": 1})
    assert seen == ["pending", "processing", "completed"]
    assert lab.data("GET", PLACE, **ALL) == [lab.data("GET", path, **ALL)]


def test_a_file_is_served_as_a_file(lab: Laboratory) -> None:
    """CSV as CSV, under a name, in no envelope."""
    path = written(lab)
    answer = lab.call("GET", f"{path}/download", **ALL)
    assert answer.header("Content-Type") == "text/csv; charset=utf-8"
    assert answer.header("Content-Disposition") == (
        'attachment; filename="linquid-links-2026-03-01.csv"'
    )
    export = lab.data("GET", path, **ALL)
    assert (export["rows"], export["sizeBytes"]) == (4, len(answer.body))
    header, first, *_ = answer.body.decode().splitlines()
    assert header.startswith("id,shortCode,shortUrl,destinationUrl")
    assert first.startswith("link_newsletter,weekly,https://linqu.id/weekly")


def test_a_file_holds_what_the_state_holds(lab: Laboratory) -> None:
    """Every link of the list is a row, with the columns that were asked for."""
    lab.data("POST", "/api/links", {"destinationUrl": "https://example.com/=1,2"}, **ALL)
    names = ["id", "destinationUrl", "tags", "clicks"]
    rows = file(lab, {"type": "links", "format": "json", "columns": names})
    listed = lab.data("GET", "/api/links", **ALL)
    assert rows == [{name: link[name] for name in names} for link in listed[::-1]]
    assert [row["clicks"] for row in file(lab, LINKS)] == [str(row["clicks"]) for row in rows]


def test_events_are_the_recorded_clicks_and_conversions(lab: Laboratory) -> None:
    """Filtered by campaign and time, in their order."""
    lab.data("POST", "/api/conversions/track", {"clickId": "lw_ck_spring1", "value": 3}, **ALL)
    body = {"type": "events", "format": "csv", "filters": {"campaignId": "camp_spring"}}
    rows = file(lab, body)
    clicks = lab.data("GET", "/api/analytics/workspace/overview?campaignId=camp_spring", **ALL)
    assert sum(row["type"] == "click" for row in rows) == clicks["clicks"]
    assert (rows[-1]["type"], rows[-1]["value"], rows[-1]["linkId"]) == (
        "conversion",
        "3",
        "link_spring",
    )
    body["filters"] = {"start": "2026-03-01T12:00:00Z", "linkId": "link_spring"}
    assert [row["type"] for row in file(lab, body)] == ["conversion"]
    body["filters"] = {"end": "2020-01-01T00:00:00Z"}
    assert file(lab, body) == []


def test_an_exported_file_can_be_imported_again(lab: Laboratory) -> None:
    """The other workspace gets the same links; codes that are taken stay where they are."""
    names = ["destinationUrl", "title", "tags"]
    path = written(lab, {**LINKS, "columns": names})
    text = lab.call("GET", f"{path}/download", **ALL).body.decode()
    gus = lab.signed_in("user_gus")
    lab.data("POST", "/api/links/import/csv", {"csv": text}, **gus)
    lab.control("PUT", "clock", {"advance": 2})
    theirs = lab.data("GET", "/api/links?limit=4", **gus)
    ours = lab.data("GET", "/api/links", **ALL)
    assert [[link[name] for name in names] for link in theirs] == [
        [link[name] for name in names] for link in ours
    ]


def test_links_are_exported_from_their_own_path(lab: Laboratory) -> None:
    """It is the same export, listed with the others."""
    made = lab.data("POST", "/api/links/export", {"format": "json"}, **ALL)
    assert (made["type"], made["status"]) == ("links", "pending")
    assert lab.data("GET", f"{PLACE}/{made['id']}", **ALL) == made


@pytest.mark.parametrize("kind", ["partners", "commissions"])
def test_nobody_has_partners(lab: Laboratory, kind: str) -> None:
    """No endpoint makes one: the file has a header only, and a program is not found."""
    assert file(lab, {"type": kind, "format": "csv"}) == []
    path = written(lab, {"type": kind, "format": "csv", "programId": "prog_1"})
    export = lab.data("GET", path, **ALL)
    assert (export["status"], export["error"]) == ("failed", "There is no such affiliate program")
    assert lab.call("GET", f"{path}/download", **ALL).status == 400


def test_a_file_is_there_for_a_week(lab: Laboratory) -> None:
    """Too early it is 400, too late 410, of others 404."""
    path = started(lab)
    assert lab.call("GET", f"{path}/download", **SLOW).status == 400
    lab.control("PUT", "clock", {"advance": 2})
    assert lab.call("GET", f"{path}/download", **SLOW).status == 200
    assert lab.call("GET", f"{path}/download", key="other-workspace").status == 404
    lab.control("PUT", "clock", {"advance": 7 * 86400})
    answer = lab.call("GET", f"{path}/download", **SLOW)
    assert (answer.status, b"EXPORT_EXPIRED" in answer.body) == (410, True)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"format": "xml"}, "/format"),
        ({"type": "people"}, "/type"),
        ({"columns": ["id", "password"]}, "/columns/1"),
        ({"filters": {"since": "x"}}, "/filters/since"),
        ({"filters": {"start": "yesterday"}}, "/filters/start"),
        ({"more": 1}, "/more"),
    ],
)
def test_what_cannot_be_exported_is_refused(
    lab: Laboratory, change: dict[str, Any], pointer: str
) -> None:
    """With a pointer to the field."""
    answer = lab.call("POST", PLACE, {**LINKS, **change}, **ALL)
    assert answer.status == 400
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == pointer


def test_formulas_are_harmless(lab: Laboratory) -> None:
    """A spreadsheet that opens the file computes nothing."""
    body = {"destinationUrl": "https://example.com", "title": "=1+1"}
    lab.data("POST", "/api/links", body, **ALL)
    assert file(lab, LINKS)[-1]["title"] == "'=1+1"


def test_an_export_survives_a_restart(tmp_path: Path) -> None:
    """Accepted by one process, written by the next on the same file, and kept there."""
    database = f"sqlite:///{tmp_path / 'sandbox.db'}"
    first = Laboratory(database=database)
    path = started(first)
    first.sandbox.close()
    second = Laboratory(database=database)
    second.control("PUT", "clock", {"advance": 2})
    body = second.call("GET", f"{path}/download", **SLOW).body
    second.sandbox.close()
    third = Laboratory(database=database)
    assert third.call("GET", f"{path}/download", **SLOW).body == body
    third.sandbox.close()
