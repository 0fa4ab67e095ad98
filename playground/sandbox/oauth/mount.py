"""The provider as a part of the sandbox: kept beside its store, seeded, asked and swept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial

from playground.sandbox.attempts import wait
from playground.sandbox.clock import Clock
from playground.sandbox.counters import Counters
from playground.sandbox.message import Request, Response
from playground.sandbox.oauth import endpoints
from playground.sandbox.oauth.app import App, AppSecret
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.registration import add_secret
from playground.sandbox.oauth.residents import Residents
from playground.sandbox.oauth.standing import Standing, State, standing
from playground.sandbox.oauth.store import SqlStore
from playground.sandbox.oauth.wire import path_of
from playground.sandbox.store import Store
from playground.scopes.vocabulary import Vocabulary

__all__ = ["Mount"]

_TOKENS = ("lw_at_", "lw_rt_")
_SWEPT_EVERY = timedelta(minutes=10)
_TOLD_FOR = timedelta(days=1)


class Mount:
    """
    The provider of one tenant, at the address that the sandbox is served at.

    Every call is outside of the sandbox's own transactions: on a SQLite file each would wait for
    the other.
    """

    def __init__(
        self,
        store: SqlStore,
        *,
        tenant: str,
        issuer: str,
        beside: Store,
        clock: Clock,
        counters: Counters,
        vocabulary: Vocabulary,
    ) -> None:
        self._store = store
        self._residents = Residents(beside, now=clock.now)
        self._tenant = tenant
        self._issuer = issuer
        self._counters = counters
        self._vocabulary = vocabulary
        self._swept = clock.now()

    def provider(self, now: datetime) -> Provider:
        """Return the provider at *now*."""
        return Provider(
            tenant=self._tenant,
            issuer=self._issuer,
            now=now,
            store=self._store,
            directory=self._residents,
            sessions=self._residents,
            vocabulary=self._vocabulary,
            wait=partial(wait, counters=self._counters, tenant=self._tenant, now=now),
        )

    def answer(self, request: Request, now: datetime) -> Response | None:
        """Return the provider's answer, None where *request* is for somebody else."""
        if not endpoints.is_oauth(path_of(request)):
            return None
        self._sweep(now)
        method = "GET" if request.method == "HEAD" else request.method
        answer = endpoints.answer(replace(request, method=method), self.provider(now))
        length = ("Content-Length", str(len(answer.body)))
        date = ("Date", format_datetime(now, usegmt=True))
        return replace(answer, headers=(*answer.headers, length, date))

    def standing(self, request: Request, now: datetime) -> Standing | None:
        """Return what the token in *request* is worth, None where it has none that we gave."""
        scheme, _, value = (request.header("authorization") or "").partition(" ")
        if scheme.lower() != "bearer" or not value.lstrip().startswith(_TOKENS):
            return None
        found = standing(value.strip(), self.provider(now))
        return None if found.state is State.UNKNOWN else found

    def begin(self, apps: Sequence[App]) -> None:
        """Have *apps* in a tenant that is new, though a crash may have left some of them."""
        self._store.restart(self._tenant, apps)

    def restart(self, apps: Sequence[App]) -> None:
        """
        Forget everything but *apps*.

        Secrets that were issued for them go on working, as the values of keys do.
        """
        if self._store.is_as_restarted(self._tenant):
            return
        issued = {app.client_id: app.secrets for app in self._store.apps(self._tenant)}
        self._store.restart(
            self._tenant, [_with_secrets(app, issued.get(app.client_id, ())) for app in apps]
        )

    def issued(self, seeded: Sequence[App], now: datetime) -> list[Mapping[str, object]]:
        """Return each *seeded* application that is still there, with a fresh secret if it has."""
        provider = self.provider(now)
        there = (self._store.app(self._tenant, app.client_id) for app in seeded)
        return [_issued(app, provider) for app in there if app is not None]

    def consents(self) -> list[Mapping[str, object]]:
        """Return what people were asked and what they answered, the oldest first."""
        return [review.as_dict() for review in self._store.reviews(self._tenant)]

    def _sweep(self, now: datetime) -> None:
        """Delete what ended a day ago: until then a token is told to have expired, not unknown."""
        if abs(now - self._swept) >= _SWEPT_EVERY:
            self._swept = now
            self._store.sweep(now=now - _TOLD_FOR)


def _with_secrets(app: App, issued: Sequence[AppSecret]) -> App:
    known = {secret.digest for secret in app.secrets}
    kept = [secret for secret in issued if secret.digest not in known]
    return app if app.is_public else replace(app, secrets=(*app.secrets, *kept))


def _issued(app: App, provider: Provider) -> Mapping[str, object]:
    secret = add_secret(app, provider)
    return {
        "client_id": app.client_id,
        "client_secret": None if secret is None else secret.reveal(),
        "type": str(app.type),
        "name": app.name,
        "owner": app.owner,
        "workspace": app.workspace,
        "redirect_uris": list(app.redirect_uris),
        "scopes": sorted(app.scopes),
    }
