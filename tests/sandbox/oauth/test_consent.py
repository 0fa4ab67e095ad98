"""What a person is shown, and what their answer gives."""

from dataclasses import replace
import re
from urllib.parse import urlencode

import pytest

from playground.sandbox.message import Response
from tests.sandbox.oauth.world import (
    FORM,
    ISSUER,
    NATIVE,
    PEOPLE,
    WEB,
    WEB_URI,
    Form,
    World,
    content,
    location,
    query_of,
    sent,
    values,
)


def send(world: World, fields: object, *headers: tuple[str, str]) -> Response:
    """Return the answer to *fields*, sent to the page's address."""
    request = sent(
        method="POST",
        path="/api/oauth/authorize",
        headers=(("Content-Type", FORM), *headers),
        body=urlencode(fields).encode(),  # type: ignore[arg-type]
    )
    return world.ask(request)


def is_guarded(page: Response) -> bool:
    """Return whether *page* cannot be framed, cached, scripted or leaked by a referrer."""
    (policy,) = values(page, "content-security-policy")
    return (
        "frame-ancestors 'none'" in policy
        and "default-src 'none'" in policy
        and values(page, "x-frame-options") == ("DENY",)
        and values(page, "referrer-policy") == ("no-referrer",)
        and values(page, "cache-control") == ("no-store",)
        and not any(name.lower().startswith("access-control") for name, _ in page.headers)
    )


def test_the_page_names_everything(world: World) -> None:
    """Application, owner, workspace, destination, person, and each scope in words."""
    page = world.authorize(query_of()).body.decode()
    for part in (
        "Web &lt;b&gt;&amp; Co&lt;/b&gt;",
        "Ada of Acme",
        "ws_acme of default",
        "web.example",
        "ada@acme.example",
        "Read links",
        "Create links",
        "<code>links:create</code>",
    ):
        assert part in page


@pytest.mark.parametrize("person", ["ada", None], ids=["consent", "sign in"])
def test_names_are_text(world: World, person: str | None) -> None:
    """What the owner of an application calls it, and whoever is in it, is never markup."""
    planted = "<i>\"'&</i>"
    world.store.put_app(replace(WEB, name=planted, owner=planted))
    world.directory.everyone["ada"] = replace(PEOPLE["ada"], email=planted)
    page = world.authorize(query_of(), person=person).body.decode()
    assert "<i>" not in page
    assert "&lt;i&gt;&quot;&#x27;&amp;&lt;/i&gt;" in page


def test_the_page_is_one_form_without_scripts(world: World) -> None:
    """One form, all requested scopes ticked, a hidden value, Allow and Deny."""
    page = world.authorize(query_of())
    form = Form(page.body)
    assert form.methods == ["post"]
    assert form.action == "/api/oauth/authorize"
    assert sorted(value for name, value in form.fields if name == "scope") == [
        "links:create",
        "links:read",
    ]
    assert sorted(form.buttons) == ["allow", "deny"]
    assert b"<script" not in page.body
    assert not re.search(rb"\son\w+=", page.body)


@pytest.mark.parametrize("person", ["ada", None], ids=["consent", "sign in"])
def test_pages_are_guarded(world: World, person: str | None) -> None:
    """RFC 6749, 10.13, and RFC 9700, 4.16 and 4.2.4."""
    assert is_guarded(world.authorize(query_of(), person=person))
    assert is_guarded(world.authorize({"client_id": "nobody"}, person=person))


def test_each_field_has_a_label(world: World) -> None:
    """A screen reader says what each box is for."""
    for page in (world.authorize(query_of()), world.authorize(query_of(), person=None)):
        html = page.body.decode()
        ids = re.findall(r'<(?:input type="checkbox"|select) id="([^"]+)"', html)
        assert ids
        assert re.findall(r'<label for="([^"]+)"', html) == ids
        assert 'lang="en"' in html
        assert "<main>" in html


def test_allow_gives_a_code_to_the_application(world: World) -> None:
    """RFC 6749, 4.1.2, and RFC 9207, 2: code, state and issuer, and nothing else."""
    found = world.decide(world.authorize(query_of()))
    uri, told = location(found)
    assert uri == WEB_URI
    assert len(told.pop("code")) >= 43
    assert told == {"state": "s t&te=1", "iss": ISSUER}
    assert values(found, "referrer-policy") == ("no-referrer",)
    assert values(found, "cache-control") == ("no-store",)


def test_deny_is_told_to_the_application(world: World) -> None:
    """RFC 6749, 4.1.2.1: access_denied."""
    uri, told = location(world.decide(world.authorize(query_of()), "deny"))
    assert uri == WEB_URI
    assert (told["error"], told["iss"]) == ("access_denied", ISSUER)
    assert "code" not in told


def test_an_unticked_scope_is_not_given(world: World) -> None:
    """RFC 6749, 3.3: the answer says that the scope is narrower than asked for."""
    page = world.authorize(query_of())
    code = location(world.decide(page, untick="links:create"))[1]["code"]
    assert content(world.redeem(code))["scope"] == "links:read"


def test_nothing_ticked_is_a_denial(world: World) -> None:
    """A code for nothing would mislead the application."""
    page = world.authorize({**query_of(), "scope": "links:read"})
    told = location(world.decide(page, untick="links:read"))[1]
    assert told["error"] == "access_denied"


def test_a_ticked_scope_that_was_not_asked_for_is_not_given(world: World) -> None:
    """A forged checkbox gives nothing."""
    page = world.authorize({**query_of(), "scope": "links:read"})
    fields = [*Form(page.body).fields, ("scope", "links:create"), ("decision", "allow")]
    code = location(send(world, fields, world.cookie))[1]["code"]
    assert content(world.redeem(code))["scope"] == "links:read"


def test_nobody_gives_more_than_they_have(world: World) -> None:
    """A viewer is told what their role does not permit, and cannot give it."""
    page = world.authorize(query_of(), person="vic")
    assert [value for name, value in Form(page.body).fields if name == "scope"] == ["links:read"]
    assert b"Create links" in page.body
    code = location(world.decide(page))[1]["code"]
    assert content(world.redeem(code))["scope"] == "links:read"


def test_a_person_of_another_workspace_gives_access_to_their_own(world: World) -> None:
    """An application reaches the workspace of who allowed it."""
    token = world.tokens(person="gil")["access_token"]
    assert world.introspect(token)["workspace_id"] == "ws_globex"


def test_a_person_without_a_workspace_has_nothing_to_give(world: World) -> None:
    """The application is told, and no page offers what is not there."""
    assert location(world.authorize(query_of(), person="ned"))[1]["error"] == "access_denied"


def test_a_public_application_is_asked_for_again(world: World) -> None:
    """RFC 8252, 8.6: anyone can pretend to be it, so each time a person decides."""
    world.tokens(NATIVE)
    assert b"Allow" in world.authorize(query_of(NATIVE)).body


def test_answers_are_kept_for_review(world: World) -> None:
    """Who allowed or denied what to whom, and when."""
    world.decide(world.authorize(query_of()), untick="links:create")
    world.wait(minutes=1)
    world.decide(world.authorize(query_of()), "deny")
    allowed, denied = world.store.reviews("default")
    assert (allowed.is_approved, denied.is_approved) == (True, False)
    assert allowed.granted == {"links:read"}
    assert allowed.requested == {"links:read", "links:create"}
    assert (denied.person, denied.client_id, denied.decided_at) == ("ada", "web", world.now)


def test_a_page_is_answered_once(world: World) -> None:
    """A second click gives no second code."""
    page = world.authorize(query_of())
    assert world.decide(page).status == 303
    assert world.decide(page).status == 403


def test_a_page_is_answered_in_time(world: World) -> None:
    """A page that was left open for hours is not what the person looks at now."""
    page = world.authorize(query_of())
    world.wait(minutes=10)
    assert world.decide(page).status == 403


@pytest.mark.parametrize("ticket", [None, "", "invented"])
def test_a_forged_form_is_refused(world: World, ticket: str | None) -> None:
    """RFC 6749, 10.12: another site cannot answer for the person."""
    world.authorize(query_of())
    hidden = {} if ticket is None else {"csrf_token": ticket}
    found = send(world, {**hidden, "decision": "allow", "scope": "links:read"}, world.cookie)
    assert found.status == 403
    assert values(found, "location") == ()


def test_a_form_is_bound_to_its_browser(world: World) -> None:
    """An attacker's own page cannot be sent by the browser of someone else."""
    page = world.authorize(query_of(), person="vic")
    world.authorize(query_of(), person="ada")
    assert world.decide(page).status == 403


@pytest.mark.parametrize("decision", [None, "", "maybe"])
def test_only_allow_allows(world: World, decision: str | None) -> None:
    """A form without the button's value is no consent."""
    page = world.authorize(query_of())
    fields = [*Form(page.body).fields, *([("decision", decision)] if decision else [])]
    assert send(world, fields, world.cookie).status == 403


def test_what_changed_meanwhile_counts(world: World) -> None:
    """An application that was disabled while the page was open gets nothing."""
    page = world.authorize(query_of())
    world.store.disable_app("default", "web", now=world.now)
    found = world.decide(page)
    assert (found.status, values(found, "location")) == (400, ())


def test_signing_in_leads_back_to_the_request(world: World) -> None:
    """The person chooses who they are, gets a session, and is asked."""
    page = world.authorize(query_of(), person=None)
    cookie = values(page, "set-cookie")[0]
    assert cookie.endswith("; Path=/; HttpOnly; SameSite=Lax")
    form = Form(page.body)
    assert form.buttons == [""]
    assert b">Sign in</button>" in page.body
    found = send(world, [*form.fields, ("user", "ada")], ("Cookie", cookie.partition(";")[0]))
    session = values(found, "set-cookie")[0]
    assert re.fullmatch(r"lw_session=[\w-]+; Path=/; HttpOnly; SameSite=Lax", session)
    path, _, query = values(found, "location")[0].partition("?")
    again = sent(
        method="GET",
        path=path,
        query=query.encode(),
        headers=(("Cookie", session.partition(";")[0]),),
    )
    assert b"Read links" in world.ask(again).body


def test_signing_in_is_bound_to_its_browser(world: World) -> None:
    """Nobody is signed in as someone else by a form of another site."""
    form = Form(world.authorize(query_of(), person=None).body)
    assert send(world, [*form.fields, ("user", "ada")]).status == 403
    other = ("Cookie", "lw_sign_in=other")
    assert send(world, [*form.fields, ("user", "ada")], other).status == 403


def test_an_unknown_person_cannot_sign_in(world: World) -> None:
    """Only who is in the directory."""
    page = world.authorize(query_of(), person=None)
    cookie = ("Cookie", values(page, "set-cookie")[0].partition(";")[0])
    found = send(world, [*Form(page.body).fields, ("user", "eve")], cookie)
    assert (found.status, values(found, "set-cookie")) == (403, ())


def test_markup_is_never_repeated(world: World) -> None:
    """What a request brings is shown on no page."""
    planted = "<img src=x onerror=alert(1)>"
    for name in ("client_id", "redirect_uri", "state"):
        page = world.authorize({**query_of(), name: planted})
        assert planted.encode() not in page.body
        assert b"onerror" not in page.body


@pytest.mark.parametrize(
    ("app", "uri", "source"),
    [
        ("web", WEB_URI, "https://web.example"),
        ("native", "http://127.0.0.1:5000/callback", "http://127.0.0.1:5000"),
        ("native", "com.example.app:/callback", "com.example.app:"),
    ],
)
def test_the_policy_lets_the_answer_through(world: World, app: str, uri: str, source: str) -> None:
    """Browsers apply form-action to the redirect, so the destination is named, and only it."""
    page = world.authorize({**query_of(), "client_id": app, "redirect_uri": uri})
    (policy,) = values(page, "content-security-policy")
    assert f"form-action 'self' {source};" in policy
