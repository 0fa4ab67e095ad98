"""Whatever httpx raises becomes one of our errors, with the next step."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from playground.client.transport import ERRORS, is_loopback
from playground.errors import CassetteMiss, NotSent, SandboxUnreachable
from tests.client.fakes import client
from tests.client.operations import document

OPERATIONS = document().operations


def family(root: type[Exception]) -> Iterator[type[Exception]]:
    """Yield *root* and everything that derives from it."""
    yield root
    for child in root.__subclasses__():
        yield from family(child)


RAISED = sorted(
    {kind for root, _ in ERRORS for kind in family(root) if kind.__module__ == "httpx"},
    key=lambda kind: kind.__name__,
)


def raising(error: Exception) -> object:
    """Return a server that raises *error*."""

    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    return answer


def made(kind: type[Exception]) -> Exception:
    """Return an error of *kind*, whatever it wants to be made of."""
    error = kind.__new__(kind)
    error.args = ("text",)
    return error


def test_no_error_of_httpx_is_forgotten() -> None:
    """Everything that httpx calls an error is in the table."""
    every = {
        value
        for value in vars(httpx).values()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert every <= set(RAISED)


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
def test_an_error_of_httpx_becomes_ours(kind: type[Exception]) -> None:
    """Sync and async alike say what happened and what to do."""
    sender = client(raising(made(kind)))  # type: ignore[arg-type]  # a server that never answers
    with pytest.raises(NotSent, match=r"GET /public: .*[.] .*[.]$"):
        sender.send(OPERATIONS["byNothing"])
    with pytest.raises(NotSent):
        asyncio.run(sender.asend(OPERATIONS["byNothing"]))
    assert len(sender.history) == 0


def test_a_dead_sandbox_says_how_to_go_on() -> None:
    """The next step after a refused connection is `pg.connect()`."""
    sender = client(raising(httpx.ConnectError("refused")))  # type: ignore[arg-type]  # as above
    with pytest.raises(SandboxUnreachable, match=r"run `pg.connect\(\)` again"):
        sender.send(OPERATIONS["byNothing"])


def test_our_own_errors_pass() -> None:
    """What a replay says about a missing answer is not wrapped again."""
    miss = CassetteMiss("not recorded")
    sender = client(raising(miss))  # type: ignore[arg-type]  # as above
    with pytest.raises(CassetteMiss, match="not recorded"):
        sender.send(OPERATIONS["byNothing"])


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("http://127.0.0.1:8000/x", True),
        ("http://localhost", True),
        ("http://[::1]:80", True),
        ("http://app.localhost", True),
        ("https://api.linquid.io", False),
        ("http://127.0.0.1.example.com", False),
        ("http://[broken", False),
    ],
)
def test_loopback_is_told_by_the_address(url: str, is_here: bool) -> None:  # noqa: FBT001  a table
    """Only this machine's own addresses are loopback."""
    assert is_loopback(url) is is_here
