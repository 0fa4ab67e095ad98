"""OAuth applications: registered, changed, switched off, given new secrets, deleted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from playground.sandbox.call import Call, Handler, Later
from playground.sandbox.clock import stamp
from playground.sandbox.envelope import Reply, encoded, page
from playground.sandbox.oauth.app import App, ClientType
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.registration import faults, register, rotate_secret
from playground.sandbox.refusal import Refusal, conflict, detail, not_found
from playground.scopes.checks import granted
from playground.scopes.context import Context

__all__ = ["HANDLERS"]

_CREATED = 201
_CHANGED: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "name": ("name", str),
    "owner": ("owner", str),
    "redirectUris": ("redirect_uris", tuple),
    "scopes": ("scopes", frozenset),
    "requirePkce": ("require_pkce", bool),
    "enabled": ("is_enabled", bool),
}


def list_oauth_apps(call: Call) -> Later:
    """Return a page of the workspace's applications, by client id, without their secrets."""
    workspace = call.workspace.id

    def answer(provider: Provider) -> Reply:
        number, limit = call.params["page"], call.params["limit"]
        found = [a for a in provider.store.apps(provider.tenant) if a.workspace == workspace]
        shown = [encoded(_shown(app)) for app in found[(number - 1) * limit :][:limit]]
        return page(shown, total=len(found), number=number, limit=limit)

    return _later(call, answer)


def get_oauth_app(call: Call) -> Later:
    """Return one application, without its secret."""
    return _later(call, lambda provider: Reply(encoded(_shown(_got(call, provider)))))


def create_oauth_app(call: Call) -> Later:
    """Register an application; a confidential one gets its secret, shown this once."""
    given = call.body
    client_id, workspace = call.id("app_"), call.workspace.id
    kind = ClientType(given.get("type", ClientType.CONFIDENTIAL))

    def answer(provider: Provider) -> Reply:
        app = App(
            tenant=provider.tenant,
            client_id=client_id,
            name=given["name"],
            owner=given["owner"],
            workspace=workspace,
            type=kind,
            redirect_uris=tuple(given["redirectUris"]),
            scopes=frozenset(given["scopes"]),
            require_pkce=given.get("requirePkce", True),
        )
        _refuse_faults(app, call)
        _refuse_more_than_own(app.scopes, call)
        secret = register(app, provider)
        shown = _shown(_kept(app, provider))
        if secret is not None:
            shown["clientSecret"] = secret.reveal()
        return Reply(encoded(shown), status=_CREATED)

    return _later(call, answer)


def update_oauth_app(call: Call) -> Later:
    """Change an application; switched off, it and all of its tokens end at once."""
    given = call.body

    def answer(provider: Provider) -> Reply:
        before = _got(call, provider)
        app = _changed(before, given)
        _refuse_faults(app, call)
        _refuse_more_than_own(app.scopes - before.scopes, call)
        provider.store.put_app(app)
        if not app.is_enabled:
            provider.store.disable_app(app.tenant, app.client_id, now=provider.now)
        return Reply(encoded(_shown(_kept(app, provider))))

    return _later(call, answer)


def delete_oauth_app(call: Call) -> Later:
    """Delete an application; its tokens end at once."""

    def answer(provider: Provider) -> Reply:
        app = _got(call, provider)
        provider.store.delete_app(app.tenant, app.client_id, now=provider.now)
        return Reply(encoded({"id": app.client_id, "deleted": True}))

    return _later(call, answer)


def rotate_oauth_app_secret(call: Call) -> Later:
    """Give an application a new secret, shown this once; the one before works on for a day."""

    def answer(provider: Provider) -> Reply:
        app = _got(call, provider)
        _refuse_more_than_own(app.scopes, call)
        secret = rotate_secret(app, provider)
        if secret is None:
            raise conflict("", "a public application has no secret")
        shown = _shown(_kept(app, provider)) | {"clientSecret": secret.reveal()}
        return Reply(encoded(shown))

    return _later(call, answer)


def _later(call: Call, answer: Callable[[Provider], Reply]) -> Later:
    """Return *answer* for when the request's transaction is over: the provider has its own."""
    return lambda: answer(call.provider(call.now))


def _got(call: Call, provider: Provider) -> App:
    app = provider.store.app(provider.tenant, call.params["appId"])
    if app is None or app.workspace != call.workspace.id:
        raise not_found("OAuth application", elsewhere=app is not None)
    return app


def _kept(app: App, provider: Provider) -> App:
    return provider.store.app(app.tenant, app.client_id) or app


def _changed(app: App, given: Mapping[str, Any]) -> App:
    fields = [(*_CHANGED[name], value) for name, value in given.items()]
    return replace(app, **{field: made_of(value) for field, made_of, value in fields})


def _refuse_faults(app: App, call: Call) -> None:
    """Refuse what breaks a rule of registration."""
    found = faults(app, call.vocabulary)
    if found:
        told = [detail(fault.pointer, f"{fault.pointer} {fault.message}") for fault in found]
        message = "; ".join(entry["message"] for entry in told)
        raise Refusal(400, "VALIDATION_ERROR", message, details=told)


def _refuse_more_than_own(scopes: Iterable[str], call: Call) -> None:
    """Refuse to hand out, through an application that acts for itself, what the caller lacks."""
    credential = call.caller.credential
    context = Context(now=call.now, vocabulary=call.vocabulary)
    own = granted(credential, context) if credential else frozenset()
    if beyond := sorted(call.vocabulary.expand(scopes) - own):
        message = f"You may not give what you do not hold: {' and '.join(beyond)}"
        raise Refusal(403, "FORBIDDEN", message)


def _shown(app: App) -> dict[str, Any]:
    ends = [secret.expires_at for secret in app.secrets if secret.expires_at]
    return {
        "id": app.client_id,
        "clientId": app.client_id,
        "name": app.name,
        "owner": app.owner,
        "type": str(app.type),
        "redirectUris": list(app.redirect_uris),
        "scopes": sorted(app.scopes),
        "requirePkce": app.require_pkce,
        "enabled": app.is_enabled,
        "previousSecretExpiresAt": stamp(max(ends)) if ends else None,
        "workspaceId": app.workspace,
    }


HANDLERS: dict[str, Handler] = {
    "listOAuthApps": list_oauth_apps,
    "createOAuthApp": create_oauth_app,
    "getOAuthApp": get_oauth_app,
    "updateOAuthApp": update_oauth_app,
    "deleteOAuthApp": delete_oauth_app,
    "rotateOAuthAppSecret": rotate_oauth_app_secret,
}
