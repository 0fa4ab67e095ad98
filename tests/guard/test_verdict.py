"""A finding's verdict follows from its kind, its lifetime and the policy, in that order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from playground.guard import Catalogue, Policy, findings_in_text, judge, keyformat

CATALOGUE = Catalogue.load()
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def ruling(
    prefix: str, *, hours: float | None = None, policy: Policy | None = None
) -> tuple[str, str]:
    """Return verdict and lifetime of a key of that *prefix* that ends in so many *hours*."""
    ends = None if hours is None else NOW + timedelta(hours=hours)
    found = findings_in_text(keyformat.mint(prefix, expires_at=ends), CATALOGUE)
    (judged,) = judge(found, policy, now=NOW).judged
    return judged.verdict, judged.lifetime


@pytest.mark.parametrize(
    ("prefix", "hours", "expected"),
    [
        ("lw_live_", None, ("ban", "never")),
        ("lw_live_", 25, ("ban", "long")),
        ("lw_live_", 24, ("warn", "short")),
        ("lw_live_", 0, ("allow", "expired")),
        ("lw_live_", -1, ("allow", "expired")),
        ("lw_test_", None, ("ban", "never")),
        ("lw_pk_", None, ("allow", "never")),
    ],
)
def test_the_default_policy(prefix: str, hours: float | None, expected: tuple[str, str]) -> None:
    """Long-lived and privileged is banned, short-lived warned of, the rest allowed."""
    assert ruling(prefix, hours=hours) == expected


def test_a_tighter_policy_is_stricter() -> None:
    """Fewer hours, or a kind of its own to ban or to warn of, hold against all else."""
    hours = Policy(short_lived=timedelta(hours=1))
    assert ruling("lw_live_", hours=2, policy=hours) == ("ban", "long")
    banned = Policy(ban=frozenset({"linquid-publishable-key"}))
    assert ruling("lw_pk_", policy=banned)[0] == "ban"
    warned = Policy(warn=frozenset({"linquid-publishable-key"}))
    assert ruling("lw_pk_", policy=warned)[0] == "warn"


def test_findings_are_sorted_by_what_becomes_of_them() -> None:
    """Banned, warned and allowed are all of them, each once."""
    keys = [keyformat.mint(prefix, expires_at=None) for prefix in ("lw_live_", "lw_pk_")]
    verdict = judge(findings_in_text(" ".join(keys), CATALOGUE), now=NOW)
    assert (len(verdict.banned), len(verdict.warned), len(verdict.allowed)) == (1, 0, 1)


def test_no_reason_holds_a_key() -> None:
    """Neither the reason nor any part of the record has the value."""
    key = keyformat.mint("lw_live_", expires_at=None)
    (judged,) = judge(findings_in_text(key, CATALOGUE), now=NOW).judged
    assert key[8:] not in repr(judged)
    assert key[8:] not in repr(replace(judged.finding, line=2))
