"""Names that lead here by somebody else's doing get nothing."""

import pytest

from playground.sandbox.hosts import LOOPBACK, Hosts


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_loopback_has_its_names(name: str) -> None:
    """By default these alone may be addressed."""
    assert name in LOOPBACK


@pytest.mark.parametrize("name", ["", "evil.example", "192.168.0.7", "127.0.0.1.evil.example"])
def test_loopback_has_no_other(name: str) -> None:
    """A page's own name that leads here (DNS rebinding) is none of them."""
    assert name not in LOOPBACK


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_to_ask_for_loopback_opens_nothing(host: str) -> None:
    """It is what there is anyway."""
    assert Hosts.of(host) is LOOPBACK


def test_an_open_sandbox_has_its_name_and_every_address() -> None:
    """A machine has many addresses; a name that was not given is still refused."""
    known = Hosts.of("lab.example")
    assert all(name in known for name in ("lab.example", "192.168.0.7", "[fe80::1]", "localhost"))
    assert "evil.example" not in known
