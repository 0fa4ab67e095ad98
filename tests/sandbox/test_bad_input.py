"""Bad input: Linquid's envelope with a pointer to the field, never a 500, nothing half-done."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from playground.openapi import linquid
from playground.sandbox import Request
from tests.sandbox.laboratory import CONTROL, Laboratory

OK = {"destinationUrl": "https://example.com/a"}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/destinationUrl"),
        ({"destinationUrl": "nope"}, "/destinationUrl"),
        ({"destinationUrl": "http://"}, "/destinationUrl"),
        ({"destinationUrl": "https://?a=b"}, "/destinationUrl"),
        ({**OK, "clicksLimit": "5"}, "/clicksLimit"),
        ({**OK, "tags": ["a", 5]}, "/tags/1"),
        ({**OK, "surprise": True}, "/surprise"),
        ({**OK, "expiresAt": "tomorrow"}, "/expiresAt"),
        ({**OK, "trackingType": "guess"}, "/trackingType"),
        ([], ""),
        ("text", ""),
    ],
)
def test_a_wrong_field_is_pointed_at(lab: Laboratory, body: Any, pointer: str) -> None:
    """The envelope names each wrong field."""
    answer = lab.call("POST", "/api/links", body, key="links-writer")
    error = json.loads(answer.body)["error"]
    assert (answer.status, error["code"]) == (400, "VALIDATION_ERROR")
    assert [detail["pointer"] for detail in error["details"]] == [pointer]


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"\xff\xfe",
        b'{"destinationUrl": NaN}',
        b'{"destinationUrl": "https://e.example", "title": "\\ud800"}',
        b'{"destinationUrl": "https://e.example", "title": "\\u0000"}',
        b'{"destinationUrl": "https://e.example", "title": "a", "title": "b"}',
        b'{"clicksLimit": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b"",
        b'{"destinationUrl": "https://e.example", "clicksLimit": 1e999}',
    ],
    ids=[
        "cut off",
        "no text",
        "NaN",
        "half a pair",
        "null character",
        "twice",
        "endless",
        "deep",
        "none",
        "infinite",
    ],
)
def test_what_is_no_proper_json_is_refused(lab: Laboratory, content: bytes) -> None:
    """Whatever the bytes are, the answer is a 400 in the envelope."""
    headers = (("x-api-key", lab.keys["links-writer"]), ("content-type", "application/json"))
    answer = lab.sandbox.handle(
        Request(method="POST", target="/api/links", headers=headers, body=content)
    )
    assert (answer.status, json.loads(answer.body)["success"]) == (400, False)


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("GET", "/", 404),
        ("PUT", "/api/links", 405),
        ("BREW", "/api/links", 405),
        ("GET", "/api/links?limit=0", 400),
        ("GET", "/api/links?limit=101", 400),
        ("GET", "/api/links?page=1&page=2", 400),
        ("GET", "/api/links?page=99999999999999999999999", 400),
        ("GET", "/api/links?limit=%FF", 400),
        ("GET", "/api/links?unknown=1", 400),
        ("GET", "/api/links/%00", 400),
        ("GET", "/api/links/" + "a" * 200, 400),
        ("GET", "/api/links/" + "a" * 9000, 414),
        ("GET", "/api/links/%F0%9F%98%80", 404),
        ("GET", "/api/analytics/workspace/overview?start=yesterday&end=today", 400),
        ("GET", "/api/analytics/workspace/overview?timezone=../../etc/passwd", 400),
    ],
)
def test_a_wrong_address_is_refused(lab: Laboratory, method: str, target: str, status: int) -> None:
    """Unknown paths, methods and parameters each get their own answer."""
    answer = lab.call(method, target, key="everything")
    assert answer.status == status
    assert json.loads(answer.body)["success"] is False
    assert (answer.header("Allow") is not None) == (status == 405)


def test_a_host_of_the_future_breaks_nothing(lab: Laboratory) -> None:
    """RFC 3986 knows hosts that nobody can reach: they are told as they are, or refused."""
    address = "http://[V1.2]/x#y"
    link = lab.data("POST", "/api/links", {"destinationUrl": address}, key="everything")
    answer = lab.call("GET", f"/r/{link['shortCode']}", referer=address)
    assert (answer.header("Location") or "").startswith("http://[V1.2]/x?lw_cid=")
    lab.control("PUT", "clock", {"advance": 60})
    paths = f"/api/analytics/{link['id']}/click-paths"
    assert lab.data("GET", paths, key="everything")[0]["destinationHost"] is None
    hook = {"url": address, "events": ["click"]}
    assert lab.call("POST", "/api/webhooks-manage", hook, key="everything").status == 400


def test_too_large_a_body_is_refused(lab: Laboratory) -> None:
    """A megabyte is enough."""
    body = {**OK, "title": "a" * 1_100_000}
    assert lab.call("POST", "/api/links", body, key="links-writer").status == 413


def test_another_media_type_is_refused(lab: Laboratory) -> None:
    """A form is no JSON."""
    headers = (
        ("x-api-key", lab.keys["links-writer"]),
        ("content-type", "application/x-www-form-urlencoded"),
    )
    request = Request(method="POST", target="/api/links", headers=headers, body=b"a=b")
    assert lab.sandbox.handle(request).status == 415


def test_markup_is_never_reflected_as_markup(lab: Laboratory) -> None:
    """Answers are JSON, and a browser is told not to guess."""
    answer = lab.call("GET", "/api/links?<script>=1", key="everything")
    assert answer.header("Content-Type") == "application/json"
    assert answer.header("X-Content-Type-Options") == "nosniff"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    operation=st.sampled_from(sorted(linquid().operations)),
    body=st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text() | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["destinationUrl", "name", "scopes", "conditions", "tags", "value"])
                | st.text(),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    ),
    value=st.text(max_size=20),
    query=st.text(max_size=20),
    is_session=st.booleans(),
)
def test_nothing_makes_the_sandbox_fail(
    lab: Laboratory, operation: str, body: Any, value: str, query: str, *, is_session: bool
) -> None:
    """Whatever comes to whichever operation, the answer is one of the document's refusals."""
    found = linquid().operations[operation]
    target = "/".join(value if "{" in part else part for part in found.path.split("/"))
    headers = lab.signed_in("user_ada") if is_session else {}
    lab.sandbox.state.counters.forget("default")
    answer = lab.call(
        found.method, f"{target}?{query}", body, key=None if is_session else "everything", **headers
    )
    assert answer.status < 500, answer.body


@pytest.mark.parametrize(
    ("method", "what", "body", "status"),
    [
        ("PUT", "clock", {"now": "soon"}, 400),
        ("PUT", "clock", {"now": "9999-12-31T23:59:59Z"}, 400),
        ("PUT", "clock", {"advance": "5"}, 400),
        ("PUT", "clock", {"advance": 1e300}, 400),
        ("PUT", "clock", {"advance": True}, 400),
        ("PUT", "clock", {}, 400),
        ("PUT", "clock", [], 400),
        ("POST", "session", {"user": "nobody"}, 400),
        ("POST", "session", {"user": 5}, 400),
        ("GET", "reset", None, 405),
        ("GET", "nothing", None, 404),
    ],
)
def test_the_control_surface_takes_nothing_wrong(
    lab: Laboratory, method: str, what: str, body: Any, status: int
) -> None:
    """Wrong control requests change nothing and say why."""
    before = lab.control("GET", "clock")
    token = {"authorization": f"Bearer {CONTROL}"}
    assert lab.call(method, f"/_sandbox/{what}", body, **token).status == status
    assert lab.control("GET", "clock") == before


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {CONTROL}", CONTROL])
@pytest.mark.parametrize("what", ["status", "reset", "clock", "session", "keys", "decisions", "x"])
def test_the_control_surface_wants_its_token(lab: Laboratory, what: str, header: str) -> None:
    """Without the token nothing of it can even be seen."""
    answer = lab.call("POST", f"/_sandbox/{what}", {}, authorization=header)
    assert (answer.status, answer.header("WWW-Authenticate")) == (
        401,
        'Bearer realm="linquid control"',
    )


def test_a_key_does_not_open_the_control_surface(lab: Laboratory) -> None:
    """The API's keys and the control token are different things."""
    key = lab.keys["everything"]
    assert lab.call("GET", "/_sandbox/status", authorization=f"Bearer {key}").status == 401
    assert lab.call("GET", "/api/links", authorization=f"Bearer {CONTROL}").status == 401
