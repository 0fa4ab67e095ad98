"""The network lock: while a cassette is replayed, nothing in this process may connect."""

from dataclasses import dataclass
import sys
from typing import Any

from playground.errors import CassetteMiss

__all__ = ["NetworkLock"]

_CALLS = frozenset({"socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg"})


@dataclass(slots=True)
class NetworkLock:
    """
    Refuses every new connection while `is_closed`, whatever library asks for it.

    It is an audit hook, which Python never takes away again; hence the switch. Connections of
    the kernel to its front end are not Python's sockets, and those to a path stay on the machine.
    """

    is_closed: bool = False
    is_installed: bool = False

    def close(self) -> None:
        """Refuse from now on."""
        self.is_closed = True
        if not self.is_installed:
            sys.addaudithook(self._hear)
            self.is_installed = True

    def open(self) -> None:
        """Let everything through again."""
        self.is_closed = False

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_closed or event not in _CALLS or _is_local(event, arguments):
            return
        raise CassetteMiss(
            "something wants to use the network",
            place=event,
            next_step="While a cassette is replayed nothing may connect; record it anew.",
        )


def _is_local(event: str, arguments: tuple[Any, ...]) -> bool:
    """Return whether the socket's other end is a path of this machine."""
    return event != "socket.getaddrinfo" and not isinstance(arguments[1], tuple)
