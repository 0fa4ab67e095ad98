"""Passwords of a request: kept as secrets in the kernel, a mask in every trait."""

from collections.abc import Iterable
from copy import deepcopy
import json
from typing import Any, cast
from urllib.parse import quote_plus

from playground.credentials.secret import MASK, Secret
from playground.widgets.pointer import put, read, remove
from playground.widgets.wire import Values

__all__ = ["Hidden"]

SHORTEST = 4
"""A hidden value shorter than this is masked only where quotes or "=" bound it."""


class Hidden:
    """The hidden values of each operation, by address; shown by no repr."""

    def __init__(self) -> None:
        self._secrets: dict[tuple[str, str], Secret] = {}

    def put(self, operation: str, address: str, value: str | None) -> None:
        """Keep *value*, or forget it when `None`."""
        if value is None:
            self._secrets.pop((operation, address), None)
        else:
            self._secrets[operation, address] = Secret(value)

    def lift(self, operation: str, values: Values, addresses: Iterable[str]) -> Values:
        """Return *values* with what stands at *addresses* kept here and masked there."""
        lifted = cast("dict[str, Any]", deepcopy(values))
        for address in addresses:
            value = read(lifted, address)
            if isinstance(value, str) and value not in {"", MASK}:
                self.put(operation, address, value)
                put(lifted, address, MASK)
        return cast("Values", lifted)

    def fill(self, operation: str, values: Values, addresses: Iterable[str]) -> Values:
        """Return *values* with the hidden ones back in place; a mask with nothing behind goes."""
        filled = cast("dict[str, Any]", deepcopy(values))
        for address in addresses:
            if read(filled, address) != MASK:
                continue
            secret = self._secrets.get((operation, address))
            if secret is None:
                remove(filled, address)
            else:
                put(filled, address, secret.reveal())
        return cast("Values", filled)

    def mask(self, operation: str, text: str) -> str:
        """Return *text* with each hidden value of *operation* masked."""
        for (owner, _), secret in self._secrets.items():
            if owner == operation and secret:
                text = _masked(text, secret.reveal())
        return text


def _masked(text: str, value: str) -> str:
    quoted = json.dumps(value), json.dumps(value, ensure_ascii=False)
    for bounded in quoted:
        text = text.replace(bounded, f'"{MASK}"')
    text = text.replace(f"'{value}'", f"'{MASK}'").replace(f"={quote_plus(value)}", f"={MASK}")
    return text.replace(value, MASK) if len(value) >= SHORTEST else text
