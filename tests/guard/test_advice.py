"""What a person is told of a finding."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from playground.guard import Catalogue, Judged, advice, findings_in_notebook, judge, keyformat
from playground.guard.verdict import UNREADABLE_END

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def judged(prefix: str, *, hours: int | None = None, part: str = "source") -> Judged:
    """Return the verdict on a key with *prefix* that ends in so many *hours*."""
    end = None if hours is None else NOW + timedelta(hours=hours)
    key = keyformat.mint(prefix, expires_at=end)
    output = {"output_type": "stream", "name": "stdout", "text": key}
    cell = {"source": f"k = '{key}'"} if part == "source" else {"outputs": [output]}
    found = findings_in_notebook({"cells": [{"cell_type": "code", **cell}]}, Catalogue.load())
    (only,) = judge(found, now=NOW).judged
    return only


@pytest.mark.parametrize(
    ("prefix", "hours", "why", "lifetime"),
    [
        ("lw_live_", None, "must not be saved", "never ends by itself"),
        ("lw_live_", 48, "must not be saved", "ends on 2030-01-03 at 00:00 UTC"),
        ("lw_live_", 1, "you are warned", "ends on 2030-01-01 at 01:00 UTC"),
        ("lw_live_", -1, "may be saved", "ended on 2029-12-31 at 23:00 UTC"),
        ("lw_pk_", None, "may be saved", "never ends by itself"),
    ],
)
def test_the_reason_and_the_lifetime_are_told(
    prefix: str, hours: int | None, why: str, lifetime: str
) -> None:
    """Each verdict and each lifetime has its own sentence."""
    told = advice(judged(prefix, hours=hours))
    assert why in told.why
    assert lifetime in told.lifetime


def test_an_end_that_cannot_be_read_is_told_once() -> None:
    """The reason says it; where the reason is another, the lifetime does."""
    one = replace(judged("lw_live_"), lifetime="unknown")
    assert advice(replace(one, reason=f"it is privileged, and {UNREADABLE_END}")).lifetime == ""
    assert advice(replace(one, reason="the policy bans its kind")).lifetime == (
        "It has no expiry date that can be read, so it is treated as one that never ends."
    )


def test_what_to_do_depends_on_the_place() -> None:
    """A literal is replaced, an output cleared; in both cases the key is rotated."""
    source, output = advice(judged("lw_live_")), advice(judged("lw_live_", part="outputs"))
    assert "keyring" in source.steps[0]
    assert "Clear the output" in output.steps[0]
    assert source.steps[1] == output.steps[1]
    assert "rotate it" in source.steps[1]


def test_what_is_harmless_asks_for_nothing() -> None:
    """Nobody is sent to rotate a publishable key."""
    assert advice(judged("lw_pk_")).steps == ("Nothing has to be done.",)
