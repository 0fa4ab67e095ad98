"""What a name is bound to is a finding only where it could be a secret, whole."""

from random import Random
from string import ascii_letters, digits

import pytest

from playground.guard import Catalogue, findings_in_text

CATALOGUE = Catalogue.load()
DRAWN = "".join(Random(4).choices(ascii_letters + digits, k=32))  # noqa: S311


def found(text: str, *, language: str = "python") -> list[tuple[str, str]]:
    """Return the kind of each finding in *text*, and what it spans."""
    findings = findings_in_text(text, CATALOGUE, language=language)
    return [(finding.kind.code, text[finding.start : finding.end]) for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        'api_key = "access-' + 'production-01234567-0123-4012-a012-0123456789ab"',
        'headers = {"x-api-key": "rubygems_' + '0123456789abc"}',
        "- Bearer pypi-AgEIcHlwaS5vcmc" + "*" * 60,
        "- Bearer pypi-AgEIcHlwaS5vcmc<your token>",
        "api_key: pypi-AgEIcHlwaS5vcmc{token}",
        "Bearer tskey-auth-{0}CNTRL-{1}{1}".format("a1b2c3d4e5f", "a1b2c3d4e5f6"),
        "Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6" + "\n   xxxx",
        "curl -H 'X-API-Key: sk-svc" + "acct-<your key>T3BlbkFJ<your key>'",
        'api_key = "xoxp-12345EXAMPL" + "E-x"',
        'value = "".join(["access_token", "$production$abcdefghiEXA", "MPLE$0123456789ab"])',
    ],
)
def test_a_stand_in_behind_a_prefix_is_none(text: str) -> None:
    """A kind's prefix, a token's head or a part of a stand-in is no secret by its name."""
    assert found(text) == []
    assert found(text, language="") == []


@pytest.mark.parametrize("prefix", ["", "sk-ant-", "pypi-", "eyJ"])
def test_what_is_drawn_is_found_behind_any_prefix(prefix: str) -> None:
    """A secret of no kind's shape is told by its name, whatever it begins with."""
    assert found(f'api_key = "{prefix}{DRAWN}"')[0][0].startswith("named-")


def test_the_whole_of_a_sum_is_meant() -> None:
    """What a name is bound to ends where the last of its parts does."""
    text = f'api_key = "{DRAWN[:20]}" + "{DRAWN[20:]}"'
    assert found(text) == [("named-api-key", f'{DRAWN[:20]}" + "{DRAWN[20:]}')]


def test_a_sum_with_something_else_is_still_told() -> None:
    """A literal beside what only running could tell is judged by itself."""
    assert found(f'api_key = "{DRAWN}" + suffix') == [("named-api-key", DRAWN)]
