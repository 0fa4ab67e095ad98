"""Each tenant has a provider of its own."""

import json

from tests.sandbox.laboratory import CONTROL, Laboratory
from tests.sandbox.oauth.visitor import Visitor

WELL_KNOWN = "/.well-known/oauth-authorization-server"


def settled(lab: Laboratory, tenant: str) -> Visitor:
    """Return Ada in a new tenant."""
    body = {"tenant": tenant}
    made = lab.call("POST", "/_sandbox/tenants", body, authorization=f"Bearer {CONTROL}")
    assert made.status == 201, made.body
    return Visitor(lab, place=f"/t/{tenant}")


def test_a_tenant_is_an_issuer(lab: Laboratory) -> None:
    """RFC 8414, section 3.1: the issuer's path follows the well-known one."""
    settled(lab, "a")
    for target in (f"{WELL_KNOWN}/t/a", f"/t/a{WELL_KNOWN}"):
        found = json.loads(lab.call("GET", target).body)
        assert found["issuer"] == "http://127.0.0.1/t/a"
        assert found["token_endpoint"] == "http://127.0.0.1/t/a/api/oauth/token"
    assert lab.call("GET", f"{WELL_KNOWN}/t/nobody").status == 404


def test_a_token_opens_its_tenant_alone(lab: Laboratory) -> None:
    """The whole way stays below the tenant's path, and `iss` names it."""
    a, b, here = settled(lab, "a"), settled(lab, "b"), Visitor(lab)
    assert a.allowed(a.asked())["iss"] == "http://127.0.0.1/t/a"
    value = a.tokens()["access_token"]
    assert a.get("/api/links", value).status == 200
    assert b.get("/api/links", value).status == 401
    assert here.get("/api/links", value).status == 401


def test_a_reset_ends_the_tokens_of_its_tenant_alone(lab: Laboratory) -> None:
    """The neighbours do not notice."""
    a, b = settled(lab, "a"), settled(lab, "b")
    ended, kept = a.tokens()["access_token"], b.tokens()["access_token"]
    assert lab.call("POST", "/t/a/_sandbox/reset", authorization=f"Bearer {CONTROL}").status == 200
    assert a.get("/api/links", ended).status == 401
    assert b.get("/api/links", kept).status == 200
