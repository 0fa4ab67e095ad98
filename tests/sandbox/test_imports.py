"""Imports: links out of a file, line by line, or out of an account at a simulated provider."""

import json
from pathlib import Path
import re
from typing import Any

import pytest

from playground.sandbox import Request
from tests.sandbox.laboratory import Laboratory

ALL = {"key": "everything"}
SLOW = {"key": "links-writer"}
CSV = "/api/links/import/csv"
FILE = """\
destinationUrl,shortCode,title,tags,clicksLimit,enabled
https://example.com/a,one,"First, quoted",summer; promo,5,false
no address,,,,,
https://example.com/b,spring,,,,
https://example.com/c,,,,many,
"""


def job(lab: Laboratory, key: str) -> dict[str, Any]:
    """Return the import *key*, once the clock has moved it to its end."""
    lab.control("PUT", "clock", {"advance": 60})
    return dict(lab.data("GET", f"/api/links/import/jobs/{key}", **ALL))


def began(lab: Laboratory) -> str:
    """Return the path of an import that has not begun."""
    made = lab.data("POST", CSV, {"csv": FILE}, **ALL)
    return f"/api/links/import/jobs/{made['id']}"


def answered(lab: Laboratory, what: str, provider: str = "bitly") -> str:
    """Visit the provider, and return where its page's link to *what* leads."""
    visit = lab.data("GET", f"/api/links/import/{provider}/auth", **ALL)
    page = lab.call("GET", visit["authorizationUrl"])
    assert page.status == 200
    found = re.search(f'href="([^"]+)">{what}<', page.body.decode())
    assert found is not None
    return found[1].replace("&amp;", "&")


def connected(lab: Laboratory) -> tuple[str, str]:
    """Authorise an account, and return where its import is started."""
    lab.data("GET", answered(lab, "Allow"))
    return "/api/links/import/bitly/start", "user_ada"


CALLS: list[tuple[str, str, Any, Any]] = [
    ("listImportProviders", "GET", "/api/links/import/providers", None),
    ("beginImportAuthorization", "GET", "/api/links/import/bitly/auth", None),
    (
        "finishImportAuthorization",
        "GET",
        lambda lab: (answered(lab, "Deny"), "user_ada"),
        None,
    ),
    ("startImport", "POST", connected, {"tags": ["imported"]}),
    ("listImportJobs", "GET", "/api/links/import/jobs", None),
    ("getImportJob", "GET", lambda lab: (began(lab), "user_ada"), None),
    ("cancelImportJob", "POST", lambda lab: (f"{began(lab)}/cancel", "user_ada"), None),
    ("importCsv", "POST", CSV, {"csv": FILE}),
]


def test_a_file_is_judged_line_by_line(lab: Laboratory) -> None:
    """What is wrong is told with its line and column; the other lines become links."""
    made = lab.data("POST", CSV, {"csv": FILE, "campaignId": "camp_spring"}, **ALL)
    assert (made["status"], made["provider"], made["total"]) == ("pending", "csv", 4)
    done = job(lab, made["id"])
    assert (done["status"], done["succeeded"], done["failed"]) == ("completed", 1, 3)
    told = {entry["line"]: entry["error"] for entry in done["results"]}
    assert told[2] is None
    assert {line: told[line]["code"] for line in (3, 4, 5)} == {
        3: "VALIDATION_ERROR",
        4: "SHORT_CODE_EXISTS",
        5: "VALIDATION_ERROR",
    }
    assert (told[5]["pointer"], told[5]["message"][:7]) == ("/clicksLimit", "line 5:")
    link = lab.data("GET", "/api/links/one", **ALL)
    assert (link["title"], link["tags"]) == ("First, quoted", ["summer", "promo"])
    assert (link["clicksLimit"], link["enabled"], link["campaignId"]) == (5, False, "camp_spring")


def test_a_file_may_be_sent_as_it_is(lab: Laboratory) -> None:
    """With the media type of CSV, the body is the file."""
    headers = (("x-api-key", lab.keys["everything"]), ("content-type", "text/csv; charset=utf-8"))
    body = "\ufeffdestinationUrl\r\nhttps://example.com/a\r\n".encode()
    answer = lab.sandbox.handle(Request(method="POST", target=CSV, headers=headers, body=body))
    assert answer.status == 202
    assert job(lab, json.loads(answer.body)["data"]["id"])["succeeded"] == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("destinationUrl\n", 1),
        ("title\nA\n", 1),
        ("destinationUrl,titel\nhttps://example.com,A\n", 1),
        ("destinationUrl,destinationUrl\nhttps://a.example,https://b.example\n", 1),
        ("destinationUrl,title\nhttps://example.com,A\nhttps://example.com\n", 3),
        ('destinationUrl,title\nhttps://a.example,"A\nB"\nhttps://b.example\n', 4),
        ('destinationUrl\n"https://example.com\n', 2),
        ("destinationUrl\n" + "https://example.com\n" * 1001, 1002),
    ],
)
def test_a_broken_file_is_refused_as_a_whole(lab: Laboratory, text: str, line: int) -> None:
    """The message names the line; nothing is imported of it."""
    answer = lab.call("POST", CSV, {"csv": text}, **ALL)
    error = json.loads(answer.body)["error"]
    assert (answer.status, error["details"][0]["pointer"]) == (400, "/csv")
    assert f"line {line}:" in error["message"]
    assert lab.data("GET", "/api/links/import/jobs", **ALL) == []


def test_an_account_is_imported_once_it_is_authorised(lab: Laboratory) -> None:
    """Asked, allowed, imported; what Linquid cannot take is told."""
    assert lab.call("POST", "/api/links/import/bitly/start", {}, **ALL).status == 403
    assert lab.data("GET", answered(lab, "Allow"))["connected"]
    providers = lab.data("GET", "/api/links/import/providers", **ALL)
    assert {entry["id"]: entry["connected"] for entry in providers} == {
        "bitly": True,
        "rebrandly": False,
        "short-io": False,
    }
    body = {"tags": ["imported"]}
    made = lab.data("POST", "/api/links/import/bitly/start", body, **ALL)
    done = job(lab, made["id"])
    assert (done["succeeded"], done["failed"], done["provider"]) == (2, 1, "bitly")
    assert [link["tags"] for link in lab.data("GET", "/api/links?limit=2", **ALL)] == [
        ["imported"]
    ] * 2


def test_a_refusal_connects_nothing(lab: Laboratory) -> None:
    """Whoever says no at the provider has not authorised anything."""
    back = answered(lab, "Deny")
    assert not lab.data("GET", back)["connected"]
    assert lab.call("GET", back).status == 404
    assert lab.call("POST", "/api/links/import/bitly/start", {}, **ALL).status == 403


def test_an_answer_is_good_once_and_for_a_while(lab: Laboratory) -> None:
    """Neither a used state, an old one, another provider's nor a made-up code connects."""
    used, old = answered(lab, "Allow"), answered(lab, "Allow")
    forged = re.sub("code=[^&]+", "code=guessed", answered(lab, "Allow"))
    assert lab.call("GET", forged).status == 403
    assert lab.call("GET", used.replace("bitly", "rebrandly")).status == 404
    lab.data("GET", used)
    assert lab.call("GET", used).status == 404
    lab.control("PUT", "clock", {"advance": 601})
    assert lab.call("GET", old).status == 404


def test_a_cancelled_import_makes_no_more_links(lab: Laboratory) -> None:
    """What was made stays, the rest is not made."""
    path = began(lab)
    assert lab.data("POST", f"{path}/cancel", **ALL)["status"] == "cancelled"
    lab.control("PUT", "clock", {"advance": 60})
    assert lab.data("GET", path, **ALL)["processed"] == 0
    assert lab.data("GET", "/api/links/stats", **ALL)["totalLinks"] == 4
    assert lab.call("POST", f"{path}/cancel", **ALL).status == 409


def test_imports_and_batches_are_apart(lab: Laboratory) -> None:
    """An import is no bulk operation, and nobody else's."""
    path = began(lab)
    key = path.rpartition("/")[2]
    assert lab.call("GET", f"/api/bulk/operations/{key}", **ALL).status == 404
    assert lab.call("GET", path, key="other-workspace").status == 404
    assert [entry["id"] for entry in lab.data("GET", "/api/links/import/jobs", **ALL)] == [key]
    assert lab.data("GET", "/api/bulk/operations", **ALL) == []


def test_an_import_survives_a_restart(tmp_path: Path) -> None:
    """Accepted by one process, done by the next on the same file."""
    database = f"sqlite:///{tmp_path / 'sandbox.db'}"
    first = Laboratory(database=database)
    key = first.data("POST", CSV, {"csv": FILE}, **SLOW)["id"]
    first.sandbox.close()
    second = Laboratory(database=database)
    assert job(second, key)["succeeded"] == 1
    second.sandbox.close()
