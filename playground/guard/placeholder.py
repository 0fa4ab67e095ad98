"""Tell a placeholder from a key: runs, repetitions, ascending letters and giveaway words."""

import re

__all__ = ["is_identifier", "is_placeholder"]

_WORDS = re.compile(
    r"example|placeholder|redacted|changeme|change[_-]me|your[_-]|[_-]here\b|yourkey|yourtoken"
    r"|youraccess|yoursecret|access[_-]?key"
    r"|insert[_-]|replace[_-]|dummy[_-]|fake[_-]|sample[_-]|goes[_-]?here|notareal|not[_-]a[_-]real"
    r"|xxxxxx|my[_-]secret|secret[_-]?key|api[_-]?key|<|\.\.\.|\*\*\*|\$\{|\{\{"
    r"|!==|\b(?:this|self)\."
    r"|\{[a-z_]{2,30}\}|…",
    re.IGNORECASE,
)
# Words as people name things with: "clientSecret2", "OPENAI_API_KEY", "settings.password".
# Fifteen capitals in a row may be a word; sixteen are what an AWS key without digits looks like.
_WORD = re.compile(r"[A-Z]{0,15}[a-z]{0,20}(?:[A-Z][a-z]{1,20}){0,6}[0-9]{0,4}")
_SEPARATOR = re.compile(r"[^A-Za-z0-9]+")
_SAME = re.compile(r"(.)\1{3,}", re.DOTALL)
_SHORT_UNIT = re.compile(r"(.{1,4}?)\1{3,}", re.DOTALL)
_RUN, _LONG_RUN = 4, 12
_FEW = 4
_ENOUGH = 16


def is_placeholder(secret: str) -> bool:
    """
    Return whether *secret*, a key without its prefix, was written by a person as a stand-in.

    Half of its characters in runs ("xxxx", "abcd", "1234", "ababab") are enough: in random text
    such runs cover next to nothing.
    """
    if not secret or _WORDS.search(secret):
        return True
    letters = "".join(character for character in secret if character.isalnum())
    if len(letters) >= _ENOUGH and len(set(letters)) <= _FEW:
        return True
    # "abab-abab" repeats itself across its separators.
    return any(2 * len(_covered(text)) >= len(text) for text in {secret, letters} if text)


def is_identifier(text: str) -> bool:
    """Return whether *text* is made of words and small numbers, as names and prose are."""
    return all(_WORD.fullmatch(word) for word in _SEPARATOR.split(text))


def _covered(secret: str) -> set[int]:
    covered: set[int] = set()
    for pattern in (_SAME, _SHORT_UNIT):
        for match in pattern.finditer(secret):
            covered.update(range(*match.span()))
    for step, shortest in ((1, _RUN), (2, _LONG_RUN)):
        covered |= _ascending(secret.lower(), step=step, shortest=shortest)
    return covered


def _ascending(text: str, *, step: int, shortest: int) -> set[int]:
    """Return the places of ascending runs: "abcd" with step 1, "a1b2c3" with step 2."""
    covered: set[int] = set()
    start = 0
    for place in range(len(text) + 1):
        begins = place < start + step
        if begins or (place < len(text) and _follows(text[place], text[place - step])):
            continue
        if place - start >= shortest:
            covered.update(range(start, place))
        start = place - step + 1
    return covered


def _follows(character: str, before: str) -> bool:
    return ord(character) - ord(before) == 1 or (before, character) in {("9", "0"), ("z", "a")}
