"""`from playground import keys`: the keyring of the session that a notebook works with."""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.credentials.credential import Credential
from playground.credentials.keyring import Keyring
from playground.credentials.secret import Secret
from playground.credentials.telling import Teller, is_kernel

__all__ = ["CurrentKeys", "keys"]


class CurrentKeys(Mapping[str, Secret]):
    """
    A view on one keyring at a time: an empty one at first, then that of the latest session.

    What is put in before the first session stays, because the session begins with `keyring.own`.
    """

    def __init__(self) -> None:
        self._teller: Teller | None = None
        self.keyring = Keyring()
        self._watch()

    def follow(self, keyring: Keyring) -> None:
        """Show *keyring* from now on."""
        self.keyring = keyring
        self._watch()

    def _watch(self) -> None:
        """In a kernel, let the guard know what the keyring holds, now and after each change."""
        if is_kernel():
            teller = self._teller = self._teller or Teller()
            self.keyring.watched(lambda ring: teller.tell(id(ring), ring.credentials))

    def put(self, name: str, value: str | bytes | Secret, **fields: Any) -> Secret:
        """Keep *value* under *name*; see `Keyring.put`."""
        return self.keyring.put(name, value, **fields)

    def keep(self, name: str, value: str | bytes) -> None:
        """Keep *value* under *name* if no other key has it; see `Keyring.keep`."""
        self.keyring.keep(name, value)

    def credential(self, name: str) -> Credential:
        """Return everything about the key called *name*; see `Keyring.credential`."""
        return self.keyring.credential(name)

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """Every credential, in the order in which they came."""
        return self.keyring.credentials

    def __getitem__(self, name: str) -> Secret:
        return self.keyring[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keyring)

    def __len__(self) -> int:
        return len(self.keyring)

    def __contains__(self, name: object) -> bool:
        return name in self.keyring

    def get(self, name: str, default: Any = None) -> Any:
        """Return the secret called *name*, or *default*."""
        return self.keyring.get(name, default)

    def __repr__(self) -> str:
        return repr(self.keyring)

    def _repr_html_(self) -> str:
        return self.keyring._repr_html_()


keys = CurrentKeys()
"""One a process: a cell that says `from playground import keys` has no session to hand."""
