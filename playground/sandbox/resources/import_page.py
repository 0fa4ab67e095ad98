"""The page of a provider, simulated, that asks whether Linquid may read an account's links."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import parse_qs, urlencode

from sqlalchemy import bindparam, update

from playground.sandbox.envelope import responded
from playground.sandbox.message import Request, Response
from playground.sandbox.refusal import not_found
from playground.sandbox.resources.import_access import PAGE, visit_of
from playground.sandbox.resources.import_providers import PROVIDERS
from playground.sandbox.resources.job_tables import visits
from playground.sandbox.store import Transaction
from playground.sandbox.values import digest, token

__all__ = ["import_page"]

_GIVE_CODE = (
    update(visits)
    .where(visits.c.tenant == bindparam("in_tenant"), visits.c.digest == bindparam("is_digest"))
    .values(code_digest=bindparam("new_code"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit:
    store: Transaction
    now: datetime


def import_page(request: Request, store: Transaction, now: datetime) -> Response:
    """
    Return the page, with a link for each answer; each visit gets a fresh code.

    Raises:
        Refusal: there is no such provider (404), or nobody is on the way there (400).
    """
    path, _, query = request.target.partition("?")
    key = path.removeprefix(PAGE)
    if key not in PROVIDERS:
        raise not_found("Provider")
    state = parse_qs(query).get("state", [""])[0]
    visit_of(_Visit(store=store, now=now), key, state)
    code = token()
    store.run(_GIVE_CODE, is_digest=digest(state), new_code=digest(code))
    back = f"/api/links/import/{key}/callback?"
    page = _page(
        PROVIDERS[key].name,
        allow=back + urlencode({"state": state, "code": code}),
        deny=back + urlencode({"state": state, "error": "access_denied"}),
    )
    return responded(200, page.encode(), now=now, media_type="text/html; charset=utf-8")


def _page(name: str, *, allow: str, deny: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{escape(name)} (simulated)</title></head><body>"
        f"<h1>{escape(name)} (simulated)</h1>"
        "<p>Linquid would like to read the links of your account, to import them.</p>"
        f'<p><a href="{escape(allow)}">Allow</a> <a href="{escape(deny)}">Deny</a></p>'
        "</body></html>"
    )
