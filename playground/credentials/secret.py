"""A value that may be used and never be shown."""

import hmac
from typing import NoReturn, final

__all__ = ["Secret"]

MASK = "••••••"


@final
class Secret:
    """
    A credential's value, masked wherever Python would print, format, pickle or serialise it.

    `reveal()` is the only way to the value. Two secrets compare in constant time, and only with
    each other. `name` is the name that the keyring knows it by, and is safe to show.
    """

    __slots__ = ("_value", "name")

    def __init__(self, value: str, *, name: str = "") -> None:
        self._value = value
        self.name = name

    def reveal(self) -> str:
        """Return the value itself: hand it to what consumes it, and store it nowhere."""
        return self._value

    def __repr__(self) -> str:
        return f'keys["{self.name}"]' if self.name else f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self.name))

    def __reduce__(self) -> NoReturn:
        message = f"{self!r} is a secret: it cannot be pickled, copied or stored."
        raise TypeError(message)

    def _repr_html_(self) -> str:
        return f"<code>{self!r}</code>"
