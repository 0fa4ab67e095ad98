"""The form of an operation: fields where it can be drawn, else a JSON editor and the reason."""

from collections.abc import Iterable, Iterator

from playground.openapi.media import chosen
from playground.openapi.operation import Operation
from playground.widgets.examples import examples
from playground.widgets.field import Drawer
from playground.widgets.wire import Field, Form

__all__ = ["form", "media_type"]

DEEPEST = 5
MOST_FIELDS = 400
"""Stripe has operations with 1,940 fields: beyond this many, deep groups become JSON."""


def form(operation: Operation) -> Form:
    """Return the form of *operation*, as deep as `DEEPEST` and `MOST_FIELDS` allow."""
    drawer = Drawer(operation.resolve)
    parameters = [drawer.parameter(parameter) for parameter in operation.parameters]
    media = media_type(operation)
    body = _body(operation, media, drawer) if media else []
    return {
        "operation": operation.id,
        "description": operation.description,
        "reason": operation.reason,
        "parameters": parameters,
        "body": body,
        "media": media,
        "hidden": [
            field["address"]
            for field in _flat([*parameters, *body])
            if field.get("format") == "password"
        ],
        "examples": examples(operation, media),
    }


def media_type(operation: Operation) -> str:
    """Return the media type that a form fills, the one that `build` sends; empty without a body."""
    return (chosen(operation.body.content) if operation.body else None) or ""


def _body(operation: Operation, media: str, drawer: Drawer) -> list[Field]:
    """Return the deepest drawing of the body that keeps to `MOST_FIELDS`."""
    body = operation.body
    schema = body.content.get(media) if body else None
    required = bool(body and body.required)
    drawn: list[Field] = []
    for depth in range(1, DEEPEST + 1):
        whole = drawer.field("/body", "body", schema, depth=depth, required=required)
        fields = whole.get("fields", [whole])
        if drawn and sum(1 for _ in _flat(fields)) > MOST_FIELDS:
            break
        drawn = fields
    return drawn


def _flat(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _flat(field.get("fields", []))
