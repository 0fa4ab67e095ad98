"""A session's keys by name: their values in memory only, everything else for everyone to see."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from threading import RLock
from typing import Any
from urllib.parse import quote, quote_plus
import warnings

from playground.credentials.credential import Credential, CredentialKind, CredentialStatus
from playground.credentials.recognise import code_of, facts_of, is_key_shaped
from playground.credentials.reference import as_name, checked_name, reference, shown_name
from playground.credentials.secret import Secret
from playground.errors import NameTaken, UnknownKey
from playground.guard.known import SHORTEST
from playground.table import html_table, text_table

__all__ = ["Keyring"]

_COLUMNS = ("Name", "Kind", "Scopes", "Expires", "Owner", "Status")
_MOST = 5  # scopes in a row of the table
_UNKNOWN = "unknown"
_TOLD = frozenset(
    {"environment", "expires_at", "kind", "owner", "purpose", "scopes", "status", "workspace"}
)
"""The facts about a key that somebody, or its own value, has to tell."""


class Keyring(Mapping[str, Secret]):
    """
    Secrets by name, in the order in which they came; safe to use from several threads.

    `own` holds what a person or an answer put in, unlike what a sandbox lent with `lend`.
    `as_of` is the server's time by which a key is told to be expired, None where unknown.
    """

    def __init__(self, own: Iterable[Credential] = (), *, as_of: datetime | None = None) -> None:
        self._lock = RLock()
        self._credentials = {credential.name: credential for credential in own}
        self._lent: set[str] = set()
        self._watcher: Callable[[Keyring], None] | None = None
        self.as_of: datetime | None = as_of

    def put(
        self,
        name: str,
        value: str | bytes | Secret,
        **fields: Any,
    ) -> Secret:
        """
        Keep *value* under *name*, replacing what was there, and return it as a secret.

        What *fields*, those of `Credential`, do not say is read from the value: its kind,
        environment and expiry. The rest is unknown.

        Raises:
            PlaygroundError: *name* cannot name a key; say, because it is one.
        """
        name = checked_name(name)
        text = value.reveal() if isinstance(value, Secret) else value
        text = text.decode() if isinstance(text, bytes) else text
        if len(text) < SHORTEST:
            warnings.warn(
                f"the value of keys[{name!r}] is shorter than {SHORTEST} characters: "
                "nothing stops a save that holds it",
                stacklevel=2,
            )
        secret = Secret(text, name=name)
        told = {**facts_of(text), **fields}
        empty = {"kind": CredentialKind.OTHER, "workspace": ""}
        unknown = _TOLD - told.keys()
        with self._lock:
            self._credentials[name] = Credential(
                name=name, secret=secret, unknown=unknown, **{**empty, **told}
            )
            self._lent.discard(name)
        self._changed()
        return secret

    def keep(self, name: str, value: str | bytes) -> None:
        """
        Keep *value* under *name*, as it is where it stands there already.

        Raises:
            NameTaken: another key has this name; nothing is replaced.
        """
        text = value.decode() if isinstance(value, bytes) else value
        with self._lock:
            if name not in self:
                self.put(name, text)
            elif self[name] != Secret(text):
                raise NameTaken(name)

    def lend(self, credentials: Iterable[Credential]) -> None:
        """Keep what a sandbox issued to this session, in place of what it lent before."""
        with self._lock:
            lent = {credential.name: credential for credential in credentials}
            own = {credential.name: credential for credential in self.own}
            self._credentials = {**lent, **{n: c for n, c in own.items() if n not in lent}}
            self._lent = set(lent)
        self._changed()

    def watched(self, watcher: "Callable[[Keyring], None]") -> None:
        """Call *watcher* with this keyring, now and after each change."""
        self._watcher = watcher
        self._changed()

    def _changed(self) -> None:
        if self._watcher is not None:
            self._watcher(self)

    def adopt(self, value: str, *, name: str = "") -> str:
        """Return the name that *value* is known by, from now on if it was not yet."""
        with self._lock:
            known = self.name_of(value)
            if known is None:
                known = self._free(as_name(name) or code_of(value))
                self.put(known, value)
        return known

    def named(self, key: str) -> str:
        """
        Return the name that *key* is: itself, or that of the pasted value that it is.

        Raises:
            UnknownKey: it is neither a known name nor shaped like a key.
        """
        if key not in self and is_key_shaped(key):
            return self.adopt(key)
        return self.credential(key).name

    def name_of(self, value: str) -> str | None:
        """Return the name of the key whose value is *value*."""
        wanted = Secret(value)
        return next((c.name for c in self.credentials if c.secret == wanted), None)

    def masked(self, text: str) -> str:
        """Return *text* with every known value replaced by its reference, URL-encoded ones too."""
        for value, stand_in in self._replacements():
            text = text.replace(value, stand_in)
        return text

    def credential(self, name: str) -> Credential:
        """
        Return everything about the key called *name*.

        Raises:
            UnknownKey: no key has this name; its text never repeats what looks like a key.
        """
        found = self._credentials.get(name)
        if found is None:
            raise UnknownKey(shown_name(str(name)), self) from None
        return found

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """Every credential, in the order in which they came."""
        return tuple(self._credentials.values())

    @property
    def own(self) -> tuple[Credential, ...]:
        """What outlives a sandbox: everything but what it lent."""
        return tuple(c for c in self.credentials if c.name not in self._lent)

    def status(self, credential: Credential) -> str:
        """Return "active", "disabled", "rotated", "unknown" or, by the server's time, "expired"."""
        ends, now = credential.expires_at, self.as_of
        over = ends is not None and now is not None and ends <= now
        if over and credential.status is CredentialStatus.ACTIVE:
            return "expired"
        return _UNKNOWN if "status" in credential.unknown else str(credential.status)

    def __getitem__(self, name: str) -> Secret:
        return self.credential(name).secret or Secret("", name=name)

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._credentials))

    def __len__(self) -> int:
        return len(self._credentials)

    def __contains__(self, name: object) -> bool:
        return name in self._credentials

    def get(self, name: str, default: Any = None) -> Any:
        """Return the secret called *name*, or *default*."""
        found = self._credentials.get(name)
        return default if found is None else found.secret

    def __repr__(self) -> str:
        return text_table(self._caption, _COLUMNS, self._rows())

    def _repr_html_(self) -> str:
        return html_table(self._caption, _COLUMNS, self._rows())

    @property
    def _caption(self) -> str:
        return f"Keys: {len(self)} by name; their values are never shown" if self else "No keys yet"

    def _rows(self) -> list[tuple[str, ...]]:
        return [self._row(credential) for credential in self.credentials]

    def _row(self, credential: Credential) -> tuple[str, ...]:
        ends = credential.expires_at
        shown = {
            "name": credential.name,
            "kind": credential.kind.replace("_", " "),
            "scopes": _few(sorted(credential.scopes)),
            "expires_at": f"{ends:%Y-%m-%d %H:%M} UTC" if ends else "never",
            "owner": credential.owner or _UNKNOWN,
        }
        unknown = dict.fromkeys(credential.unknown & shown.keys(), _UNKNOWN)
        return (*{**shown, **unknown}.values(), self.status(credential))

    def _free(self, name: str) -> str:
        number, free = 1, name
        while free in self._credentials:
            number += 1
            free = f"{name}-{number}"
        return free

    def _replacements(self) -> list[tuple[str, str]]:
        values = [(c.secret.reveal(), c.name) for c in self.credentials if c.secret]
        return [
            (form, reference(name))
            for value, name in sorted(values, key=lambda pair: -len(pair[0]))
            if len(value) >= SHORTEST
            for form in dict.fromkeys((value, quote(value, safe=""), quote_plus(value)))
        ]


def _few(scopes: list[str]) -> str:
    more = f" and {len(scopes) - _MOST + 1} more" if len(scopes) > _MOST else ""
    return (", ".join(scopes[: _MOST - 1]) + more if more else ", ".join(scopes)) or "none"
