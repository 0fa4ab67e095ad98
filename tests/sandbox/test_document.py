"""The sandbox hands out the document that it answers by."""

import json

from playground.openapi import linquid, load
from tests.sandbox.laboratory import CONTROL, Laboratory


def test_the_document_is_the_shipped_one(lab: Laboratory) -> None:
    """To anybody, with the sandbox's own address as its server."""
    answer = lab.call("GET", "/openapi.json")
    told = json.loads(answer.body)
    assert answer.status == 200
    assert told.pop("servers")[0]["url"] == "http://127.0.0.1"
    assert told == {name: value for name, value in linquid().root.items() if name != "servers"}


def test_a_client_can_read_it(lab: Laboratory) -> None:
    """It has every operation, and nothing to warn of."""
    read = load(json.loads(lab.call("GET", "/openapi.json").body))
    assert set(read.operations) == set(linquid().operations)
    assert read.warnings == linquid().warnings


def test_a_tenant_has_its_own_address(lab: Laboratory) -> None:
    """Who reads the document of a tenant calls that tenant."""
    lab.call("POST", "/_sandbox/tenants", {"tenant": "a"}, authorization=f"Bearer {CONTROL}")
    told = json.loads(lab.call("GET", "/t/a/openapi.json").body)
    assert told["servers"][0]["url"] == "http://127.0.0.1/t/a"


def test_it_can_only_be_read(lab: Laboratory) -> None:
    """Anything else is told which methods there are."""
    answer = lab.call("POST", "/openapi.json", {})
    assert (answer.status, answer.header("Allow")) == (405, "GET, HEAD")
