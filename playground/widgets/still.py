"""The builder without a browser: the same rows as text and as a table, nothing that varies."""

from collections.abc import Sequence
import json
from typing import Any

from playground.openapi.operation import Operation
from playground.table import Prose, html_table
from playground.widgets.pointer import leaves
from playground.widgets.wire import Builder, CardRow, Outcome, Values

__all__ = ["MARK", "html", "rows", "text"]

MARK = {"linquid-playground": {"still": "text/html"}}
"""Metadata by which a save knows that the table stands for the widget; see `server/stills.py`."""

_CAPTION = "Request builder, as it was when its cell ran. Run the cell to use it."

Row = tuple[str, str]


def rows(state: Builder, operation: Operation | None) -> list[Row]:
    """Return label and words of everything chosen, filled in, wrong and answered."""
    if operation is None:
        count = len(state["operations"])
        return [("Operation", f"none chosen, of the {count} operations of {state['title']}")]
    asks, key = state["asks"], state["key"]
    return [
        ("Operation", f"{operation.id} · {operation.method.upper()} {operation.path}"),
        *([("Inferred", operation.reason)] if operation.provenance == "inferred" else []),
        *([("Asks for", Prose(asks["sentence"]))] if asks else []),
        ("Key", Prose(f"`{key}`" if key else "none (anonymous)")),
        *([("Prediction", Prose(asks["words"]))] if asks else []),
        *_filled(state["values"].get(operation.id, {})),
        *[("Problem", f"{one['pointer']}: {one['message']}") for one in state["complaints"]],
        *_answer(state["outcome"]),
    ]


def _filled(values: Values) -> list[Row]:
    return [
        ("Body" if pointer.startswith("/body") else "Parameter", f"{_shown(pointer)} = {value}")
        for pointer, value in ((place, _json(value)) for place, value in leaves(values))
    ]


def _shown(pointer: str) -> str:
    return pointer.removeprefix("/body") or "body"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _answer(outcome: Outcome | None) -> list[Row]:
    if outcome is None:
        return []
    if outcome["kind"] != "answer":
        return [("Answer", outcome["words"]), ("Reason", outcome["message"])]
    card = outcome["card"]
    answer = ("Answer", f"{outcome['status']} {outcome['words']}")
    if card is None or card["allowed"]:
        return [answer]
    return [answer, ("Why", Prose(card["headline"])), *_because(card["rows"])]


def _because(rows: Sequence[CardRow]) -> list[Row]:
    """Return the card's rows but those that are not the reason, a line for each of their lines."""
    return [
        (_term(row["term"], number), Prose(line["words"] + " [inferred]" * line["inferred"]))
        for row in rows
        for number, line in enumerate(row["lines"])
        if not row["aside"] and row["term"] != "Operation"
    ]


def _term(term: str, number: int) -> str:
    """Return the heading of a row's line of that *number*: alternatives are told by "or"."""
    if number == 0:
        return term
    return "or" if term.startswith("Requires") else ""


def text(lines: Sequence[Row]) -> str:
    """Return *lines* as aligned plain text."""
    width = max(len(label) for label, _ in lines)
    return "\n".join(
        ["RequestBuilder", *(f"  {label:<{width}}  {words}" for label, words in lines)]
    )


def html(lines: Sequence[Row]) -> str:
    """Return *lines* as a table that a screen reader can walk and an untrusted notebook shows."""
    return html_table(_CAPTION, (), lines)
