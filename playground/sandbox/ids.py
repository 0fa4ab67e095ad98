"""Ids and short codes: they carry the virtual time, and the same seed and clock give the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock, local

from sqlalchemy import bindparam, update

from playground.sandbox.clock import milliseconds
from playground.sandbox.store import Store, Transaction
from playground.sandbox.tables import tenants

__all__ = ["Ids", "base62"]

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BLOCK = 1000
_ENOUGH = 200  # more than one request ever takes
# Multiplying by a number without a common divisor visits every value once, in no obvious order.
_ID_SPACE, _ID_STEP = 62**5, 387_420_489
_CODE_SPACE, _CODE_STEP = 62**6, 25_937_424_601

_FORWARD = (
    update(tenants)
    .where(tenants.c.tenant == bindparam("in_tenant"))
    .values(sequence=tenants.c.sequence + _BLOCK)
    .returning(tenants.c.sequence)
)
_REACHED = (
    update(tenants)
    .where(tenants.c.tenant == bindparam("in_tenant"))
    .values(sequence=bindparam("new_sequence"))
)


class Ids:
    """
    Numbers that one tenant never had before, and what is made of them.

    They are reserved from the store in blocks, so that several processes never share one; where
    the store is shared, neither do threads.
    """

    def __init__(self, *, tenant: str, is_shared: bool = False) -> None:
        self._tenant = tenant
        self._is_shared = is_shared
        self._turn = Lock()
        self._block: _Block | _OwnBlock = _OwnBlock() if is_shared else _Block()

    @contextmanager
    def writing(self, store: Store) -> Iterator[Transaction]:
        """
        Give a transaction with numbers enough for it.

        Where the store is shared, the writers of one tenant wait for each other: what a handler
        has read is still so when it writes, and the order of numbers is the order of writing.
        """
        if not self._is_shared:
            self.top_up(store)
            with store.transaction(tenant=self._tenant) as transaction:
                yield transaction
            return
        # Threads of one process wait here: PostgreSQL's own queue costs more than the writing.
        with self._turn, store.transaction(tenant=self._tenant) as transaction:
            self._reserve(transaction)
            yield transaction

    def top_up(self, store: Store) -> None:
        """Make sure that one request's worth of numbers is there; not inside a transaction."""
        if self._is_shared or self._block.end - self._block.next < _ENOUGH:
            with store.transaction(tenant=self._tenant) as transaction:
                self._reserve(transaction)

    def restart(self, transaction: Transaction) -> None:
        """Begin anew, in a tenant that was wiped."""
        transaction.run_later(_REACHED, new_sequence=_BLOCK)
        self._block.next, self._block.end = 0, _BLOCK

    def settle(self, transaction: Transaction) -> None:
        """Note how far a seed came, however many numbers it took, so that none is given twice."""
        self._block.end = max(self._block.next, self._block.end)
        transaction.run_later(_REACHED, new_sequence=self._block.end)

    @property
    def reached(self) -> int:
        """The last number that was given."""
        return self._block.next

    def skip_to(self, number: int) -> None:
        """Give no number up to *number*: whoever has them got them from an image."""
        self._block.next = number

    def number(self) -> int:
        """Return the next number: it orders what is created."""
        self._block.next += 1
        return self._block.next

    def make(self, prefix: str, *, now: datetime) -> str:
        """Return a new id, such as `link_0VB7cX2aBcDeF`, with *now* in it."""
        return prefix + base62(milliseconds(now)) + _scattered(self.number(), _ID_SPACE, _ID_STEP)

    def code(self) -> str:
        """Return a new short code of six characters."""
        return _scattered(self.number(), _CODE_SPACE, _CODE_STEP)

    def _reserve(self, transaction: Transaction) -> None:
        found = transaction.row(_FORWARD)
        end = int(found.sequence) if found else 0
        self._block.next, self._block.end = end - _BLOCK, end


class _Block:
    """The numbers after `next` up to `end`."""

    next = 0
    end = 0


class _OwnBlock(local):
    """A block for each thread."""

    next = 0
    end = 0


def base62(number: int) -> str:
    """Return *number*, zero or more, in the digits of keys."""
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = _DIGITS[digit] + digits
    return digits or "0"


def _scattered(number: int, space: int, step: int) -> str:
    width = len(base62(space - 1))
    return base62((number * step + step // 2) % space).rjust(width, "0")
