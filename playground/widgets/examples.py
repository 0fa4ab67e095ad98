"""Requests to begin with: the document's own examples, else one made from the schema."""

from typing import Any

from playground.openapi import sample
from playground.openapi.operation import Operation
from playground.widgets import filled
from playground.widgets.wire import Example

__all__ = ["examples"]

MADE = "sample"


def examples(operation: Operation, media: str) -> list[Example]:
    """Return what fills in the form of *operation* at a click, by name."""
    made = sample(operation)
    bodies: dict[str, Any] = {}
    if operation.body:
        bodies = dict(operation.body.all_examples.get(media, {})) or {MADE: made.body}
    elif made.params:
        bodies = {MADE: None}
    return [
        {"name": name, "values": filled.from_request(operation, made.params, body)}
        for name, body in bodies.items()
    ]
