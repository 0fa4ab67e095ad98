"""`/_sandbox/tenants`: worlds of their own for the people of a class, each with a join code."""

from base64 import b32encode
from collections.abc import Mapping
from datetime import datetime
import re
import secrets
from typing import Any

from playground.sandbox.clock import stamp
from playground.sandbox.control import Answerer, json_answer, object_of
from playground.sandbox.ground import DEFAULT, path_of
from playground.sandbox.message import Request, Response
from playground.sandbox.refusal import invalid
from playground.sandbox.tenants import Tenants

__all__ = ["Provision", "provisioned"]

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_LONGEST_TITLE = 200
_RANDOM_BYTES = 20
_GROUP = 8
_CREATED = 201


class Provision:
    """The routes of the control surface that know of all tenants."""

    def __init__(self, tenants: Tenants, *, address: str) -> None:
        self._tenants = tenants
        self._address = address

    def routes(self) -> Mapping[str, Mapping[str, Answerer]]:
        """Return them by path and method."""
        return {
            "/_sandbox/tenants": {"GET": self._list, "POST": self._add},
            "/_sandbox/reset": {"POST": self._reset},
        }

    def _list(self, _: Request, now: datetime) -> Response:
        return json_answer({"tenants": self._tenants.listed()}, now)

    def _add(self, request: Request, now: datetime) -> Response:
        body = object_of(request) if request.body else {}
        made = provisioned(self._tenants, body, address=self._address)
        return json_answer(made, now, status=_CREATED)

    def _reset(self, request: Request, now: datetime) -> Response:
        """Reset the default tenant, the one that the body names, or all of them."""
        body = object_of(request) if request.body else {}
        if body == {"all": True}:
            chosen = list(self._tenants.each())
        elif not body:
            chosen = [self._tenants.default]
        elif set(body) == {"tenant"} and isinstance(body["tenant"], str):
            chosen = [self._tenants.of(body["tenant"])]
        else:
            raise invalid("", 'must be {"tenant": name}, {"all": true} or nothing')
        for tenant in chosen:
            tenant.state.reset()
        return json_answer({"reset": True, "now": stamp(now)}, now)


def provisioned(tenants: Tenants, body: dict[str, Any], *, address: str) -> dict[str, Any]:
    """
    Add the tenant that *body* describes, and return it with its join code, shown only once.

    The code opens the tenant's own control surface, as the control token does.

    Raises:
        Refusal: the name is no name (400), or taken (409).
    """
    if unknown := sorted(set(body) - {"tenant", "name"}):
        raise invalid(f"/{unknown[0]}", 'is unknown: there are "tenant" and "name"')
    title = _title(body.get("name"))
    tenant = _tenant(body.get("tenant"), title)
    code = _join_code()
    tenants.add(tenant, title=title or tenant, join_code=code)
    path = path_of(tenant)
    return {
        "tenant": tenant,
        "name": title or tenant,
        "path": path,
        "url": f"{address}{path}",
        "join_code": code,
    }


def _title(given: object) -> str:
    if given is None:
        return ""
    if not isinstance(given, str) or not 0 < len(given.strip()) <= _LONGEST_TITLE:
        raise invalid("/name", f"must be text of 1 to {_LONGEST_TITLE} characters")
    return given.strip()


def _tenant(given: object, title: str) -> str:
    """Return the name in the address: as given, or made of the title, or any."""
    if given is None:
        plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:63]
        given = plain or f"t-{secrets.token_hex(4)}"
    if not isinstance(given, str) or not _NAME.fullmatch(given) or given == DEFAULT:
        raise invalid("/tenant", "must be 1 to 63 of a-z, 0-9 and -, and not `default`")
    return given


def _join_code() -> str:
    """Return 160 random bits that can be read out."""
    text = b32encode(secrets.token_bytes(_RANDOM_BYTES)).decode()
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))
