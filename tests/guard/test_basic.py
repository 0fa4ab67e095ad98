"""A Basic header is judged by the password that it holds."""

from base64 import b64encode
from random import Random
from string import ascii_letters, digits

import pytest

from playground.guard import Catalogue, findings_in_text
from tests.guard.keys import live_key

CATALOGUE = Catalogue.load()
PASSWORD = "".join(Random(4).choices(ascii_letters + digits, k=20))  # noqa: S311


def found(pair: str) -> list[str]:
    """Return the kinds found in a Basic header of *pair*."""
    header = f"Authorization: Basic {b64encode(pair.encode()).decode()}"
    return [finding.kind.code for finding in findings_in_text(header, CATALOGUE)]


@pytest.mark.parametrize(
    ("pair", "codes"),
    [
        (f"deploy:{PASSWORD}", ["basic-header"]),
        (f"deploy:{live_key(1)}", ["linquid-live-key"]),
        (f"{live_key(1)}:", ["linquid-live-key"]),
        (f"api:redis://default:{PASSWORD}@cache.internal:6379/0", ["url-password"]),
        (f"api:Endpoint=x;AccountKey={PASSWORD}", ["basic-header"]),
    ],
    ids=["password", "key", "key as user", "address", "setting"],
)
def test_a_password_is_found(pair: str, codes: list[str]) -> None:
    """What is secret in it is told by its own kind where it has one."""
    assert found(pair) == codes


@pytest.mark.parametrize(
    "pair",
    [
        "user:password",
        "user:your-password",
        "user:{token}",
        "api:redis://default:<password>@cache.internal:6379/0",
        "mongodb+srv://app:password@cluster0.ab1cd.mongodb.net/prod:",
        f"api:Endpoint=sb://store7.example;AccountKey={'1234' * 20}",
        "user:",
    ],
)
def test_a_placeholder_is_none(pair: str) -> None:
    """A stand-in is no finding, wherever in the password it stands."""
    assert found(pair) == []
