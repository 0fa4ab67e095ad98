"""How the clock is set: in this process, or in PostgreSQL for every worker at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import BigInteger, Column, String, Table, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from playground.sandbox.clock import Clock
from playground.sandbox.store import Store
from playground.sandbox.tables import METADATA, key

__all__ = ["LocalSetting", "Setting", "SharedSetting", "clock_setting"]

EVERYBODY = "*"
"""The clock is all tenants'; no tenant can be called this."""

_MICROSECOND = timedelta(microseconds=1)

clock_setting = Table(
    "clock_setting",
    METADATA,
    key("tenant"),
    Column("version", BigInteger, nullable=False),
    Column("frozen", String(64)),
    Column("ahead", BigInteger, nullable=False),
)
_HERE = clock_setting.c.tenant == bindparam("in_tenant")
_READ = select(clock_setting).where(_HERE)
_NEW = insert(clock_setting).values(
    tenant=bindparam("in_tenant"), version=1, frozen=bindparam("frozen_at"), ahead=bindparam("by")
)
# The row is everybody's lock: who changes the setting waits for whoever is changing it.
_LOCK = _NEW.on_conflict_do_update(
    index_elements=["tenant"], set_={"version": clock_setting.c.version + 1}
).returning(clock_setting.c.version, clock_setting.c.frozen, clock_setting.c.ahead)
_WRITE = (
    update(clock_setting).where(_HERE).values(frozen=bindparam("frozen_at"), ahead=bindparam("by"))
)


class Setting(Protocol):
    """Sets a clock, and follows how others set it."""

    def change(self, change: Callable[[Clock], None]) -> None:
        """Set the clock by *change*, which may raise."""

    def follow(self, version: int | None) -> None:
        """Set the clock as others have, if *version* of the setting is another than is known."""

    def refresh(self) -> None:
        """Set the clock as others have."""


class LocalSetting:
    """Of a clock that no other process follows."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def change(self, change: Callable[[Clock], None]) -> None:
        """Set the clock by *change*, which may raise."""
        change(self._clock)

    def follow(self, version: int | None) -> None:
        """Have nobody to follow."""

    def refresh(self) -> None:
        """Have nobody to follow."""


class SharedSetting:
    """Of a clock that every worker over the same database follows from its next request on."""

    def __init__(self, clock: Clock, store: Store) -> None:
        self._clock = clock
        self._store = store
        self._known: int | None = None

    def change(self, change: Callable[[Clock], None]) -> None:
        """Set the clock by *change*, which may raise: one worker after the other."""
        with self._store.transaction(tenant=EVERYBODY) as store:
            row = store.row(_LOCK, **_written(self._clock))
            if row is not None:
                self._set(row.frozen, row.ahead)
            change(self._clock)
            store.run(_WRITE, **_written(self._clock))
        self._known = int(row.version) if row else None

    def follow(self, version: int | None) -> None:
        """Set the clock as others have, if *version* of the setting is another than is known."""
        if version is not None and version != self._known:
            self.refresh()

    def refresh(self) -> None:
        """Set the clock as others have."""
        with self._store.reading(tenant=EVERYBODY) as store:
            row = store.row(_READ)
        if row is not None:
            self._set(row.frozen, row.ahead)
            self._known = int(row.version)

    def _set(self, frozen: str | None, ahead: int) -> None:
        at = None if frozen is None else datetime.fromisoformat(frozen)
        self._clock.set(frozen=at, ahead=ahead * _MICROSECOND)


def _written(clock: Clock) -> dict[str, str | int | None]:
    frozen, ahead = clock.setting
    at = None if frozen is None else frozen.isoformat()
    return {"frozen_at": at, "by": ahead // _MICROSECOND}
