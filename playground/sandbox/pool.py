"""Connections to PostgreSQL: as many as are used at once, and each is used again."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any

from psycopg import OperationalError
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import OperationalError as CannotConnect
from sqlalchemy.pool import PoolProxiedConnection

from playground.sandbox.connections import Unavailable
from playground.sandbox.pq import PqCursor

__all__ = ["Pool"]


class Pool:
    """The connections that nobody uses right now; the last used one is used next."""

    def __init__(self, engine: Engine) -> None:
        self.dialect: Any = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]  # SQLAlchemy's
        self._engine = engine
        self._idle: deque[tuple[PoolProxiedConnection, PqCursor]] = deque()

    @contextmanager
    def transaction(self) -> Iterator[PqCursor]:
        """Give a cursor whose statements all hold, or none."""
        with self.single() as cursor:
            cursor.begin()
            try:
                yield cursor
                cursor.commit()
            except BaseException:
                with suppress(OperationalError):
                    cursor.rollback()
                raise

    @contextmanager
    def single(self) -> Iterator[PqCursor]:
        """
        Give a cursor whose statements each hold at once.

        Raises:
            Unavailable: the connection is lost, or there is none; it is not used again.
        """
        connection, cursor = self._taken()
        try:
            cursor.renew(monotonic())
            yield cursor
            cursor.settle()
        except OperationalError as error:
            connection.invalidate()
            raise Unavailable from error
        finally:
            if connection.is_valid:
                self._idle.append((connection, cursor))

    def close(self) -> None:
        """Close every connection that nobody uses."""
        while self._idle:
            self._idle.pop()[0].close()

    def _taken(self) -> tuple[PoolProxiedConnection, PqCursor]:
        with suppress(IndexError):
            return self._idle.pop()
        try:
            connection = self._engine.raw_connection()
        except CannotConnect as error:
            raise Unavailable from error
        driver: Any = connection.driver_connection
        return connection, PqCursor(driver)
