"""What a person writes where a key belongs is told from a key."""

from random import Random
from string import ascii_letters, digits

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.guard.placeholder import is_identifier, is_placeholder

BASE62 = ascii_letters + digits


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xxxxxxxxxxxxxxxxxxxxxxxx",
        "XXXXXXXXXXXX",
        "000000000000000000000000",
        "************************",
        "abcdefghijklmnopqrstuvwx",
        "1234567890123456",
        "a1b2c3d4e5f6g7h8",
        "abababababababab",
        "abc123abc123abc123abc123abc123abc123",
        "I_abc123abc123abc123",
        "%7Btoken%7D",
        "pat-na1-abababab-abab-4aba-aaba-abababababab",
        "YOUR_KEY",
        "your-api-key-here",
        "<your key>",
        "${TOKEN}",
        "{{ token }}",
        "...",
        "IOSFODNN7EXAMPLE",
        "YOURACCESSKEYIDX",
        "changeme",
        "sk-svcacct-{token}T3BlbkFJ{token}",
        "a8Kd…",
        "e=fe!==other.tokenU",
        "this.eventData.tokenU",
    ],
)
def test_a_stand_in_is_a_placeholder(text: str) -> None:
    """Runs, repetitions and giveaway words are no key."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "OPENAI_API_KEY",
        "settings.database.password",
        "clientSecret2",
        "my-own-token",
        "AUTHENTICATION",
        "PASSWORDshown",
        "",
        "$HOME",
    ],
)
def test_a_name_is_an_identifier(text: str) -> None:
    """Words, however joined, are no key."""
    assert is_identifier(text)


@pytest.mark.parametrize("text", ["AJBSIKJCESBGTUUA", "QOPZGMJIIDCIWRTK", "PVVEALIZWTRVEOF4"])
def test_sixteen_random_capitals_are_no_name(text: str) -> None:
    """One AWS key in twenty-eight has no digit, and as many have them at the end alone."""
    assert not is_identifier(text)
    assert not is_placeholder(text)


def test_random_text_is_neither() -> None:
    """Keys are random, and random text has neither runs nor words."""
    random = Random(5)  # noqa: S311  the same texts each time
    drawn = ["".join(random.choices(BASE62, k=32)) for _ in range(2000)]
    wrong = [text for text in drawn if is_placeholder(text) or is_identifier(text)]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        "aA" * 50_000,
        "a0" * 50_000,
        "a" * 100_000,
        "a-" * 50_000 + "0a",
        "A" * 100_000,
        "0" * 99_999,
    ],
    ids=["humps", "digits", "letters", "words", "capitals", "number"],
)
def test_no_text_makes_the_answer_slow(text: str) -> None:
    """A long text takes no longer than its length: the test's own time limit is the bound."""
    assert is_identifier(text + "0aB") is False


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    """What is empty is a placeholder; nothing is an error."""
    assert is_placeholder(text) or text
