"""Challenges: read from any server's header, written as RFC 6750 says."""

import pytest

from playground.scopes.challenge import Challenge, challenge, written


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Bearer", Challenge()),
        ('Bearer realm="a"', Challenge(realm="a")),
        (
            'bearer realm="a", error="invalid_token", error_description="It \\"expired\\""',
            Challenge(realm="a", error="invalid_token", description='It "expired"'),
        ),
        (
            "Bearer error=insufficient_scope, scope=links:read",
            Challenge(error="insufficient_scope", scope="links:read"),
        ),
        (
            'Basic realm="b", Bearer realm="a", scope="x y"',
            Challenge(realm="a", scope="x y"),
        ),
        ('Bearer realm="a", Digest realm="d", error="no"', Challenge(realm="a")),
        ('Basic realm="b"', None),
        ("", None),
    ],
)
def test_the_first_bearer_challenge_is_read(header: str, expected: Challenge | None) -> None:
    """The bearer challenge is found among others, quoted or not."""
    assert challenge(header) == expected


def test_what_is_written_can_be_read() -> None:
    """A challenge survives being written."""
    made = Challenge(realm="linquid", error="invalid_token", description="gone", scope="a b")
    assert challenge(written(made)) == made


def test_nothing_breaks_out_of_a_header() -> None:
    """Quotes, backslashes and line breaks never reach the wire."""
    header = written(Challenge(realm='a"\r\nX: \\b'))
    assert header == "Bearer realm=\"a'''X: 'b\""
