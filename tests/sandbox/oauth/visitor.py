"""A person with a browser without scripts, before a sandbox under glass."""

from collections.abc import Mapping
import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from playground.sandbox import Request, Response
from playground.sandbox.oauth.pkce import challenge_of
from tests.sandbox.laboratory import CONTROL, Laboratory
from tests.sandbox.oauth.world import FORM, Form

__all__ = ["ASKING", "CALLBACK", "POCKET", "VERIFIER", "Visitor"]

VERIFIER = "v" * 43
CALLBACK = "http://127.0.0.1:8123/callback"
POCKET = "app_pocket_links"
# What the application sends a person's browser to the page with.
ASKING = {
    "response_type": "code",
    "client_id": POCKET,
    "redirect_uri": CALLBACK,
    "code_challenge": challenge_of(VERIFIER),
    "code_challenge_method": "S256",
}


class Visitor:
    """
    Someone signed in at *lab*, and the public application of the seed on their device.

    `place` is the path of the tenant that they are in, "" for the default one.
    """

    def __init__(self, lab: Laboratory, user: str = "user_ada", *, place: str = "") -> None:
        self.lab = lab
        self.place = place
        target, bearer = f"{place}/_sandbox/session", f"Bearer {CONTROL}"
        answer = lab.call("POST", target, {"user": user}, authorization=bearer)
        self.cookie = (answer.header("set-cookie") or "").partition(";")[0]

    def asked(self, **changes: str) -> Response:
        """Return what the person sees when the application asks for access."""
        target = f"{self.place}/api/oauth/authorize?{urlencode(ASKING | changes)}"
        return self.lab.call("GET", target, cookie=self.cookie)

    def allowed(self, page: Response) -> dict[str, str]:
        """Return what the application is told once the person has pressed *Allow*."""
        assert page.status == 200, page
        found = Form(page.body)
        assert found.action == f"{self.place}/api/oauth/authorize"
        fields = [*found.fields, ("decision", "allow")]
        answer = self.form("authorize", urlencode(fields), cookie=self.cookie)
        return dict(parse_qsl(urlsplit(answer.header("location") or "").query))

    def tokens(self, **changes: str) -> Any:
        """Return the tokens that the person gave the application."""
        code = self.allowed(self.asked(**changes))["code"]
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
        return self.token(form | {"client_id": POCKET, "code_verifier": VERIFIER})

    def token(self, form: Mapping[str, str]) -> Any:
        """Return what the token endpoint answers to *form*, which must be a success."""
        answer = self.form("token", urlencode(form))
        assert answer.status == 200, answer.body
        return json.loads(answer.body)

    def form(self, endpoint: str, body: str, **headers: str) -> Response:
        """Send a form to *endpoint*."""
        sent = (("content-type", FORM), *headers.items())
        target = f"{self.place}/api/oauth/{endpoint}"
        request = Request(method="POST", target=target, headers=sent, body=body.encode())
        return self.lab.sandbox.handle(request)

    def get(self, target: str, token: str) -> Response:
        """Return the API's answer to *token*."""
        return self.lab.call("GET", f"{self.place}{target}", authorization=f"Bearer {token}")

    def secret(self) -> str:
        """Return a fresh secret of the confidential application."""
        issued = self.lab.control("POST", "keys")["oauth_apps"]
        return next(app["client_secret"] for app in issued if app["client_secret"])

    def decisions(self) -> str:
        """Return the decision log as text."""
        answer = self.lab.call("GET", "/_sandbox/decisions", authorization=f"Bearer {CONTROL}")
        return answer.body.decode()
