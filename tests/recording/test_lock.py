"""While a cassette is replayed, nothing connects."""

import socket

import pytest

from playground.errors import CassetteMiss
from playground.recording.lock import NetworkLock


@pytest.fixture
def listener() -> object:
    """Return a socket that would take a connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_a_closed_lock_refuses_even_this_machine(listener: socket.socket) -> None:
    """Neither an address nor a name gets through, and an opened lock lets both."""
    lock = NetworkLock()
    lock.close()
    try:
        with pytest.raises(CassetteMiss, match="nothing may connect"):
            socket.create_connection(listener.getsockname())
        with pytest.raises(CassetteMiss):
            socket.getaddrinfo("localhost", 80)
    finally:
        lock.open()
    socket.create_connection(listener.getsockname()).close()


def test_a_path_of_this_machine_is_no_network() -> None:
    """A socket at a path is let through, to fail or not by itself."""
    lock = NetworkLock()
    lock.close()
    try:
        with socket.socket(socket.AF_UNIX) as local, pytest.raises(FileNotFoundError):
            local.connect("/nowhere/at/all")
    finally:
        lock.open()
