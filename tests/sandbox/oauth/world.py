"""A small world around the provider: two applications, three people, a clock and a browser."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from playground.sandbox.message import Request, Response
from playground.sandbox.oauth.app import App, AppSecret, ClientType
from playground.sandbox.oauth.endpoints import answer
from playground.sandbox.oauth.pkce import challenge_of
from playground.sandbox.oauth.ports import Person, Store
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.standing import State, standing
from playground.sandbox.values import digest
from playground.scopes.vocabulary import Vocabulary
from tests.sandbox.oauth.memory import MemoryDirectory, MemorySessions

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ISSUER = "http://127.0.0.1:8420"
VERIFIER = "v" * 43
SECRET = "web's secret: + % and more"
WEB_URI, WEB_SECOND_URI = "https://web.example/callback", "https://web.example/other?a=1"
NATIVE_URI = "http://127.0.0.1/callback"
FORM = "application/x-www-form-urlencoded"
Changes = Mapping[str, str | None]

WEB = App(
    tenant="default",
    client_id="web",
    name="Web <b>& Co</b>",
    owner="Ada of Acme",
    workspace="ws_acme",
    type=ClientType.CONFIDENTIAL,
    redirect_uris=(WEB_URI, WEB_SECOND_URI),
    scopes=frozenset({"links:read", "links:create", "analytics:read"}),
    secrets=(AppSecret(digest=digest(SECRET)),),
)
OLD = replace(WEB, client_id="old", require_pkce=False, redirect_uris=(WEB_URI,))
NATIVE = replace(
    WEB,
    client_id="native",
    type=ClientType.PUBLIC,
    redirect_uris=(NATIVE_URI, "http://localhost/callback", "com.example.app:/callback"),
    secrets=(),
)
PEOPLE = {
    "ada": Person(id="ada", email="ada@acme.example", roles={"ws_acme": "owner"}),
    "vic": Person(id="vic", email="vic@acme.example", roles={"ws_acme": "viewer"}),
    "gil": Person(id="gil", email="gil@globex.example", roles={"ws_globex": "owner"}),
    "ned": Person(id="ned", email="ned@nowhere.example", roles={}),
}


class Form(HTMLParser):
    """The fields of a page's one form, as a browser without scripts would send them."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.action = ""
        self.methods: list[str] = []
        self.fields: list[tuple[str, str]] = []
        self.buttons: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Note what belongs to the form."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = values["action"]
            self.methods.append(values["method"])
        if tag == "input" and (values["type"] == "hidden" or "checked" in values):
            self.fields.append((values["name"], values["value"]))
        if tag == "button":
            self.buttons.append(values.get("value", ""))

    def ticket(self) -> str:
        """Return the hidden anti-forgery value."""
        return dict(self.fields)["csrf_token"]


def basic(client_id: str, secret: str) -> tuple[str, str]:
    """Return the header of `client_secret_basic`, its halves form-encoded."""
    halves = ":".join(urlencode({"": half})[1:] for half in (client_id, secret))
    return ("Authorization", f"Basic {b64encode(halves.encode()).decode()}")


def sent(
    *,
    method: str,
    path: str,
    query: bytes = b"",
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
) -> Request:
    """Return a request as the server hands it over."""
    lower = tuple((name.lower(), value) for name, value in headers)
    target = f"{path}?{query.decode('latin-1')}" if query else path
    return Request(method=method, target=target, headers=lower, body=body)


def values(found: Response, name: str) -> tuple[str, ...]:
    """Return every value of the header *name*."""
    return tuple(value for key, value in found.headers if key.lower() == name)


def location(found: Response) -> tuple[str, dict[str, str]]:
    """Return where *found* redirects to, without and with its parameters."""
    assert found.status == 303, found
    (uri,) = values(found, "location")
    return uri.partition("?")[0], dict(parse_qsl(urlsplit(uri).query))


def content(found: Response) -> Any:
    """Return the JSON of *found*."""
    return json.loads(found.body)


def changed(values: Mapping[str, str], changes: Changes) -> dict[str, str]:
    """Return *values* with *changes*; None takes a value away."""
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


@dataclass(kw_only=True)
class World:
    """The provider with everything around it; `now` stands still until a test moves it."""

    store: Store
    now: datetime = NOON
    directory: MemoryDirectory = field(
        default_factory=lambda: MemoryDirectory(everyone=dict(PEOPLE))
    )
    sessions: MemorySessions = field(default_factory=MemorySessions)
    cookie: tuple[str, str] = ("X-None", "")

    def __post_init__(self) -> None:
        for app in (WEB, OLD, NATIVE):
            self.store.put_app(app)

    def provider(self) -> Provider:
        """Return the provider of this moment."""
        return Provider(
            tenant="default",
            issuer=ISSUER,
            now=self.now,
            store=self.store,
            directory=self.directory,
            sessions=self.sessions,
            vocabulary=Vocabulary.load(),
        )

    def wait(self, **time: float) -> None:
        """Move the clock."""
        self.now += timedelta(**time)

    def ask(self, request: Request) -> Response:
        """Return the provider's answer."""
        return answer(request, self.provider())

    def post(self, endpoint: str, form: Mapping[str, str], *headers: tuple[str, str]) -> Response:
        """Return the answer to a form."""
        return self.ask(
            sent(
                method="POST",
                path=f"/api/oauth/{endpoint}",
                headers=(("Content-Type", FORM), *headers),
                body=urlencode(form).encode(),
            )
        )

    def authorize(self, query: Mapping[str, str] | str, *, person: str | None = "ada") -> Response:
        """Return what *person* sees at the authorization endpoint."""
        raw = query if isinstance(query, str) else urlencode(query)
        cookie = self.sessions.open("default", person) if person else None
        self.cookie = ("Cookie", f"lw_session={cookie}") if cookie else ("X-None", "")
        return self.ask(
            sent(
                method="GET",
                path="/api/oauth/authorize",
                query=raw.encode(),
                headers=(self.cookie,),
            )
        )

    def decide(self, page: Response, decision: str = "allow", *, untick: str = "") -> Response:
        """Return the answer to the consent *page* after *decision*."""
        fields = [field for field in Form(page.body).fields if field != ("scope", untick)]
        body = urlencode([*fields, ("decision", decision)]).encode()
        headers = (("Content-Type", FORM), self.cookie)
        return self.ask(
            sent(method="POST", path="/api/oauth/authorize", headers=headers, body=body)
        )

    def code(self, app: App = WEB, *, person: str = "ada", **changes: str | None) -> str:
        """Return a code that *person* gave *app*."""
        page = self.authorize(changed(query_of(app), changes), person=person)
        assert page.status == 200, page
        return location(self.decide(page))[1]["code"]

    def redeem(self, code: str, app: App = WEB, **changes: str | None) -> Response:
        """Return the token endpoint's answer to *code*."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": app.redirect_uris[0],
            "code_verifier": VERIFIER,
            **client_of(app),
        }
        return self.post("token", changed(form, changes))

    def tokens(self, app: App = WEB, *, person: str = "ada", **changes: str | None) -> Any:
        """Return the tokens that *person* gave *app*."""
        return content(self.redeem(self.code(app, person=person, **changes), app))

    def refresh(self, value: str, app: App = WEB, **changes: str | None) -> Response:
        """Return the token endpoint's answer to the refresh token *value*."""
        form = {"grant_type": "refresh_token", "refresh_token": value, **client_of(app)}
        return self.post("token", changed(form, changes))

    def introspect(self, value: str, app: App = WEB) -> Any:
        """Return what *app* is told of the token *value*."""
        return content(self.post("introspect", {"token": value, **client_of(app)}))

    def is_active(self, value: str) -> bool:
        """Return whether the token *value* is worth anything."""
        found = standing(value, self.provider())
        return found.state is State.ACTIVE


def query_of(app: App = WEB) -> dict[str, str]:
    """Return a faultless authorization request of *app*."""
    return {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uris[0],
        "scope": "links:read links:create",
        "state": "s t&te=1",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    }


def client_of(app: App) -> dict[str, str]:
    """Return the fields by which *app* says who it is."""
    secret = {} if app.is_public else {"client_secret": SECRET}
    return {"client_id": app.client_id, **secret}
