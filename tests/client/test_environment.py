"""Nothing is changed in production by accident."""

import pytest

from playground.credentials import Environment
from playground.errors import EnvironmentRefused
from tests.client.fakes import ADDRESS, Server, client
from tests.client.operations import document

OPERATIONS = document().operations
PRODUCTION = "https://api.linquid.example"


@pytest.mark.parametrize(
    ("address", "operation", "said", "is_sent"),
    [
        (PRODUCTION, "listLinks", False, True),
        (PRODUCTION, "createLink", False, False),
        (PRODUCTION, "createLink", True, True),
        (ADDRESS, "createLink", False, True),
    ],
    ids=["read", "write", "write, said so", "sandbox"],
)
def test_a_write_to_production_must_be_said(
    address: str,
    operation: str,
    said: bool,  # noqa: FBT001  a table
    is_sent: bool,  # noqa: FBT001  a table
) -> None:
    """Reading is free; changing asks for `allow_production=True`."""
    server = Server()
    sender = client(server, address=address)
    if is_sent:
        sender.send(OPERATIONS[operation], allow_production=said)
    else:
        with pytest.raises(EnvironmentRefused, match="allow_production=True"):
            sender.send(OPERATIONS[operation], allow_production=said)
    assert bool(server.requests) is is_sent


def test_a_sandbox_may_play_production() -> None:
    """What the sandbox says of itself counts more than its address."""
    sender = client(Server(), environment=Environment.PRODUCTION)
    with pytest.raises(EnvironmentRefused):
        sender.send(OPERATIONS["createLink"])
