"""Headers: too many, too large, or twice."""

import json

import pytest

from playground.sandbox.message import Request, Response
from tests.sandbox.laboratory import Laboratory


def sent(lab: Laboratory, *headers: tuple[str, str]) -> Response:
    """Return the answer to a request with a good key and more *headers*."""
    key = ("x-api-key", lab.keys["everything"])
    return lab.sandbox.handle(Request(method="GET", target="/api/links", headers=(key, *headers)))


@pytest.mark.parametrize("name", ["x-workspace-id", "content-type", "origin", "x-csrf-token"])
def test_a_header_that_counts_once_comes_once(lab: Laboratory, name: str) -> None:
    """Which of two counts is never guessed, even where they agree."""
    answer = sent(lab, (name, "ws_acme"), (name, "ws_globex"))
    assert answer.status == 400
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == f"/header/{name}"


def test_other_headers_may_repeat(lab: Laboratory) -> None:
    """As HTTP allows."""
    assert sent(lab, ("accept", "text/html"), ("accept", "application/json")).status == 200


@pytest.mark.parametrize(
    "headers",
    [[("x-note", "a" * 65_536)], [(f"x-note-{number}", "a") for number in range(100)]],
    ids=["large", "many"],
)
def test_headers_are_bounded(lab: Laboratory, headers: list[tuple[str, str]]) -> None:
    """Beyond that comes 431, in Linquid's envelope."""
    answer = sent(lab, *headers)
    assert (answer.status, json.loads(answer.body)["success"]) == (431, False)


@pytest.mark.parametrize("scheme", ["", "Basic ", "Token "], ids=["none", "Basic", "Token"])
def test_a_key_counts_only_behind_its_scheme(lab: Laboratory, scheme: str) -> None:
    """RFC 6750, 3: another scheme than Bearer is no credential, and the challenge has no error."""
    header = ("authorization", f"{scheme}{lab.keys['everything']}")
    answer = lab.sandbox.handle(Request(method="GET", target="/api/links", headers=(header,)))
    assert answer.status == 401
    assert ("WWW-Authenticate", 'Bearer realm="linquid"') in answer.headers


def test_a_key_that_comes_twice_counts_once(lab: Laboratory) -> None:
    """In both headers, or twice in one; two different keys are refused."""
    value = lab.keys["everything"]
    assert sent(lab, ("authorization", f"Bearer {value}"), ("x-api-key", value)).status == 200
    assert sent(lab, ("x-api-key", lab.keys["links-writer"])).status == 401
