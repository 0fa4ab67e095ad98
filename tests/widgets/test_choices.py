"""The choosers list operations under headings that a person would write."""

import pytest

from playground.openapi import Operation
from playground.widgets.choices import operation_rows


@pytest.mark.parametrize(
    ("tag", "heading"),
    [
        ("api-keys", "API keys"),
        ("publishable-keys", "Publishable keys"),
        ("qr", "QR"),
        ("oauth", "OAuth"),
        ("links", "Links"),
        ("deep_links", "Deep links"),
        ("Pull Requests", "Pull Requests"),
    ],
)
def test_a_tag_becomes_a_heading(tag: str, heading: str) -> None:
    """What the document wrote for programs is written for people; what was, stays."""
    (row,) = operation_rows([Operation(id="x", method="get", path="/x", tags=(tag,))])
    assert row["tag"] == heading
