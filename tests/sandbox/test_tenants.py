"""Tenants: worlds of their own on one clock, each opened by its join code."""

import json
from pathlib import Path
from typing import Any

import pytest

from playground.sandbox.message import Response
from tests.sandbox.laboratory import CONTROL, Laboratory

LINK = {"destinationUrl": "https://example.com/a"}
OWNER = {"authorization": f"Bearer {CONTROL}"}


def added(lab: Laboratory, body: dict[str, Any]) -> dict[str, Any]:
    """Return a new tenant."""
    answer = lab.call("POST", "/_sandbox/tenants", body, **OWNER)
    assert answer.status == 201, answer.body
    return dict(json.loads(answer.body))


def key_of(lab: Laboratory, tenant: str, name: str = "everything", token: str = CONTROL) -> str:
    """Return a fresh value of a key of *tenant*."""
    bearer = {"authorization": f"Bearer {token}"}
    answer = lab.call("POST", f"/t/{tenant}/_sandbox/keys", **bearer)
    assert answer.status == 200, answer.body
    return next(key["value"] for key in json.loads(answer.body)["keys"] if key["name"] == name)


def total(answer: Response) -> int:
    """Return how many there are in all."""
    return int(json.loads(answer.body)["pagination"]["total"])


def test_a_tenant_answers_below_its_path(lab: Laboratory) -> None:
    """With the seed, its own keys, and either prefix of the API."""
    made = added(lab, {"name": "Class 7 b"})
    assert (made["tenant"], made["path"]) == ("class-7-b", "/t/class-7-b")
    key = key_of(lab, "class-7-b")
    for prefix in ("/t/class-7-b/api", "/t/class-7-b"):
        assert total(lab.call("GET", f"{prefix}/links", x_api_key=key)) == 4


def test_nothing_of_one_tenant_is_in_another(lab: Laboratory) -> None:
    """Neither its writes nor its keys, sessions, allowance and decisions."""
    added(lab, {"tenant": "a"})
    added(lab, {"tenant": "b"})
    a, b = key_of(lab, "a"), key_of(lab, "b")
    made = json.loads(lab.call("POST", "/t/a/api/links", LINK, x_api_key=a).body)["data"]
    assert lab.call("GET", f"/t/b/api/links/{made['id']}", x_api_key=b).status == 404
    assert lab.call("GET", f"/api/links/{made['id']}", key="everything").status == 404
    assert lab.call("GET", "/t/b/api/links", x_api_key=a).status == 401
    assert lab.call("GET", "/api/links", x_api_key=a).status == 401
    assert lab.call("GET", "/t/a/api/links", key="everything").status == 401
    assert lab.call("GET", "/t/a/api/links", **lab.signed_in("user_ada")).status == 401
    assert total(lab.call("GET", "/t/b/api/links", x_api_key=b)) == 4
    log = json.loads(lab.call("GET", "/t/b/_sandbox/decisions", **OWNER).body)["decisions"]
    assert [entry["operation"] for entry in log] == ["getLink", "listLinks", "listLinks"]
    answer = lab.call("GET", "/t/a/api/links", x_api_key=a)
    assert answer.header("X-RateLimit-Remaining") == "998"


def test_oauth_metadata_is_the_tenants(lab: Laboratory) -> None:
    """RFC 8414: the issuer's path follows the well-known one."""
    added(lab, {"tenant": "a"})
    answer = lab.call("GET", "/.well-known/oauth-authorization-server/t/a")
    told = json.loads(answer.body)
    assert told["issuer"] == "http://127.0.0.1/t/a"
    assert told["token_endpoint"].startswith("http://127.0.0.1/t/a/")
    assert lab.call("GET", "/.well-known/oauth-authorization-server/t/none").status == 404


def test_a_join_code_opens_its_own_tenant_only(lab: Laboratory) -> None:
    """Its keys, its reset; not the clock, not the list, not another tenant."""
    code = added(lab, {"tenant": "a"})["join_code"]
    added(lab, {"tenant": "b"})
    joined = {"authorization": f"Bearer {code}"}
    key = key_of(lab, "a", token=code)
    assert lab.call("GET", "/t/a/api/links", x_api_key=key).status == 200
    assert lab.call("GET", "/t/a/_sandbox/clock", **joined).status == 200
    assert lab.call("PUT", "/t/a/_sandbox/clock", {"advance": 1}, **joined).status == 403
    assert lab.call("POST", "/t/b/_sandbox/keys", **joined).status == 401
    assert lab.call("GET", "/_sandbox/tenants", **joined).status == 401
    assert lab.call("GET", "/t/a/_sandbox/tenants", **joined).status == 404
    assert code not in str(lab.control("GET", "tenants"))


def test_one_tenant_is_reset_or_all_of_them(lab: Laboratory) -> None:
    """A reset of one leaves the others alone; its keys go on working."""
    keys = {}
    for tenant in ("a", "b"):
        added(lab, {"tenant": tenant})
        keys[tenant] = key_of(lab, tenant)
        lab.call("POST", f"/t/{tenant}/api/links", LINK, x_api_key=keys[tenant])

    def totals() -> list[int]:
        answers = [lab.call("GET", f"/t/{t}/api/links", x_api_key=keys[t]) for t in keys]
        return [total(answer) for answer in answers]

    assert totals() == [5, 5]
    lab.control("POST", "reset", {"tenant": "a"})
    assert totals() == [4, 5]
    lab.control("POST", "reset")
    assert totals() == [4, 5]
    lab.control("POST", "reset", {"all": True})
    assert totals() == [4, 4]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"tenant": "default"}, 400),
        ({"tenant": "A b"}, 400),
        ({"tenant": "a/b"}, 400),
        ({"tenant": ""}, 400),
        ({"tenant": 5}, 400),
        ({"name": ""}, 400),
        ({"name": "x" * 201}, 400),
        ({"surprise": 1}, 400),
        ([], 400),
        ({"tenant": "taken"}, 409),
    ],
)
def test_a_wrong_tenant_is_refused(lab: Laboratory, body: Any, status: int) -> None:
    """The field is named, and nothing is added."""
    added(lab, {"tenant": "taken"})
    before = lab.control("GET", "tenants")
    assert lab.call("POST", "/_sandbox/tenants", body, **OWNER).status == status
    assert lab.control("GET", "tenants") == before


@pytest.mark.parametrize("target", ["/t/none/api/links", "/t/", "/t/none/_sandbox/status", "/t//"])
def test_an_unknown_tenant_is_not_found(lab: Laboratory, target: str) -> None:
    """Whatever is asked of it."""
    assert lab.call("GET", target, **OWNER).status == 404


def test_tenants_survive_a_restart(tmp_path: Path) -> None:
    """With their state, keys and join codes."""
    database = f"sqlite:///{tmp_path / 'sandbox.db'}"
    first = Laboratory(database=database)
    code = added(first, {"tenant": "a"})["join_code"]
    key = key_of(first, "a")
    first.call("POST", "/t/a/api/links", LINK, x_api_key=key)
    first.sandbox.close()
    second = Laboratory(database=database)
    assert total(second.call("GET", "/t/a/api/links", x_api_key=key)) == 5
    assert key_of(second, "a", token=code)
    second.sandbox.close()


def test_two_tenants_tell_the_same_story(lab: Laboratory) -> None:
    """The same seed and clock give the same ids; the keys are never the same."""
    stories = []
    for tenant in ("a", "b"):
        added(lab, {"tenant": tenant})
        key = key_of(lab, tenant)
        stories.append(lab.call("POST", f"/t/{tenant}/api/links", LINK, x_api_key=key))
    assert stories[0] == stories[1]
    assert key_of(lab, "a") != key_of(lab, "b")
