"""The authorization endpoint: first who the person is, then what they allow."""

from urllib.parse import quote

from playground.sandbox.message import Request, Response
from playground.sandbox.oauth.authorization import (
    Destination,
    destination,
    failure,
    read,
    success,
)
from playground.sandbox.oauth.consent import approve, deny, offer
from playground.sandbox.oauth.pages import consent_page, refusal_page, sign_in_page
from playground.sandbox.oauth.parameters import Parameters, parse, scopes_and_form
from playground.sandbox.oauth.ports import Person
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.refusal import ErrorCode, Refusal, ShownRefusal
from playground.sandbox.oauth.ticket import Step
from playground.sandbox.oauth.tickets import hand_out, take_back
from playground.sandbox.oauth.wire import cookie_of, query_of, redirect_answer
from playground.sandbox.values import token

__all__ = ["answer_page", "show_page"]

_SESSION, _SIGN_IN = "lw_session", "lw_sign_in"
_SENT_AS_IS = "!$&'()*+,;=:@/?%"


def show_page(request: Request, provider: Provider) -> Response:
    """
    Return the page that *request* leads to: sign in, consent, or what is wrong with it.

    Nobody is redirected before they are signed in, or a link to us would be a link to wherever
    an application's owner likes (RFC 9700, section 4.11.2).
    """
    try:
        parameters = parse(query_of(request))
        to = destination(parameters, provider)
    except Refusal as refusal:
        return refusal_page(refusal, status=400)
    person = _signed_in(request, provider)
    if person is None:
        return _ask_to_sign_in(request, to, provider)
    return _ask_for_consent(request, parameters, to, person, provider)


def answer_page(request: Request, provider: Provider) -> Response:
    """Return what follows from a page that was sent back: a session, a code, or a denial."""
    try:
        chosen, fields = scopes_and_form(request)
    except Refusal as refusal:
        return refusal_page(refusal, status=400)
    cookies = (cookie_of(request, _SESSION), cookie_of(request, _SIGN_IN))
    ticket = take_back(fields.get("csrf_token"), cookies=cookies, provider=provider)
    if ticket is None:
        return _refuse_stale()
    if ticket.step is Step.SIGN_IN:
        return _sign_in(fields, ticket.query, provider)
    return _decide(request, chosen, fields, ticket.query, provider)


def _ask_to_sign_in(request: Request, to: Destination, provider: Provider) -> Response:
    cookie = cookie_of(request, _SIGN_IN) or token()
    query = query_of(request).decode()
    ticket = hand_out(Step.SIGN_IN, cookie=cookie, query=query, provider=provider)
    page = sign_in_page(to.app, ticket=ticket, provider=provider)
    return _with_cookie(page, _SIGN_IN, cookie, provider)


def _ask_for_consent(
    request: Request, parameters: Parameters, to: Destination, person: Person, provider: Provider
) -> Response:
    try:
        made = offer(read(parameters, to, provider), person, provider)
    except Refusal as refusal:
        return failure(to, refusal, provider)
    query, cookie = query_of(request).decode(), cookie_of(request, _SESSION)
    ticket = hand_out(Step.CONSENT, cookie=cookie, query=query, provider=provider)
    return consent_page(made, ticket=ticket, provider=provider)


def _sign_in(fields: Parameters, query: str, provider: Provider) -> Response:
    person = provider.directory.person(provider.tenant, fields.get("user") or "")
    if person is None:
        return _refuse_stale()
    session = provider.sessions.open(provider.tenant, person.id)
    back = redirect_answer(f"{provider.path('authorize')}?{quote(query, safe=_SENT_AS_IS)}")
    return _with_cookie(back, _SESSION, session, provider)


def _decide(
    request: Request,
    chosen: frozenset[str],
    fields: Parameters,
    query: str,
    provider: Provider,
) -> Response:
    """Judge the request anew, as the application may have changed since the page was shown."""
    person = _signed_in(request, provider)
    if person is None or fields.get("decision") not in {"allow", "deny"}:
        return _refuse_stale()
    try:
        parameters = parse(query.encode())
        to = destination(parameters, provider)
    except Refusal as refusal:
        return refusal_page(refusal, status=400)
    try:
        made = offer(read(parameters, to, provider), person, provider)
        if fields.get("decision") == "deny":
            deny(made, provider)
        return success(to, approve(made, chosen, provider), provider)
    except Refusal as refusal:
        return failure(to, refusal, provider)


def _signed_in(request: Request, provider: Provider) -> Person | None:
    cookie = cookie_of(request, _SESSION)
    found = provider.sessions.person_id(provider.tenant, cookie) if cookie else None
    return provider.directory.person(provider.tenant, found) if found else None


def _refuse_stale() -> Response:
    refusal = ShownRefusal(
        ErrorCode.INVALID_REQUEST, "This page was already answered, or is too old."
    )
    return refusal_page(refusal, status=403)


def _with_cookie(page: Response, name: str, value: str, provider: Provider) -> Response:
    secure = "; Secure" if provider.issuer.startswith("https:") else ""
    cookie = ("Set-Cookie", f"{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}")
    return Response(status=page.status, headers=(*page.headers, cookie), body=page.body)
