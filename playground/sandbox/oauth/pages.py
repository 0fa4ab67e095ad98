"""What a person sees: plain HTML forms that work without scripts, and cannot be framed."""

from base64 import b64encode
from functools import cache
import hashlib
from html import escape
from importlib.resources import files

from playground.sandbox.message import Response
from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.consent import Offer
from playground.sandbox.oauth.headers import PAGE
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.redirect_uri import host_of, source_of
from playground.sandbox.oauth.refusal import Refusal

__all__ = ["consent_page", "refusal_page", "sign_in_page"]


def sign_in_page(app: App, *, ticket: str, provider: Provider) -> Response:
    """Return the page that asks who the person is."""
    people = "".join(
        f'<option value="{escape(person.id)}">{escape(person.email)}</option>'
        for person in sorted(
            provider.directory.people(provider.tenant),
            key=lambda person: (app.workspace not in person.roles, person.email),
        )
    )
    fields = (
        '<p class="field"><label for="user">Person</label>'
        f'<select id="user" name="user" required>{people}</select></p>'
        '<p class="actions"><button class="primary">Sign in</button></p>'
    )
    return _page(
        "Sign in",
        f"<p><strong>{escape(app.name)}</strong> by {escape(app.owner)} asks for access. "
        "First say who you are.</p>"
        '<p class="note">This is a sandbox: everyone in it is made up, and there are no '
        "passwords.</p>" + _form(fields, ticket, provider),
        form_action="'self'",
    )


def consent_page(made: Offer, *, ticket: str, provider: Provider) -> Response:
    """Return the page that asks what the person allows; each scope can be unticked."""
    to = made.request.destination
    workspace = provider.directory.workspace_name(provider.tenant, made.workspace)
    host = host_of(to.uri)
    fields = (
        f"<fieldset><legend>It asks to</legend>{_checkboxes(made, provider)}</fieldset>"
        f"{_withheld(made, provider)}"
        f"<p>Your answer is sent to <strong>{escape(host)}</strong>. Allow only if you "
        "know it.</p>"
        '<p class="actions"><button name="decision" value="deny">Deny</button>'
        '<button class="primary" name="decision" value="allow">Allow</button></p>'
    )
    return _page(
        f"Allow {to.app.name}?",
        f"<p><strong>{escape(to.app.name)}</strong> by {escape(to.app.owner)} wants to act in "
        f"the workspace <strong>{escape(workspace)}</strong>.</p>"
        f'<p class="note">You are signed in as {escape(made.person.email)}.</p>'
        + _form(fields, ticket, provider),
        form_action=f"'self' {source_of(to.uri)}",
    )


def refusal_page(refusal: Refusal, *, status: int) -> Response:
    """Return the page that says what is wrong, where it cannot be told to the application."""
    return _page(
        "This request cannot be answered",
        f"<p>{escape(refusal.description)}</p>"
        f'<p class="note">Error: <code>{escape(refusal.code)}</code></p>'
        "<p>Nothing was allowed. Go back to the application and start again; if this page comes "
        "back, tell its developer.</p>",
        status=status,
    )


def _checkboxes(made: Offer, provider: Provider) -> str:
    return "".join(
        f'<div class="scope"><input type="checkbox" id="scope-{number}" name="scope" '
        f'value="{escape(scope)}" aria-describedby="about-{number}" checked>'
        f'<label for="scope-{number}">{escape(_title(scope, provider))}</label>'
        f'<p id="about-{number}">{escape(_description(scope, provider))} '
        f"<code>{escape(scope)}</code></p></div>"
        for number, scope in enumerate(sorted(made.scopes), start=1)
    )


def _withheld(made: Offer, provider: Provider) -> str:
    if not made.withheld:
        return ""
    items = "".join(
        f"<li>{escape(_title(scope, provider))} <code>{escape(scope)}</code></li>"
        for scope in sorted(made.withheld)
    )
    return f"<p>It will not get what your role does not permit:</p><ul>{items}</ul>"


def _title(scope: str, provider: Provider) -> str:
    return provider.vocabulary.scopes[scope].title


def _description(scope: str, provider: Provider) -> str:
    return provider.vocabulary.scopes[scope].description


def _form(fields: str, ticket: str, provider: Provider) -> str:
    return (
        f'<form method="post" action="{escape(provider.path("authorize"))}">'
        f'<input type="hidden" name="csrf_token" value="{escape(ticket)}">{fields}</form>'
    )


@cache
def _style() -> tuple[str, str]:
    """Return the style sheet, and its hash for the policy."""
    sheet = files("playground.sandbox.oauth").joinpath("page.css").read_text(encoding="utf-8")
    return sheet, b64encode(hashlib.sha256(sheet.encode()).digest()).decode()


def _page(title: str, content: str, *, form_action: str = "'none'", status: int = 200) -> Response:
    sheet, sheet_hash = _style()
    policy = (
        f"default-src 'none'; style-src 'sha256-{sheet_hash}'; form-action {form_action}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)} · Linquid sandbox</title><style>{sheet}</style></head>"
        '<body><header><p class="brand">Linquid sandbox</p></header>'
        f"<main><h1>{escape(title)}</h1>{content}</main></body></html>"
    )
    headers = (*PAGE, ("Content-Security-Policy", policy))
    return Response(status=status, headers=headers, body=html.encode())
