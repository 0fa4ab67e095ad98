"""Text becomes plain values, and what is wrong with it has a line."""

import json

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.errors import DocumentError
from playground.openapi.parse import line_of, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: yes", {"a": "yes"}),
        ("a: 2024-01-15", {"a": "2024-01-15"}),
        ("200: ok", {"200": "ok"}),
        ("a: '1'", {"a": "1"}),
        ("a: [1, 1.5, true, ~, 0x1f]", {"a": [1, 1.5, True, None, "0x1f"]}),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
        ("a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}", {"a": {"b": 1, "c": 2}, "d": {"b": 3, "c": 2}}),
        ("", None),
        ('\ufeff{"a": 1}', {"a": 1}),
        ('{a: "b"}', {"a": "b"}),
    ],
)
def test_values(text: str, value: object) -> None:
    """YAML is read by its 1.2 rules: no dates, no yes and no, and keys are texts."""
    assert parse(text) == value


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: c: d\n", 2),
        ("a: 1\na: 2\n", 2),
        ("a: 1\nb: *nowhere\n", 2),
        ("a: 1\n[1]: 2\n", 2),
        ("a: 1\nb: \x07\n", 2),
        ('{\n"a": 1,\n"b"\n"c"}', 4),
        ("a: &x [*x]\n", 1),
    ],
)
def test_line_of_a_mistake(text: str, line: int) -> None:
    """An error names the file and the line."""
    with pytest.raises(DocumentError) as caught:
        parse(text, place="api.yaml")
    assert caught.value.place == f"api.yaml, line {line}"
    assert caught.value.next_step


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_is_read_as_json(value: object) -> None:
    """Whatever JSON writes comes back as it was."""
    text = json.dumps({"value": value})
    assert parse(text) == {"value": value}


def test_line_of_a_key() -> None:
    """A key that means nothing can be pointed at."""
    assert line_of("a:\n  b: 1\n  c: 2\n", ("a", "c")) == 3
