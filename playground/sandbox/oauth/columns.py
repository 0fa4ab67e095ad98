"""How times and sets are kept in columns that every database has."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

__all__ = ["Instant", "Lines", "ScopeSet"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware time, as microseconds since 1970: exact, ordered, and without a zone to lose."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002  SQLAlchemy's signature
        """Return *value* as a number."""
        return None if value is None else (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """Return the time that the number *value* stands for."""
        return None if value is None else _EPOCH + value * _MICROSECOND


class ScopeSet(TypeDecorator[frozenset[str]]):
    """A set of scopes, as the protocol writes it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: frozenset[str] | None, dialect: Dialect) -> str:  # noqa: ARG002  SQLAlchemy's signature
        """Return *value* as one text."""
        return " ".join(sorted(value or ()))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> frozenset[str]:  # noqa: ARG002  SQLAlchemy's signature
        """Return the scopes of the text *value*."""
        return frozenset(str(value).split())


class Lines(TypeDecorator[tuple[str, ...]]):
    """Texts without line breaks, one a line, in order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:  # noqa: ARG002  SQLAlchemy's signature
        """Return *value* as one text."""
        return "\n".join(value or ())

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002  SQLAlchemy's signature
        """Return the lines of the text *value*."""
        return tuple(str(value).splitlines())
