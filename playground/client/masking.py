"""Replace every key in what was sent and answered by its name, and keep new ones by name."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
import json
from typing import Any

from playground.client.fields import masked_cookies, masked_fields
from playground.client.wire import Headers
from playground.credentials import CurrentKeys, Keyring, reference
from playground.credentials.recognise import UNKNOWN, catalogue, code_of
from playground.credentials.reference import REFERENCE
from playground.guard import Finding, mask

__all__ = ["Masker"]

_COOKIES = frozenset({"cookie", "set-cookie"})
_CREDENTIALS = frozenset({"authorization", "proxy-authorization", "x-csrf-token"})


class Masker:
    """
    Masks texts with the names of a keyring, which learns each key it did not know.

    With `trust_references`, a reference in an answer is a key too: so it is in a replay, where
    the cassette holds references only.
    """

    def __init__(self, keyring: Keyring | CurrentKeys, *, trust_references: bool = False) -> None:
        self._source = keyring
        self._trust_references = trust_references

    @property
    def _keyring(self) -> Keyring:
        return self._source.keyring if isinstance(self._source, CurrentKeys) else self._source

    def text(self, text: str) -> str:
        """Return *text* with known keys, keys by form and secrets by field name replaced."""
        self._learn(text)
        # By name first: so a password that is also a token somewhere is masked the same each time.
        text = self._keyring.masked(masked_fields(text, reference=self._token))
        return mask(text, catalogue(), replace=self._found)[0]

    def value(self, value: Any) -> Any:
        """Return the JSON *value* with every key in its strings replaced."""
        if isinstance(value, str):
            return mask(self._keyring.masked(value), catalogue(), replace=self._found)[0]
        if isinstance(value, Mapping):
            return {name: self.value(inner) for name, inner in value.items()}
        return [self.value(inner) for inner in value] if isinstance(value, list | tuple) else value

    def headers(self, headers: Headers) -> Headers:
        """Return *headers* with keys, cookies and credentials replaced."""
        return tuple((name, self._header(name.lower(), value)) for name, value in headers)

    def _header(self, name: str, value: str) -> str:
        if name in _COOKIES:
            return masked_cookies(self._keyring.masked(value))
        shown = self.text(value)
        if name not in _CREDENTIALS or REFERENCE.search(shown):
            return shown
        scheme, _, rest = shown.partition(" ")
        return f"{scheme} [redacted:credential]" if rest else "[redacted:credential]"

    def _found(self, _finding: Finding, value: str) -> str:
        return reference(self._keyring.adopt(value))

    def _token(self, value: str, field: str) -> str:
        is_opaque = code_of(value) == UNKNOWN
        return reference(self._keyring.adopt(value, name=field if is_opaque else ""))

    def _learn(self, text: str) -> None:
        """Keep each new key of *text* by the name that the answer itself gives it, if it does."""
        values: set[str] = set()
        mask(self._keyring.masked(text), catalogue(), replace=lambda _, value: _seen(values, value))
        if values:
            with suppress(ValueError):
                for name, value in _named(json.loads(text)):
                    if value in values:
                        self._keyring.adopt(value, name=name)
        if self._trust_references:
            for match in REFERENCE.finditer(text):
                if match[1] not in self._keyring:
                    self._keyring.put(match[1], match[0])


def _seen(values: set[str], value: str) -> str:
    values.add(value)
    return value


def _named(data: Any) -> Iterator[tuple[str, str]]:
    """Yield name and text of each object in *data* that has a name beside other texts."""
    if isinstance(data, list):
        for item in data:
            yield from _named(item)
    if isinstance(data, dict):
        name = data.get("name")
        if isinstance(name, str):
            yield from ((name, text) for text in data.values() if isinstance(text, str))
        for item in data.values():
            yield from _named(item)
