"""Hosts in addresses, and which a request may name: a page whose name leads here gets nothing."""

from collections.abc import Iterable
from ipaddress import ip_address
import socket
from urllib.parse import urlsplit

__all__ = ["LOOPBACK", "Hosts", "host_in"]


class Hosts:
    """
    Known names, and for a sandbox that is open to a network every address in figures.

    DNS rebinding needs a name of the attacker's own; an address in figures is none.
    """

    def __init__(self, names: Iterable[str], *, is_open: bool = False) -> None:
        self._names = frozenset(names)
        self._is_open = is_open

    @classmethod
    def of(cls, host: str) -> "Hosts":
        """Return what may be addressed where *host* is what the sandbox listens at."""
        if host in LOOPBACK or host == "::1":
            return LOOPBACK
        names = (*LOOPBACK._names, host.lower(), socket.gethostname(), socket.getfqdn())
        return cls(map(str.lower, names), is_open=True)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (
            name.lower() in self._names or (self._is_open and _is_address(name))
        )


LOOPBACK = Hosts(("127.0.0.1", "localhost", "[::1]"))


def host_in(address: str) -> str:
    """Return the host that *address* names in small letters, "" if it names none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True
