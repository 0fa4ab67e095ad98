"""Live objects and lists behave like plain ones and tell of each change."""

from typing import Any

from playground.widgets.live import live, plain


def test_every_change_is_told() -> None:
    """Setting, deleting, appending and inserting at any depth calls back."""
    told: list[Any] = []
    tree: dict[str, Any] = {"a": {"b": [1]}}
    body = live(tree, lambda: told.append(plain(tree)))
    body["a"]["b"].append(2)
    body["a"]["b"][0] = 0
    del body["a"]["b"][1]
    body["c"] = 3
    del body["a"]
    assert told == [
        {"a": {"b": [1, 2]}},
        {"a": {"b": [0, 2]}},
        {"a": {"b": [0]}},
        {"a": {"b": [0]}, "c": 3},
        {"c": 3},
    ]


def test_they_compare_and_show_as_plain_values() -> None:
    """Equality and repr are those of what is inside."""
    body = live({"a": [1, {"b": None}]}, lambda: None)
    assert body == {"a": [1, {"b": None}]}
    assert repr(body) == "{'a': [1, {'b': None}]}"


def test_what_is_put_in_is_not_shared() -> None:
    """A list that was put in can go on changing elsewhere."""
    tags = ["a"]
    tree: dict[str, Any] = {}
    live(tree, lambda: None)["tags"] = tags
    tags.append("b")
    assert tree == {"tags": ["a"]}
