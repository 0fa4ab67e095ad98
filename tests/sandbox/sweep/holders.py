"""Everybody who calls: each kind of credential in each of its states, as the world has them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from playground.credentials.credential import (
    Credential,
    CredentialKind,
    CredentialStatus,
    Environment,
)
from playground.guard import keyformat
from playground.scopes.context import Presented
from tests.sandbox.laboratory import NOON
from tests.sandbox.sweep.holder import ANONYMOUS, Holder
from tests.sandbox.sweep.world import HOLDABLE, World

__all__ = ["holders"]

SHOP = "https://shop.acme.example"

_PLANS = {
    "ws_acme": "pro",
    "ws_globex": "starter",
    "ws_small": "starter",
    "ws_busy": "pro",
    "ws_small_busy": "starter",
    "ws_live": "enterprise",
}
_BUSY = frozenset({"ws_busy", "ws_small_busy"})
_LIVE = "ws_live"
_OFF = {"status": CredentialStatus.DISABLED}
_TURNED = {"status": CredentialStatus.ROTATED}
_PAST = {"expires_at": NOON - timedelta(minutes=1)}
_LINKS = ("links:write",)
_DESK = ("links:read", "links:create", "campaigns:read", "analytics:read")

# name of the key in the seed: its workspace, its scopes, what else is known of it
_KEYS: Mapping[str, tuple[str, tuple[str, ...], Mapping[str, Any]]] = {
    "everything": ("ws_acme", tuple(HOLDABLE), {}),
    "links-writer": ("ws_acme", ("links:create", "links:read", "campaigns:read"), {}),
    "empty": ("ws_acme", (), {}),
    "administrative": (
        "ws_acme",
        ("billing:read", "billing:manage", "members:read", "api_keys:*"),
        {},
    ),
    "old-campaign-bot": ("ws_acme", ("links:write", "links:read", "campaigns:read"), _OFF),
    "expired-importer": ("ws_acme", ("links:write", "links:read"), _PAST),
    "disabled-and-expired": ("ws_acme", _LINKS, {**_OFF, **_PAST}),
    "disabled-with-nothing": ("ws_acme", (), _OFF),
    "marked-rotated": ("ws_acme", _LINKS, _TURNED),
    "renewed": ("ws_acme", _LINKS, {}),
    "renewed-with-overlap": ("ws_acme", _LINKS, {}),
    "live-in-sandbox": ("ws_acme", _LINKS, {"environment": Environment.PRODUCTION}),
    "live-and-expired": ("ws_acme", _LINKS, {"environment": Environment.PRODUCTION, **_PAST}),
    "of-the-demoted": ("ws_acme", ("links:read",), {}),
    "of-the-removed": ("ws_acme", ("links:write", "links:read"), _OFF),
    "globex": ("ws_globex", tuple(HOLDABLE), {}),
    "small": ("ws_small", tuple(HOLDABLE), {}),
    "small-links-reader": ("ws_small", ("links:read",), {}),
    "busy": ("ws_busy", tuple(HOLDABLE), {}),
    "busy-links-reader": ("ws_busy", ("links:read",), {}),
    "busy-and-disabled": ("ws_busy", tuple(HOLDABLE), _OFF),
    "small-and-busy": ("ws_small_busy", tuple(HOLDABLE), {}),
    "live": (_LIVE, tuple(HOLDABLE), {"environment": Environment.PRODUCTION}),
    **{f"only {scope}": ("ws_acme", (scope,), {}) for scope in HOLDABLE},
}
_PUBLISHABLE: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "tracker": ("ws_acme", {}),
    "tracker-renewed": ("ws_acme", {}),
    "tracker-switched-off": ("ws_acme", _OFF),
    "busy-tracker": ("ws_busy", {}),
    "web-tracker": ("ws_acme", {"origins": (SHOP,)}),
}
# what the token may do, what else is known of it; a refresh token is unknown to the API
_TOKENS: Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]] | None] = {
    "token": (tuple(HOLDABLE), {}),
    "token-narrow": (("links:read",), {}),
    "token-of-the-demoted": (("links:read",), {}),
    "token-of-an-application": (_DESK, {}),
    "token-expired": ((), _PAST),
    "token-revoked": ((), _OFF),
    "token-refresh": None,
    "client-secret": None,
}
# user: the workspace that they are at home in, their role there
_PEOPLE: Mapping[str, tuple[str, str | None]] = {
    "user_ada": ("ws_acme", "owner"),
    "user_ben": ("ws_acme", "admin"),
    "user_cleo": ("ws_acme", "editor"),
    "user_dev": ("ws_acme", "viewer"),
    "user_demoted": ("ws_acme", "viewer"),
    "user_removed": ("", None),
    "user_nobody": ("", None),
    "user_gus": ("ws_globex", "owner"),
    "user_sol": ("ws_small", "owner"),
    "user_vic": ("ws_small", "viewer"),
    "user_bea": ("ws_busy", "owner"),
    "user_lin": (_LIVE, "owner"),
}


def holders(world: World) -> dict[str, Holder]:
    """Return everybody by name."""
    found = {"none": ANONYMOUS, **_bad(world), **_keys(world), **_tokens(world), **_people(world)}
    elsewhere = (
        ("everything", "ws_globex"),
        ("everything", "ws_acme"),
        ("everything", "ws_unheard_of"),
        ("globex", "ws_acme"),
        ("small", "ws_acme"),
        ("busy", "ws_acme"),
        ("live-in-sandbox", "ws_globex"),
        ("old-campaign-bot", "ws_globex"),
        ("empty", "ws_globex"),
        ("web-tracker", "ws_globex"),
        ("token", "ws_globex"),
        ("user_ada", "ws_globex"),
        ("user_dev", "ws_globex"),
        ("user_gus", "ws_acme"),
    )
    return found | {f"{name} at {place}": found[name].at(place) for name, place in elsewhere}


def _bad(world: World) -> dict[str, Holder]:
    """Return those whose credential nobody knows."""
    value, other = world.keys["everything"], world.keys["links-writer"]
    swapped = value[:-1] + ("a" if value[-1] != "a" else "b")
    stranger = keyformat.mint("lw_test_", expires_at=None)
    sent = {
        "no-key": ("malformed", _header("no key at all")),
        "mistyped": ("malformed", _header(swapped)),
        "cut-off": ("malformed", _bearer(value[:-1])),
        "two-keys": ("malformed", (*_header(value), *_bearer(other))),
        "stranger": ("unknown", _header(stranger)),
        "deleted": ("unknown", _header(world.keys["deleted"])),
        "unknown-session": ("unknown", (("cookie", "lw_session=made-up"),)),
    }
    return {
        name: Holder(headers=headers, presented=Presented(presented))
        for name, (presented, headers) in sent.items()
    }


def _keys(world: World) -> dict[str, Holder]:
    found = {
        name: _of(workspace, _header(world.keys[name]), scopes=frozenset(scopes), **known)
        for name, (workspace, scopes, known) in _KEYS.items()
    }
    kind = CredentialKind.PUBLISHABLE_KEY
    found |= {
        name: _of(workspace, (("x-publishable-key", world.keys[name]),), kind=kind, **known)
        for name, (workspace, known) in _PUBLISHABLE.items()
    }
    links = frozenset(_LINKS)
    old = {name: _header(value) for name, value in world.old_keys.items()}
    both = (*_header(world.keys["empty"]), *_session(world, "user_ada"))
    astray = (*found["web-tracker"].headers, ("origin", "https://evil.example"))
    return found | {
        "renewed-before": _of("ws_acme", old["renewed"], scopes=links, **_PAST),
        "renewed-with-overlap-before": _of("ws_acme", old["renewed-with-overlap"], scopes=links),
        "tracker-renewed-before": _of("ws_acme", old["tracker-renewed"], kind=kind, **_PAST),
        "everything-as-bearer": _of(
            "ws_acme", _bearer(world.keys["everything"]), scopes=frozenset(HOLDABLE)
        ),
        "empty-key-and-owner": _of("ws_acme", both),
        "web-tracker-astray": _of("ws_acme", astray, kind=kind, origins=(SHOP,), is_astray=True),
        "web-tracker-at-home": _of(
            "ws_acme",
            (*found["web-tracker"].headers, ("origin", SHOP)),
            kind=kind,
            origins=(SHOP,),
        ),
    }


def _tokens(world: World) -> dict[str, Holder]:
    kind = CredentialKind.OAUTH_TOKEN
    return {
        name: Holder(headers=_bearer(world.tokens[name]), presented=Presented.UNKNOWN)
        if known is None
        else _of(
            "ws_acme",
            _bearer(world.tokens[name]),
            kind=kind,
            scopes=frozenset(known[0]),
            **known[1],
        )
        for name, known in _TOKENS.items()
    }


def _people(world: World) -> dict[str, Holder]:
    found = {}
    for user, (workspace, role) in _PEOPLE.items():
        cookie, csrf = _session(world, user)
        known: dict[str, Any] = {"kind": CredentialKind.SESSION, "role": role}
        if workspace == _LIVE:
            known["environment"] = Environment.PRODUCTION
        found[user] = _of(workspace, (cookie, csrf), **known)
        found[f"{user}-forged"] = _of(workspace, (cookie,), is_forged=True, **known)
        wrong = (cookie, (csrf[0], "wrong"))
        found[f"{user}-wrongly-forged"] = _of(workspace, wrong, is_forged=True, **known)
    return found


def _of(
    workspace: str,
    headers: tuple[tuple[str, str], ...],
    *,
    kind: CredentialKind = CredentialKind.WORKSPACE_KEY,
    is_forged: bool = False,
    is_astray: bool = False,
    **known: Any,
) -> Holder:
    return Holder(
        headers=headers,
        credential=Credential(name="c", kind=kind, workspace=workspace, **known),
        plan=_PLANS.get(workspace),
        is_busy=workspace in _BUSY,
        is_live=workspace == _LIVE,
        is_forged=is_forged,
        is_astray=is_astray,
    )


def _header(value: str) -> tuple[tuple[str, str], ...]:
    return (("x-api-key", value),)


def _bearer(value: str) -> tuple[tuple[str, str], ...]:
    return (("authorization", f"Bearer {value}"),)


def _session(world: World, user: str) -> tuple[tuple[str, str], tuple[str, str]]:
    headers = world.signed_in(user)
    return ("cookie", headers["cookie"]), ("x-csrf-token", headers["x_csrf_token"])
