"""Connections to the database, as transactions take them: one by one, or many at once."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import RLock
from typing import Protocol

from sqlalchemy import Engine
from sqlalchemy.engine import Dialect

from playground.sandbox.prepared import Cursor

__all__ = ["Connections", "OneConnection", "Unavailable"]


class Unavailable(Exception):
    """The database does not answer any more."""


class Connections(Protocol):
    """`dialect` is what statements are compiled for."""

    dialect: Dialect

    def transaction(self) -> AbstractContextManager[Cursor]:
        """Give a cursor whose statements all hold, or none."""

    def single(self) -> AbstractContextManager[Cursor]:
        """Give a cursor whose statements each hold at once."""

    def close(self) -> None:
        """Close every connection, once nobody uses it."""


class OneConnection:
    """The one connection to SQLite, for one request at a time."""

    def __init__(self, engine: Engine) -> None:
        self.dialect = engine.dialect
        self._connection = engine.raw_connection()
        self._lock = RLock()

    @contextmanager
    def transaction(self) -> Iterator[Cursor]:
        """Give a cursor whose statements all hold, or none."""
        with self._lock:
            cursor = self._connection.cursor()
            try:
                yield cursor
            except BaseException:
                self._connection.rollback()
                raise
            else:
                self._connection.commit()
            finally:
                cursor.close()

    single = transaction

    def close(self) -> None:
        """Close the connection, once nobody uses it; what is in memory is gone."""
        with self._lock:
            self._connection.close()
