"""Applications in a database; see `ports.Apps` for what each method promises."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, insert, select, update

from playground.sandbox.oauth.app import App, AppSecret
from playground.sandbox.oauth.tables import APPS, GRANTS, SECRETS

__all__ = ["SqlApps", "add_apps"]


class SqlApps:
    """The port `Apps`; what ends an application ends its grants in the same transaction."""

    _engine: Engine

    def app(self, tenant: str, client_id: str) -> App | None:
        """Return the application, None if there is none."""
        query = select(APPS).where(APPS.c.tenant == tenant, APPS.c.client_id == client_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
            is_its = (SECRETS.c.tenant == tenant) & (SECRETS.c.client_id == client_id)
            return None if row is None else _app(row, _secrets(connection, is_its))

    def apps(self, tenant: str) -> Sequence[App]:
        """Return every application of *tenant*, in order of client id."""
        query = select(APPS).where(APPS.c.tenant == tenant).order_by(APPS.c.client_id)
        with self._engine.connect() as connection:
            secrets = _secrets(connection, SECRETS.c.tenant == tenant)
            return [_app(row, secrets) for row in connection.execute(query).all()]

    def put_app(self, app: App) -> None:
        """Save *app* and its secrets in place of what was there."""
        with self._engine.begin() as connection:
            _drop(connection, app.tenant, app.client_id)
            add_apps(connection, [app])

    def disable_app(self, tenant: str, client_id: str, *, now: datetime) -> None:
        """Disable the application and end its grants."""
        is_it = (APPS.c.tenant == tenant) & (APPS.c.client_id == client_id)
        with self._engine.begin() as connection:
            connection.execute(update(APPS).where(is_it).values(is_enabled=False))
            _end_grants(connection, tenant, client_id, now)

    def delete_app(self, tenant: str, client_id: str, *, now: datetime) -> None:
        """Delete the application and end its grants."""
        with self._engine.begin() as connection:
            _drop(connection, tenant, client_id)
            _end_grants(connection, tenant, client_id, now)


def add_apps(connection: Connection, apps: Iterable[App]) -> None:
    """Insert *apps* with their secrets."""
    rows, secrets = [], []
    for app in apps:
        values = asdict(app)
        owner = {"tenant": app.tenant, "client_id": app.client_id}
        secrets += [{**owner, **secret} for secret in values.pop("secrets")]
        rows.append(values)
    for table, found in ((APPS, rows), (SECRETS, secrets)):
        if found:
            connection.execute(insert(table), found)


def _secrets(
    connection: Connection, where: ColumnElement[bool]
) -> Mapping[str, Sequence[AppSecret]]:
    """Return the secrets of each application *where* it holds, by client id."""
    query = select(SECRETS.c.client_id, SECRETS.c.digest, SECRETS.c.expires_at).where(where)
    found: dict[str, list[AppSecret]] = {}
    for client_id, digest, expires_at in connection.execute(query.order_by(SECRETS.c.digest)):
        found.setdefault(client_id, []).append(AppSecret(digest=digest, expires_at=expires_at))
    return found


def _app(row: Row[tuple[object, ...]], secrets: Mapping[str, Sequence[AppSecret]]) -> App:
    values = row._asdict()
    return App(**values, secrets=tuple(secrets.get(values["client_id"], ())))


def _drop(connection: Connection, tenant: str, client_id: str) -> None:
    for table in (APPS, SECRETS):
        is_it = (table.c.tenant == tenant) & (table.c.client_id == client_id)
        connection.execute(delete(table).where(is_it))


def _end_grants(connection: Connection, tenant: str, client_id: str, now: datetime) -> None:
    is_its = (GRANTS.c.tenant == tenant) & (GRANTS.c.client_id == client_id)
    is_live = GRANTS.c.revoked_at.is_(None)
    connection.execute(update(GRANTS).where(is_its, is_live).values(revoked_at=now))
