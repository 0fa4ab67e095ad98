"""Tell a placeholder from a key: runs, repetitions, ascending letters and giveaway words."""

from collections.abc import Iterator
from operator import eq, or_
import re

__all__ = ["is_identifier", "is_placeholder"]

# Each "-" is read as "_".
_WORDS = (
    *("example", "placeholder", "redacted", "changeme", "change_me", "your_", "yourkey"),
    *("yourtoken", "youraccess", "yoursecret", "accesskey", "access_key", "insert_", "replace_"),
    *("dummy_", "fake_", "sample_", "goeshere", "goes_here", "notareal", "not_a_real", "xxxxxx"),
    *("my_secret", "secretkey", "secret_key", "apikey", "api_key"),
    *("<", "...", "***", "${", "{{", "!==", "…", "%3c", "%24%7b"),
)
_PHRASES = re.compile(r"[_-]here\b|\b(?:this|self)\.|\{[a-z_]{2,30}\}|%7b[a-z_]{2,30}%7d")
# Words as people name things with: "clientSecret2", "OPENAI_API_KEY", "settings.password".
# Sixteen capitals, and digits at their end, are what an AWS key looks like: no word is as long.
_IDENTIFIER = re.compile(
    r"(?:(?:[A-Z]{0,11}[a-z]{0,20}(?:[A-Z][a-z]{1,20}){0,6}[0-9]{0,4}"
    r"|[A-Z]{12,15}[a-z]{0,20}(?:[A-Z][a-z]{1,20}){0,6})(?:[^A-Za-z0-9]+|\Z))*+"
)
_NO_LETTERS = re.compile(r"[\W_]+")
_SAME = re.compile(r"(.)\1{3,}", re.DOTALL)
_SHORT_UNIT = re.compile(r"(.{1,4}?)\1{3,}", re.DOTALL)
_LONG_UNIT = re.compile(r"(.{3,6}?)\1{2,}", re.DOTALL)
# By how far a character is from the one that it follows: how often one must, in these alphabets.
_ASCENDING = {1: re.compile(rb"\x01{3,}"), 2: re.compile(rb"\x01{10,}")}
_NEXT = {code: code + 1 for code in range(0x500)}
_FIRST_AGAIN = dict.fromkeys(_NEXT, 0) | str.maketrans("9z", "0a")
_FEW = 4
_ENOUGH = 16


def is_placeholder(secret: str) -> bool:
    """
    Return whether *secret*, a key without its prefix, was written by a person as a stand-in.

    Half of its characters in runs ("xxxx", "abcd", "1234", "ababab") are enough: in random text
    such runs cover next to nothing.
    """
    letters = _NO_LETTERS.sub("", secret)
    if not secret or (len(letters) >= _ENOUGH and len(set(letters)) <= _FEW):
        return True
    if _has_giveaway(secret.lower()):
        return True
    # "abab-abab" repeats itself across its separators.
    return any(2 * len(_covered(text)) >= len(text) for text in {secret, letters} if text)


def is_identifier(text: str) -> bool:
    """Return whether *text* is made of words and small numbers, as names and prose are."""
    return _IDENTIFIER.fullmatch(text) is not None


def _has_giveaway(lowered: str) -> bool:
    flat = lowered.replace("-", "_")
    return any(word in flat for word in _WORDS) or _PHRASES.search(lowered) is not None


def _covered(secret: str) -> set[int]:
    covered: set[int] = set()
    for pattern in (_SAME, _SHORT_UNIT, _LONG_UNIT):
        for match in pattern.finditer(secret):
            covered.update(range(*match.span()))
    for step, run in _ASCENDING.items():
        for start, end in _ascending(secret.lower(), step=step, run=run):
            covered.update(range(start, end))
    return covered


def _ascending(text: str, *, step: int, run: re.Pattern[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the spans of ascending runs: "abcd" with step 1, "a1b2c3" with step 2."""
    ahead = text[step:]
    follows = map(eq, text.translate(_NEXT), ahead)
    starts_over = map(eq, text.translate(_FIRST_AGAIN), ahead)
    for match in run.finditer(bytes(map(or_, follows, starts_over))):
        yield match.start(), match.end() + step
