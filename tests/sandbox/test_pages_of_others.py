"""Markup, origins and sizes: what a page of somebody else could try, and what it gets."""

from collections.abc import Iterator
import json
from typing import Any
from urllib.parse import quote

import pytest

from playground.openapi import Operation, linquid, sample
from playground.sandbox import Request, Response
from playground.sandbox.body import LARGEST
from tests.sandbox.gated import GATED
from tests.sandbox.laboratory import CONTROL, Laboratory
from tests.sandbox.oauth.visitor import Visitor
from tests.sandbox.sweep.objects import Objects

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
EVIL, SHOP = "https://evil.example", "https://shop.example"
WRITES = [
    operation
    for operation in GATED.values()
    if operation.body and "application/json" in operation.body.content
]
WITH_A_BODY = [operation for operation in linquid().operations.values() if operation.body]
# A publishable key is for browsers; what takes one is no management.
MANAGED = [
    operation
    for operation in GATED.values()
    if "publishableKey" not in {part.scheme for option in operation.security for part in option}
]
FOR_PAGES = [operation for operation in GATED.values() if operation not in MANAGED]


def marked(value: Any) -> Any:
    """Return *value* with markup in place of each text."""
    if isinstance(value, dict):
        return {name: marked(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [marked(inner) for inner in value]
    return MARKUP if isinstance(value, str) else value


def bodies(operation: Operation) -> list[Any]:
    """Return the sample with markup in all its texts, and in one after the other."""
    good = sample(operation).body
    if isinstance(good, list):
        return [marked(good)]
    texts = [name for name, value in good.items() if isinstance(value, str)]
    return [marked(good), *({**good, name: MARKUP} for name in texts)]


def refuse_markup(answer: Response) -> None:
    """Assert that a browser cannot take anything in *answer* for markup of its sender."""
    assert answer.header("X-Content-Type-Options") == "nosniff"
    kind = (answer.header("Content-Type") or "").partition(";")[0]
    if kind == "text/html":
        assert MARKUP.encode() not in answer.body
        assert b"<script>" not in answer.body
        assert b"onerror=" not in answer.body.replace(b"&lt;img src=x onerror=", b"")
    else:
        assert kind in {"application/json", "application/scim+json", ""}
    assert "<script" not in str(answer.headers)


@pytest.fixture(scope="module")
def stage() -> Iterator[Laboratory]:
    """Give one sandbox: none of these tests asks what another has changed."""
    lab = Laboratory()
    yield lab
    lab.sandbox.close()


@pytest.fixture(scope="module")
def objects(stage: Laboratory) -> Objects:
    """Give what there is to be changed."""
    return Objects(stage)


@pytest.mark.parametrize("operation", WRITES, ids=lambda operation: operation.id)
def test_markup_comes_back_as_data(
    stage: Laboratory, objects: Objects, operation: Operation
) -> None:
    """Every text of every body: refused or kept, what is told of it is JSON."""
    stage.sandbox.state.counters.forget("default")
    ada: dict[str, Any] = stage.signed_in("user_ada")
    target = objects.target(operation)
    for body in bodies(operation):
        refuse_markup(stage.call(operation.method, target, body, **ada))
        refuse_markup(stage.call(operation.method, target, body, key="everything"))


def test_markup_in_an_address_comes_back_as_data(lab: Laboratory) -> None:
    """Paths, parameters, their names, headers and the pages for people."""
    text = quote(MARKUP, safe="")
    for target in (
        f"/api/links/{text}",
        f"/{text}",
        f"/r/{text}",
        f"/t/{text}/api/links",
        f"/api/links?{text}={text}",
        f"/api/oauth/authorize?client_id={text}",
        f"/api/oauth/authorize?client_id=app_pocket_links&redirect_uri={text}&state={text}",
    ):
        refuse_markup(lab.call("GET", target, key="everything"))
        refuse_markup(lab.call("GET", target, x_workspace_id=MARKUP))


def test_markup_in_the_name_of_an_application_is_escaped_on_its_page(lab: Laboratory) -> None:
    """What an application calls itself is shown to the person, letter by letter."""
    app = {
        "name": MARKUP[:90],
        "owner": MARKUP,
        "type": "public",
        "redirectUris": ["http://127.0.0.1/callback"],
        "scopes": ["links:read"],
    }
    made = lab.data("POST", "/api/oauth/apps", app, key="everything")
    page = Visitor(lab).asked(client_id=made["id"])
    assert page.status == 200
    assert b"&lt;script&gt;" in page.body
    refuse_markup(page)


@pytest.mark.parametrize("operation", MANAGED, ids=lambda operation: operation.id)
def test_no_page_of_another_origin_reads_an_answer(stage: Laboratory, operation: Operation) -> None:
    """No CORS on management routes: neither asked first nor at once, signed in or not."""
    asked = {"origin": EVIL, "access_control_request_method": operation.method}
    first = stage.call("OPTIONS", operation.path, **asked)
    then = stage.call(operation.method, operation.path, key="everything", origin=EVIL)
    for answer in (first, then):
        names = {name.lower() for name, _ in answer.headers}
        assert not {name for name in names if name.startswith("access-control")}
        assert answer.header("Cross-Origin-Resource-Policy") == "same-origin"


@pytest.mark.parametrize("operation", FOR_PAGES, ids=lambda operation: operation.id)
def test_a_page_may_ask_what_takes_a_publishable_key(
    stage: Laboratory, operation: Operation
) -> None:
    """The browser is let ask beforehand, and shows the page its answer, a refusal, too."""
    asked = {"origin": SHOP, "access_control_request_method": operation.method}
    first = stage.call("OPTIONS", operation.path, **asked)
    assert first.status == 204
    assert first.header("Access-Control-Allow-Methods") == operation.method
    assert "X-Publishable-Key" in (first.header("Access-Control-Allow-Headers") or "")
    then = stage.call(operation.method, operation.path, origin=SHOP)
    assert then.status == 401
    for answer in (first, then):
        assert answer.header("Access-Control-Allow-Origin") == "*"
        assert answer.header("Access-Control-Allow-Credentials") is None


@pytest.mark.parametrize("what", ["status", "clock", "decisions", "faults", "tenants"])
def test_no_page_of_another_origin_reads_the_control_surface(stage: Laboratory, what: str) -> None:
    """Whoever has the token is a program, not a page."""
    for method in ("OPTIONS", "GET"):
        token = {"authorization": f"Bearer {CONTROL}", "origin": EVIL}
        answer = stage.call(method, f"/_sandbox/{what}", **token)
        assert not [n for n, _ in answer.headers if n.lower().startswith("access-control")]


@pytest.mark.parametrize("operation", WITH_A_BODY, ids=lambda operation: operation.id)
def test_no_operation_reads_more_than_a_body_may_have(
    stage: Laboratory, operation: Operation
) -> None:
    """Whatever is too large is refused before it is looked at, in whatever form it comes."""
    stage.sandbox.state.counters.forget("default")
    ada = stage.signed_in("user_ada")
    headers = tuple((name.replace("_", "-"), value) for name, value in ada.items())
    assert operation.body is not None
    content = next(iter(operation.body.content))
    request = Request(
        method=operation.method,
        target=operation.path,
        headers=(*headers, ("content-type", content)),
        body=b'{"a":"' + b"a" * LARGEST + b'"}',
    )
    answer = stage.sandbox.handle(request)
    assert 400 <= answer.status < 500
    assert len(answer.body) < LARGEST / 100
    assert json.loads(answer.body) if answer.header("Content-Type") == "application/json" else True
