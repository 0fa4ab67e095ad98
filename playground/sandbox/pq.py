"""
PostgreSQL one layer below psycopg's cursors.

Statements are prepared once a connection, and values go as the text that they are: columns are
text and numbers only (decision 0031). That halves what a statement costs on our side. What has
no result that anybody waits for goes with the next statement that has one, in a single turn.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from math import inf
from typing import Any, TypeAlias

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.errors import error_from_result
from psycopg.generators import fetch_many, send
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.sql import SQL, Identifier
from psycopg.waiting import wait

__all__ = ["PqCursor"]

_Reader: TypeAlias = Callable[[bytes], Any]
_READERS: Mapping[int, _Reader] = {
    16: lambda value: value == b"t",  # bool
    20: int,  # int8
    21: int,  # int2
    23: int,  # int4
    700: float,  # float4
    701: float,  # float8
    1700: lambda value: Decimal(value.decode()),  # numeric
}
_GOOD = frozenset({ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK, ExecStatus.EMPTY_QUERY})
_MOST_AT_ONCE = 500
_STALE = 1.0  # seconds
_PATIENCE = 1.0  # seconds; by default psycopg would not sleep at all, but look again and again


class PqCursor:
    """What our statements need of a cursor of PEP 249, on a *connection* of its own."""

    __slots__ = (
        "_connection",
        "_driver",
        "_known",
        "_last",
        "_next",
        "_planned",
        "_readers",
        "_result",
        "_waiting",
    )

    def __init__(self, connection: Connection[Any]) -> None:
        self._driver = connection
        self._connection = connection.pgconn
        self._known: dict[str, bytes] = {}
        self._readers: dict[bytes, Sequence[_Reader]] = {}
        self._last = b""
        self._planned = -inf
        self._waiting: list[tuple[bytes, list[Any]]] = []
        self._result: PGresult | None = None
        self._next = 0

    @property
    def description(self) -> Sequence[tuple[str]]:
        """The name of each column."""
        result = self._result
        if result is None:
            return []
        return [((result.fname(at) or b"").decode(),) for at in range(result.nfields)]

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""
        return 0 if self._result is None else self._result.command_tuples or 0

    def execute(self, sql: str, values: Sequence[Any] = ()) -> None:
        """
        Execute *sql*, whose parameters are `$1`, `$2` and so on.

        Raises:
            psycopg.Error: it failed; an `OperationalError` if the connection is gone.
        """
        self._wait(sql, values)
        self.settle()

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute *sql* with each of *rows*, not later than the next statement."""
        for values in rows:
            self._wait(sql, values)
            if len(self._waiting) == _MOST_AT_ONCE:
                self.settle()

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert *rows* of *columns* into *table*, in one stream."""
        self.settle()
        names = SQL(", ").join(map(Identifier, columns))
        into = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), names)
        with self._driver.cursor() as cursor, cursor.copy(into) as stream:
            for row in rows:
                stream.write_row(row)

    def renew(self, now: float) -> None:
        """
        Have statements planned anew with the next one, if it is *now* a second since the last time.

        PostgreSQL keeps its plans, and while tables are small one index seems as good as another.
        """
        if now >= self._planned + _STALE:
            self._planned = now
            self._wait("DISCARD PLANS")

    def begin(self) -> None:
        """Begin a transaction, with its first statement."""
        self._wait("BEGIN")

    def commit(self) -> None:
        """Have everything since `begin` hold."""
        self.execute("COMMIT")

    def rollback(self) -> None:
        """Undo everything since `begin`."""
        self._waiting.clear()
        if self._connection.transaction_status != TransactionStatus.IDLE:
            self.execute("ROLLBACK")

    def settle(self) -> None:
        """Execute what still waits; the result is that of the last statement."""
        statements, self._waiting = self._waiting, []
        if statements:
            self._last = statements[-1][0]
        if len(statements) == 1:
            self._result = self._checked(self._connection.exec_prepared(*statements[0]))
        elif statements:
            together = _together(self._connection, statements)
            results = wait(together, self._connection.socket, _PATIENCE)
            self._result = [self._checked(result) for result in results][-1]
        self._next = 0

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row of the result, or None."""
        if self._result is None or self._next >= self._result.ntuples:
            return None
        self._next += 1
        return self._row(self._result, self._next - 1)

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return the rows of the result that are left."""
        result = self._result
        if result is None:
            return []
        left = range(self._next, result.ntuples)
        self._next = result.ntuples
        return [self._row(result, at) for at in left]

    def _row(self, result: PGresult, at: int) -> tuple[Any, ...]:
        readers = self._readers.get(self._last)
        if readers is None:
            types = map(result.ftype, range(result.nfields))
            readers = [_READERS.get(one, bytes.decode) for one in types]
            self._readers[self._last] = readers
        values = [result.get_value(at, column) for column in range(len(readers))]
        return tuple(
            [
                None if value is None else read(value)
                for read, value in zip(readers, values, strict=True)
            ]
        )

    def _wait(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Have *sql* executed together with what comes next."""
        self._waiting.append((self._known.get(sql) or self._prepared(sql), _texts(values)))

    def _prepared(self, sql: str) -> bytes:
        name = f"s{len(self._known)}".encode()
        self._checked(self._connection.prepare(name, sql.encode()))
        self._known[sql] = name
        return name

    def _checked(self, result: PGresult) -> PGresult:
        if result.status in _GOOD:
            return result
        is_libpqs = result.error_field(DiagnosticField.SQLSTATE) is None
        if is_libpqs or self._connection.status == ConnStatus.BAD:
            raise OperationalError("the connection to PostgreSQL is lost")
        raise error_from_result(result)


def _together(
    connection: PGconn, statements: Sequence[tuple[bytes, list[Any]]]
) -> PQGen[list[PGresult]]:
    """Send *statements* and receive what each gave; after a failure the rest is left out."""
    connection.enter_pipeline_mode()
    for name, values in statements:
        connection.send_query_prepared(name, values)
    connection.pipeline_sync()
    yield from send(connection)
    results = []
    for _ in statements:
        results += yield from fetch_many(connection)
    yield from fetch_many(connection)
    connection.exit_pipeline_mode()
    return results


def _texts(values: Sequence[Any]) -> list[Any]:
    return [None if value is None else str(value).encode() for value in values]
