"""Everything that a sandbox has written down, row by row."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from playground.sandbox import Sandbox
from playground.sandbox.oauth.tables import METADATA as OAUTH
from playground.sandbox.tables import METADATA

__all__ = ["dump", "of_workspace"]

Rows = dict[str, list[dict[str, Any]]]

# Written by whatever is read, too: when a key was last used, which number an id may have next.
_NOTES = {"last_used_at", "last_used_from", "last_used_by", "sequence"}


def dump(sandbox: Sandbox) -> Rows:
    """Return every row of every table, in a steady order, but for notes of use."""
    with sandbox.state.transaction() as store:
        found = {
            table.name: sorted(map(_kept, store.rows(select(table))), key=repr)
            for table in METADATA.sorted_tables
        }
    with sandbox.state.oauth._store._engine.begin() as connection:
        for table in OAUTH.sorted_tables:
            rows = connection.execute(select(table)).all()
            found[f"oauth {table.name}"] = sorted(map(_kept, rows), key=repr)
    return found


def of_workspace(rows: Rows, workspace: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows that belong to *workspace*, each with its table's name."""
    for name, entries in rows.items():
        for entry in entries:
            if workspace in (entry.get("workspace"), entry.get("id")):
                yield name, entry


def _kept(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row._asdict().items() if name not in _NOTES}
