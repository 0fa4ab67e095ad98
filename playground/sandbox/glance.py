"""What a worker looks at before each request on PostgreSQL, in one statement, as others see it."""

from sqlalchemy import bindparam, exists, func, literal, select, true

from playground.sandbox.agenda import entries
from playground.sandbox.authenticate import BY_DIGEST, digest_in
from playground.sandbox.message import Request
from playground.sandbox.prepared import Record
from playground.sandbox.setting import EVERYBODY, clock_setting
from playground.sandbox.store import Store
from playground.sandbox.stored_faults import LEFT

__all__ = ["glance"]

_CALLER = BY_DIGEST.subquery()
_ALWAYS = select(literal(1)).subquery()
_GLANCE = select(
    select(clock_setting.c.version)
    .where(clock_setting.c.tenant == EVERYBODY)
    .scalar_subquery()
    .label("clock"),
    select(func.min(entries.c.due_at))
    .where(entries.c.tenant == bindparam("in_tenant"))
    .scalar_subquery()
    .label("next_due"),
    exists().where(*LEFT).label("are_faults"),
    _CALLER,
).join_from(_ALWAYS, _CALLER, true(), isouter=True)


def glance(store: Store, request: Request, *, tenant: str) -> Record:
    """
    Return what has changed, and the row of the key that *request* carries.

    It is `clock`, the version of its setting, `next_due`, when something planned is, `are_faults`,
    and the columns of `BY_DIGEST`, each None where the key is none of ours.
    """
    with store.reading(tenant=tenant) as transaction:
        return transaction.row(_GLANCE, is_digest=digest_in(request))
