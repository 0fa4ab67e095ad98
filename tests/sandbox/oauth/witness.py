"""A sandbox on a socket, and a person who consents there to whatever client asks."""

from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

from playground.sandbox import RunningSandbox
from tests.sandbox.oauth.world import FORM, Form

__all__ = ["CALLBACK", "Site"]

CALLBACK = "http://127.0.0.1:8123/callback"


@dataclass(frozen=True, kw_only=True)
class Site:
    """The served sandbox; `cookie` is Ada's session, `secret` the confidential client's."""

    url: str
    cookie: str
    public: str
    confidential: str
    secret: str

    @classmethod
    def of(cls, running: RunningSandbox) -> "Site":
        """Return the site with a session and a fresh secret."""
        control = {"authorization": f"Bearer {running.control_token}"}
        with httpx.Client(base_url=running.url, headers=control) as owner:
            session = owner.post("/_sandbox/session", json={"user": "user_ada"})
            apps = owner.post("/_sandbox/keys").json()["oauth_apps"]
        by_type = {app["type"]: app for app in apps}
        return cls(
            url=running.url,
            cookie=f"lw_session={session.cookies['lw_session']}",
            public=by_type["public"]["client_id"],
            confidential=by_type["confidential"]["client_id"],
            secret=by_type["confidential"]["client_secret"],
        )

    def endpoint(self, name: str) -> str:
        """Return the address of an endpoint, as the metadata gives it."""
        found = httpx.get(f"{self.url}/.well-known/oauth-authorization-server").json()
        return str(found[f"{name}_endpoint"])

    def consented(self, url: str) -> str:
        """Return where Ada is sent back to after she has allowed what *url* asks for."""
        headers = {"cookie": self.cookie}
        page = httpx.get(url, headers=headers)
        assert page.status_code == 200, page.text
        body = urlencode([*Form(page.content).fields, ("decision", "allow")])
        headers["content-type"] = FORM
        answer = httpx.post(self.endpoint("authorization"), content=body, headers=headers)
        return answer.headers["location"]

    def status(self, token: str) -> int:
        """Return the status of an API call with *token*."""
        headers = {"authorization": f"Bearer {token}"}
        return httpx.get(f"{self.url}/api/links", headers=headers).status_code
