"""Rows of one resource table, within one workspace: read, listed, counted, written."""

from collections.abc import Sequence
from functools import cache
import json
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, select, update

from playground.sandbox.envelope import encoded
from playground.sandbox.store import Transaction

__all__ = ["Collection"]


class Collection:
    """
    The resource of one table; a row with `deleted_at` is there for nobody.

    Every method is bound to a workspace, so that nothing of another one can be reached; only
    `is_elsewhere` looks further, for the decision log. *noun* is for people: what one row is.
    """

    def __init__(self, table: Table, *, noun: str = "") -> None:
        self.table = table
        self.noun = noun or table.name
        columns = table.c
        self._mine: tuple[ColumnElement[bool], ...] = (
            columns.tenant == bindparam("in_tenant"),
            columns.workspace == bindparam("in_workspace"),
        )
        self._live = (columns.deleted_at.is_(None),) if "deleted_at" in columns else ()
        one = (*self._mine, columns.id == bindparam("is_id"))
        self._get = select(columns.document).where(*one, *self._live)
        self._elsewhere = select(columns.id).where(
            columns.tenant == bindparam("in_tenant"),
            columns.workspace != bindparam("in_workspace"),
            columns.id == bindparam("is_id"),
        )
        self._delete = table.delete().where(*one)
        self.listing = cache(self._listing)
        self.counting = cache(self._counting)
        self.updating = cache(self._updating)

    def text(self, store: Transaction, workspace: str, key: str) -> str | None:
        """Return the document of *key* as JSON text, None where there is none."""
        row = store.row(self._get, in_workspace=workspace, is_id=key)
        return None if row is None else str(row.document)

    def document(self, store: Transaction, workspace: str, key: str) -> dict[str, Any] | None:
        """Return the document of *key*, None where there is none."""
        text = self.text(store, workspace, key)
        return None if text is None else dict(json.loads(text))

    def texts(
        self, store: Transaction, workspace: str, *, offset: int, limit: int, **equal: str
    ) -> list[str]:
        """Return a page of documents whose columns are as *equal* says, the newest first."""
        statement = self.listing(tuple(sorted(equal)))
        found = store.rows(
            statement, in_workspace=workspace, offset=offset, limit=limit, **_is(equal)
        )
        return [row[0] for row in found]

    def count(self, store: Transaction, workspace: str, **equal: str) -> int:
        """Return how many there are whose columns are as *equal* says."""
        row = store.row(self.counting(tuple(sorted(equal))), in_workspace=workspace, **_is(equal))
        return int(row[0]) if row else 0

    def add(self, store: Transaction, workspace: str, document: Any, **columns: Any) -> str:
        """Insert *document*, and return it as JSON text."""
        text = encoded(document)
        store.add(self.table, {"workspace": workspace, "document": text, **columns})
        return text

    def write(
        self, store: Transaction, workspace: str, key: str, document: Any, **columns: Any
    ) -> str:
        """Replace the document of *key* and the *columns* named, and return it as JSON text."""
        text = encoded(document)
        changed = {f"new_{name}": value for name, value in columns.items()}
        statement = self.updating(tuple(sorted(columns)))
        store.run(statement, in_workspace=workspace, is_id=key, new_document=text, **changed)
        return text

    def remove(self, store: Transaction, workspace: str, key: str) -> bool:
        """Delete the row of *key*; whether there was one."""
        return store.run(self._delete, in_workspace=workspace, is_id=key) > 0

    def is_elsewhere(self, store: Transaction, workspace: str, key: str) -> bool:
        """Whether *key* belongs to another workspace of the tenant than *workspace*."""
        return store.row(self._elsewhere, in_workspace=workspace, is_id=key) is not None

    def where(self, names: Sequence[str]) -> list[ColumnElement[bool]]:
        """Return the conditions for live rows of the workspace whose columns *names* match."""
        equal = [self.table.c[name] == bindparam(f"is_{name}") for name in names]
        return [*self._mine, *self._live, *equal]

    def _listing(self, names: tuple[str, ...]) -> Select[Any]:
        return (
            select(self.table.c.document)
            .where(*self.where(names))
            .order_by(self.table.c.position.desc())
            .limit(bindparam("limit"))
            .offset(bindparam("offset"))
        )

    def _counting(self, names: tuple[str, ...]) -> Select[Any]:
        return select(func.count()).select_from(self.table).where(*self.where(names))

    def _updating(self, names: tuple[str, ...]) -> Any:
        written = (*names, "document")
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in written}
        return update(self.table).where(*self.where(("id",))).values(values)


def _is(equal: dict[str, str]) -> dict[str, str]:
    return {f"is_{name}": value for name, value in equal.items()}
