"""The sandbox's own time: it runs, stands still, or jumps, and everything follows it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

__all__ = ["Clock", "instant", "milliseconds", "read", "stamp"]


class Clock:
    """A clock that can be set; *real* tells the time that it follows while it runs."""

    def __init__(self, *, real: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._real = real
        self._ahead = timedelta()
        self._frozen: datetime | None = None

    @property
    def is_frozen(self) -> bool:
        """Whether the clock stands still."""
        return self._frozen is not None

    @property
    def setting(self) -> tuple[datetime | None, timedelta]:
        """Where the clock stands, None while it runs, and how far it is ahead of the real time."""
        return self._frozen, self._ahead

    def set(self, *, frozen: datetime | None, ahead: timedelta) -> None:
        """Take over the `setting` of another clock."""
        self._frozen, self._ahead = frozen, ahead

    def now(self) -> datetime:
        """Return the virtual time, in UTC."""
        return self._frozen if self._frozen is not None else self._real() + self._ahead

    def freeze(self, at: datetime) -> None:
        """Stop the clock at *at*, an aware time."""
        self._frozen = at.astimezone(UTC)

    def advance(self, seconds: float) -> None:
        """
        Move the clock on, whether it stands or runs; a negative number moves it back.

        Raises:
            OverflowError: there is no such time.
        """
        step = timedelta(seconds=seconds)
        _ = self.now() + step
        if self._frozen is not None:
            self._frozen += step
        else:
            self._ahead += step

    def run(self) -> None:
        """Follow the real time again, exactly."""
        self._frozen = None
        self._ahead = timedelta()


def milliseconds(time: datetime) -> int:
    """Return *time* as whole milliseconds since 1970, rounded down."""
    return (time - _EPOCH) // _MILLISECOND


def instant(milliseconds: int) -> datetime:
    """Return the aware time of *milliseconds* since 1970."""
    return _EPOCH + milliseconds * _MILLISECOND


def read(text: str) -> datetime | None:
    """
    Return the time that *text*, a date and time of RFC 3339, means; None for the year 0.

    A leap second is the second before it: Python has none.
    """
    try:
        return datetime.fromisoformat(text.upper().replace(":60", ":59"))
    except ValueError:
        return None


def stamp(time: datetime) -> str:
    """Return *time* as Linquid writes it: `2024-01-15T10:30:00.000Z`."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
