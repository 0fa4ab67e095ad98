"""Rows become a table that a screen reader can walk."""

import re

from playground.table import Prose, Verbatim, html_table, text_table


def test_a_table_is_semantic_and_escaped() -> None:
    """Caption, column and row headings are marked as such, and no text is markup."""
    table = html_table("<Keys>", ("Name", "Kind"), [("a&b", "c")])
    assert re.search(r"<caption[^>]*>&lt;Keys&gt;</caption>", table)
    assert re.search(r'<th scope="col"[^>]*>Name</th>', table)
    assert re.search(r'<th scope="row"[^>]*>a&amp;b</th><td[^>]*>c</td>', table)


def test_cells_hold_lists_and_bodies() -> None:
    """Several texts are a list, and a body keeps its lines."""
    table = html_table("T", (), [("Requires", ("a", "<b>")), ("Body", Verbatim("{\n}"))])
    assert "<ul><li>a</li><li>&lt;b&gt;</li></ul>" in table
    assert "<pre>{\n}</pre>" in table
    assert "<thead>" not in table


def test_code_in_prose_is_marked() -> None:
    """What stands between backticks is code where the text is prose, and nowhere else."""
    table = html_table("T", (), [("`a`", Prose("lacks `<b>`"))])
    assert "lacks <code>&lt;b&gt;</code>" in table
    assert ">`a`</th>" in table


def test_text_is_aligned() -> None:
    """Each column is as wide as its longest text."""
    assert text_table("T", ("A", "B"), [("long", "x")]) == "T\nA     B\nlong  x"


def test_no_rows_leave_the_caption() -> None:
    """Columns without rows tell nothing."""
    assert text_table("None yet", ("A",), []) == "None yet"
