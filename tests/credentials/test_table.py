"""Rows become a table that a screen reader can walk."""

from playground.credentials.table import html_table, text_table


def test_a_table_is_semantic_and_escaped() -> None:
    """Caption, column and row headings are marked as such, and no text is markup."""
    table = html_table("<Keys>", ("Name", "Kind"), [("a&b", "c")])
    assert "<caption>&lt;Keys&gt;</caption>" in table
    assert '<th scope="col">Name</th>' in table
    assert '<th scope="row">a&amp;b</th><td>c</td>' in table


def test_text_is_aligned() -> None:
    """Each column is as wide as its longest text."""
    assert text_table("T", ("A", "B"), [("long", "x")]) == "T\nA     B\nlong  x"


def test_no_rows_leave_the_caption() -> None:
    """Columns without rows tell nothing."""
    assert text_table("None yet", ("A",), []) == "None yet"
