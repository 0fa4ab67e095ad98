"""Which tables each tenant has changed, as far as this process did it: what a reset may spare."""

from collections.abc import Container, Iterable

from sqlalchemy import Table

__all__ = ["Changes"]


class Changes:
    """Of a tenant that was not wiped by this process, nothing is known: any table may be filled."""

    def __init__(self) -> None:
        self._changed: dict[str, set[Table]] = {}
        self._seeded: dict[str, set[Table]] = {}

    def add(self, tenant: str, tables: Iterable[Table]) -> None:
        """Know that *tables* have changed."""
        if tenant in self._changed:
            self._changed[tenant].update(tables)

    def seeded(self, table: Table, *, tenant: str) -> None:
        """Know that *table* has what the seed of *tenant* lists, and nothing else."""
        self._changed.get(tenant, set()).discard(table)
        self._seeded.setdefault(tenant, set()).add(table)

    def wiped(self, tenant: str, *, but: Container[Table]) -> None:
        """Know that *tenant* has nothing left *but* what is in these tables."""
        self._changed[tenant] = set()
        self._seeded[tenant] = {one for one in self._seeded.get(tenant, ()) if one in but}

    def forget(self, tenant: str) -> None:
        """Know nothing of *tenant* any more."""
        self._changed.pop(tenant, None)
        self._seeded.pop(tenant, None)

    def is_filled(self, table: Table, *, tenant: str) -> bool:
        """Whether *tenant* may have something in *table*."""
        changed = self._changed.get(tenant)
        return changed is None or table in changed or table in self._seeded.get(tenant, ())

    def is_as_seeded(self, table: Table, *, tenant: str) -> bool:
        """Whether *table* still has what the seed of *tenant* lists, and nothing else."""
        changed = self._changed.get(tenant)
        return changed is not None and table not in changed and table in self._seeded[tenant]
