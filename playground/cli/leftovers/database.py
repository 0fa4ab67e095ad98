"""A store in SQLite: rows with a key are deleted, and their bytes are wiped from the file."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
import sqlite3
from urllib.parse import quote

from playground.cli.files.source import Source
from playground.cli.leftovers.store import Left
from playground.cli.leftovers.tables import Selection, deleted, rows
from playground.errors import NotebookError
from playground.guard import Catalogue, Scope, findings_in_text
from playground.guard.find import finding_of, keys_in_pieces

__all__ = ["Database"]

_BESIDE = ("", "-wal", "-journal")
_PATIENCE_SECONDS = 5.0
# Source: SQLite, "Database File Format", 1.3.3: 2 stands for a write-ahead log, 1 for none.
_FORMATS, _LOGGED = slice(18, 20), b"\2\2"
_GHOST = "deleted, but still in the file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A database of IPython's or of the collaboration's."""

    path: Path
    what: str
    remedy: str = "delete the rows"

    def left(self, catalogue: Catalogue) -> list[Left]:
        """Return the keys in its rows; if there are none, those in what deleted rows left."""
        with self._reading() as connection:
            every = {id(row.piece): row for row in rows(connection)}
            found = [
                Left(
                    finding=finding_of(key, piece, catalogue), where=row.where, handle=row.selection
                )
                for piece, keys in keys_in_pieces((row.piece for row in every.values()), catalogue)
                for row in [every[id(piece)]]
                for key in keys
            ]
        return found or self._ghosts(catalogue)

    def remove(self, left: Sequence[Left], scope: Scope) -> None:
        """Delete the rows that *left* names, and wipe what deleted rows left in the file."""
        chosen = list(dict.fromkeys(one.handle for one in left if one.handle))
        try:
            self._delete(chosen)
        except sqlite3.OperationalError as error:
            raise self._in_use(error) from None
        except sqlite3.DatabaseError:
            raise NotebookError(
                "it is damaged", path=self.path, next_step="Delete the file by hand."
            ) from None
        if self._ghosts(scope.catalogue):
            raise self._in_use()

    def _delete(self, chosen: Sequence[Selection]) -> None:
        with closing(
            sqlite3.connect(self.path, timeout=_PATIENCE_SECONDS, isolation_level=None)
        ) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("BEGIN IMMEDIATE")
            deleted(connection, chosen)
            connection.execute("COMMIT")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Yield a connection that changes nothing, also where somebody has locked the file."""
        with closing(self._open()) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
            yield connection

    def _open(self) -> sqlite3.Connection:
        raw = bytearray(Source(name=str(self.path)).read())
        has_log = self.path.with_name(f"{self.path.name}-wal").exists()
        if has_log or raw[_FORMATS] != _LOGGED:
            address = f"file:{quote(str(self.path))}?mode=ro"
            with suppress(sqlite3.Error):
                return _readable(sqlite3.connect(address, uri=True, timeout=0))
        # Somebody has locked it, or opening it would begin a log: a copy in memory does neither.
        # What it lacks of a log, or all of it where the file is damaged, is seen in the bytes.
        raw[_FORMATS] = b"\1\1"
        copy = sqlite3.connect(":memory:")
        with suppress(sqlite3.Error):
            copy.deserialize(bytes(raw))
            return _readable(copy)
        return sqlite3.connect(":memory:")

    def _ghosts(self, catalogue: Catalogue) -> list[Left]:
        return [
            Left(finding=finding, where=_GHOST)
            for suffix in _BESIDE
            for path in [self.path.with_name(self.path.name + suffix)]
            if path.exists()
            for finding in findings_in_text(_text(path), catalogue)
        ]

    def _in_use(self, error: sqlite3.OperationalError | None = None) -> NotebookError:
        reason = f" ({error})" if error else ""
        return NotebookError(
            f"it is in use{reason}, and still holds a key",
            path=self.path,
            next_step="Stop the kernels and servers that have it open, then run this again.",
        )


def _readable(connection: sqlite3.Connection) -> sqlite3.Connection:
    """
    Return *connection* once something was read by it.

    Raises:
        Error: of sqlite3; the connection is closed then.
    """
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _text(path: Path) -> str:
    return Source(name=str(path)).read().decode("utf-8", "surrogateescape")
