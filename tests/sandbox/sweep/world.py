"""The world of the sweep: the shipped seed and `world.yaml`, and what has happened there since."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
import tempfile
from typing import Any

import yaml

from playground.credentials.credential import CredentialKind
from playground.guard import keyformat
from playground.sandbox.seed import Seed, read_seed
from playground.scopes.vocabulary import Vocabulary
from tests.sandbox.laboratory import NOON, Laboratory, new_sandbox
from tests.sandbox.oauth.visitor import POCKET, Visitor

__all__ = ["HOLDABLE", "World", "world_seed"]

HOLDABLE = sorted(Vocabulary.load().holdable(CredentialKind.WORKSPACE_KEY))

_ACME = "/api/workspaces/ws_acme"
_ENDLESS = 9_000_000
_DESK = "app_campaign_desk"


class World(Laboratory):
    """A sandbox in which keys were renewed or deleted, people demoted or removed, tokens given."""

    def __init__(self, **options: Any) -> None:
        super().__init__(sandbox=new_sandbox(seed=world_seed(), **options))
        self.old_keys = dict(self.keys)
        self.tokens = {"token-expired": Visitor(self).tokens()["access_token"]}
        self.control("PUT", "clock", {"advance": 3600})
        self.now = self.sandbox.clock.now()
        self._grant()
        self._age()

    def _grant(self) -> None:
        ada, demoted = Visitor(self), Visitor(self, "user_demoted")
        wide, revoked = ada.tokens(), ada.tokens()["access_token"]
        ada.form("revoke", f"token={revoked}&client_id={POCKET}")
        secret = ada.secret()
        form = {"grant_type": "client_credentials", "client_id": _DESK, "client_secret": secret}
        self.tokens |= {
            "token": wide["access_token"],
            "token-refresh": wide["refresh_token"],
            "token-narrow": ada.tokens(scope="links:read")["access_token"],
            "token-of-the-demoted": demoted.tokens(scope="links:read links:create")["access_token"],
            "token-revoked": revoked,
            "token-of-an-application": ada.token(form)["access_token"],
            "client-secret": secret,
        }

    def _age(self) -> None:
        ada = self.signed_in("user_ada")
        for kind, name, overlap in (
            ("api-keys", "renewed", 0),
            ("api-keys", "renewed-with-overlap", 3600),
            ("publishable-keys", "tracker-renewed", 0),
        ):
            path = f"{_ACME}/{kind}/{_id(name)}/rotate"
            self.keys[name] = self.data("POST", path, {"overlapSeconds": overlap}, **ada)["key"]
        self.data("DELETE", f"{_ACME}/api-keys/{_id('deleted')}", **ada)
        self.data("PATCH", f"{_ACME}/members/user_demoted", {"role": "viewer"}, **ada)
        self.data("DELETE", f"{_ACME}/members/user_removed", **ada)


def world_seed() -> Seed:
    """Return the seed of the world; fixed keys are minted anew each time."""
    sections = yaml.safe_load(files("playground").joinpath("linquid/seed.yaml").read_text("utf-8"))
    for workspace in sections["workspaces"]:
        workspace["requests_per_hour"] = _ENDLESS
    for app in sections["oauth_apps"]:
        if app["client_id"] == POCKET:
            app["scopes"] = HOLDABLE
    for title, entries in _more().items():
        sections[title].extend(entries)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "world.yaml")
        path.write_text(yaml.safe_dump(sections), "utf-8")
        return read_seed(path)


def _more() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        Path(__file__).with_name("world.yaml").read_text("utf-8")
    )
    found["api_keys"].extend(_narrow())
    for entry in found["api_keys"]:
        if entry["scopes"] == "all":
            entry["scopes"] = HOLDABLE
        if "key" in entry:
            entry["key"] = keyformat.mint("lw_live_", expires_at=NOON)
    return found


def _narrow() -> Iterator[dict[str, Any]]:
    """Yield a key for each scope that a key can hold, with that scope only."""
    for scope in HOLDABLE:
        yield {"name": f"only {scope}", "workspace": "ws_acme", "scopes": [scope]}


def _id(name: str) -> str:
    return "key_" + name.replace("-", "_")
