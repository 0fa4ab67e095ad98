"""Many links in one request: checked, done at once, or done bit by bit as the clock moves."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.laboratory import Laboratory

ALL = {"key": "everything"}
SLOW = {"key": "links-writer"}
NEW = [{"destinationUrl": "https://example.com/a"}, {"destinationUrl": "https://example.com/b"}]
MIXED: list[Any] = [
    NEW[0],
    {"destinationUrl": "no address"},
    {**NEW[1], "shortCode": "spring"},
    {**NEW[1], "shortCode": "mine"},
    {**NEW[1], "shortCode": "mine"},
    "no link",
]
WRONG = {
    1: "/links/1/destinationUrl",
    2: "/links/2",
    4: "/links/4",
    5: "/links/5",
}


def operation(lab: Laboratory, key: str) -> dict[str, Any]:
    """Return the bulk operation *key*."""
    return dict(lab.data("GET", f"/api/bulk/operations/{key}", **ALL))


def started(lab: Laboratory) -> str:
    """Return the path of an operation that has not begun."""
    body = {"ids": ["link_app"]}
    return f"/api/bulk/operations/{lab.data('POST', '/api/bulk/links/delete', body, **ALL)['id']}"


CALLS: list[tuple[str, str, Any, Any]] = [
    ("validateBulkCreate", "POST", "/api/bulk/links/validate", {"links": MIXED[:5]}),
    (
        "validateBulkUpdate",
        "POST",
        "/api/bulk/links/validate-update",
        {"links": [{"id": "link_app", "title": "T"}, {"title": "U"}]},
    ),
    ("validateBulkDelete", "POST", "/api/bulk/links/validate-delete", {"ids": ["link_app", "x"]}),
    ("startBulkCreate", "POST", "/api/bulk/links/create", {"links": NEW}),
    (
        "startBulkUpdate",
        "POST",
        "/api/bulk/links/update",
        {"links": [{"id": "link_app", "title": "T"}]},
    ),
    ("startBulkDelete", "POST", "/api/bulk/links/delete", {"ids": ["link_app"]}),
    ("listBulkOperations", "GET", "/api/bulk/operations", None),
    ("getBulkOperation", "GET", lambda lab: (started(lab), "user_ada"), None),
    (
        "cancelBulkOperation",
        "POST",
        lambda lab: (f"{started(lab)}/cancel", "user_ada"),
        None,
    ),
    ("runBulkCreate", "POST", "/api/links/bulk", {"links": NEW}),
    ("runBulkUpdate", "PATCH", "/api/links/bulk", {"links": [{"id": "link_app", "title": "T"}]}),
    ("runBulkDelete", "POST", "/api/links/bulk/delete", {"ids": ["link_app", "nobody"]}),
]


def test_a_check_changes_nothing(lab: Laboratory) -> None:
    """It tells what would come of each link, those of the batch itself counted."""
    before = lab.call("GET", "/api/links", **ALL).body
    told = lab.data("POST", "/api/bulk/links/validate", {"links": MIXED[:5]}, **ALL)
    assert (told["valid"], told["succeeded"], told["failed"]) == (False, 2, 3)
    assert {entry["index"]: entry["pointer"] for entry in told["errors"]} == {
        index: pointer for index, pointer in WRONG.items() if index < 5
    }
    assert lab.call("GET", "/api/links", **ALL).body == before
    assert lab.data("GET", "/api/analytics/audit-log", **ALL) == []


@pytest.mark.parametrize(
    ("path", "body", "failed"),
    [
        ("-update", {"links": [{"id": "link_app", "title": "T"}]}, []),
        ("-update", {"links": [{"id": "link_app", "titel": "T"}]}, ["/links/0/titel"]),
        ("-update", {"links": [{"title": "T"}]}, ["/links/0/id"]),
        ("-update", {"links": [{"id": "link_globex", "title": "T"}]}, ["/links/0"]),
        ("-delete", {"ids": ["link_app"]}, []),
        ("-delete", {"ids": ["link_app", "link_app"]}, ["/ids/1"]),
    ],
)
def test_changes_and_ends_are_checked_too(
    lab: Laboratory, path: str, body: Any, failed: list[str]
) -> None:
    """By the rules of the operation on one link, and no link of others is known."""
    told = lab.data("POST", f"/api/bulk/links/validate{path}", body, **ALL)
    assert [entry["pointer"] for entry in told["errors"]] == failed
    assert lab.data("GET", "/api/links/link_app", **ALL)["title"] == "Our app"


def test_a_batch_at_once_does_what_it_can(lab: Laboratory) -> None:
    """What is wrong is told with its place, and leaves nothing of itself behind."""
    told = lab.data("POST", "/api/links/bulk", {"links": MIXED[:5]}, **ALL)
    assert [entry["status"] for entry in told["results"]] == [
        "succeeded",
        "failed",
        "failed",
        "succeeded",
        "failed",
    ]
    made = [entry["linkId"] for entry in told["results"] if entry["linkId"]]
    listed = [link["id"] for link in lab.data("GET", "/api/links", **ALL)]
    assert listed[:2] == made[::-1]
    assert len(listed) == 6
    changes = {"links": [{"id": made[0], "title": "T"}, {"id": "nobody", "title": "T"}]}
    assert lab.data("PATCH", "/api/links/bulk", changes, **ALL)["succeeded"] == 1
    assert lab.data("GET", f"/api/links/{made[0]}", **ALL)["title"] == "T"
    ended = lab.data("POST", "/api/links/bulk/delete", {"ids": [*made, made[0]]}, **ALL)
    assert ended["results"][2]["error"]["code"] == "ALREADY_DELETED"
    assert len(lab.data("GET", "/api/links", **ALL)) == 4


def test_a_batch_moves_with_the_clock(lab: Laboratory) -> None:
    """Nothing is done before its time; each second does some, and tells so."""
    links = [{"destinationUrl": f"https://example.com/{number}"} for number in range(60)]
    made = lab.data("POST", "/api/bulk/links/create", {"links": links}, **ALL)
    assert (made["status"], made["total"]) == ("pending", 60)
    seen = []
    for _ in range(5):
        lab.control("PUT", "clock", {"advance": 1})
        now = operation(lab, made["id"])
        seen.append((now["status"], now["processed"]))
        assert lab.data("GET", "/api/links/stats", **ALL)["totalLinks"] == 4 + now["processed"]
    assert seen == [
        ("processing", 0),
        ("processing", 25),
        ("processing", 50),
        ("completed", 60),
        ("completed", 60),
    ]
    assert "results" not in lab.data("GET", "/api/bulk/operations", **ALL)[0]


def test_a_cancelled_batch_keeps_what_it_did(lab: Laboratory) -> None:
    """The rest is never done, and what is over cannot be stopped."""
    links = [{"destinationUrl": f"https://example.com/{number}"} for number in range(60)]
    made = lab.data("POST", "/api/bulk/links/create", {"links": links}, **ALL)
    lab.control("PUT", "clock", {"advance": 2})
    path = f"/api/bulk/operations/{made['id']}/cancel"
    assert lab.data("POST", path, **ALL)["processed"] == 25
    lab.control("PUT", "clock", {"advance": 60})
    assert operation(lab, made["id"])["status"] == "cancelled"
    assert lab.data("GET", "/api/links/stats", **ALL)["totalLinks"] == 29
    assert lab.call("POST", path, **ALL).status == 409


def test_changes_and_ends_come_with_the_clock(lab: Laboratory) -> None:
    """A batch of each kind is read back through the links themselves."""
    body = {"links": [{"id": "link_app", "title": "T"}, {"id": "link_app", "clicksLimit": 0}]}
    change = lab.data("POST", "/api/bulk/links/update", body, **ALL)["id"]
    end = lab.data("POST", "/api/bulk/links/delete", {"ids": ["link_flash"]}, **ALL)["id"]
    lab.control("PUT", "clock", {"advance": 2})
    assert lab.data("GET", "/api/links/link_app", **ALL)["title"] == "T"
    assert lab.call("GET", "/api/links/link_flash", **ALL).status == 404
    assert [operation(lab, key)["succeeded"] for key in (change, end)] == [1, 1]
    error = operation(lab, change)["results"][1]["error"]
    assert (error["pointer"], error["message"][:8]) == ("/links/1/clicksLimit", "index 1:")
    listed = lab.data("GET", "/api/bulk/operations", **ALL)
    assert [entry["id"] for entry in listed] == [end, change]


def test_a_batch_of_failures_has_failed(lab: Laboratory) -> None:
    """Where nothing could be done, that is what the operation says."""
    made = lab.data("POST", "/api/bulk/links/delete", {"ids": ["nobody"]}, **ALL)
    lab.control("PUT", "clock", {"advance": 2})
    assert operation(lab, made["id"])["status"] == "failed"


def test_a_plan_limits_a_batch(lab: Laboratory) -> None:
    """The starter plan has room for 24 more links, and the batch is told where it ends."""
    links = [{"destinationUrl": f"https://example.com/{number}"} for number in range(30)]
    told = lab.data("POST", "/api/links/bulk", {"links": links}, key="other-workspace")
    assert (told["succeeded"], told["failed"]) == (24, 6)
    assert told["results"][24]["error"]["code"] == "LIMIT_EXCEEDED"


def test_operations_of_others_are_not_found(lab: Laboratory) -> None:
    """Neither seen nor stopped."""
    path, globex = started(lab), {"key": "other-workspace"}
    assert lab.call("GET", path, **globex).status == 404
    assert lab.call("POST", f"{path}/cancel", **globex).status == 404
    assert lab.data("GET", "/api/bulk/operations", **globex) == []


@pytest.mark.parametrize("body", [{}, {"links": []}, {"links": NEW * 251}, {"links": {}}, {"x": 1}])
def test_what_is_no_batch_is_refused(lab: Laboratory, body: Any) -> None:
    """With a pointer, and before anything is done."""
    answer = lab.call("POST", "/api/bulk/links/create", body, **ALL)
    assert answer.status == 400
    assert json.loads(answer.body)["error"]["details"][0]["pointer"].startswith("/")


def test_a_batch_survives_a_restart(tmp_path: Path) -> None:
    """It goes on where it was, in the next process on the same file."""
    database = f"sqlite:///{tmp_path / 'sandbox.db'}"
    first = Laboratory(database=database)
    links = [{"destinationUrl": f"https://example.com/{number}"} for number in range(60)]
    key = first.data("POST", "/api/bulk/links/create", {"links": links}, **SLOW)["id"]
    first.control("PUT", "clock", {"advance": 2})
    assert first.data("GET", f"/api/bulk/operations/{key}", **SLOW)["processed"] == 25
    first.sandbox.close()
    second = Laboratory(database=database)
    second.control("PUT", "clock", {"advance": 60})
    assert second.data("GET", f"/api/bulk/operations/{key}", **SLOW)["status"] == "completed"
    assert second.data("GET", "/api/links/stats", **SLOW)["totalLinks"] == 64
    second.sandbox.close()
