"""One link of many: tried by itself, so that one that fails leaves nothing of itself behind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
import json
from typing import Any, TypeAlias

from playground.openapi import linquid
from playground.openapi.check import body_problems
from playground.sandbox.call import Call
from playground.sandbox.ids import Ids
from playground.sandbox.refusal import Refusal, invalid
from playground.sandbox.resources.link import changed, made
from playground.sandbox.resources.link_removal import removed

__all__ = ["DELETE", "LABELS", "Item", "Outcome", "checked", "outcome"]

DELETE = "delete"
LABELS: Mapping[str, str] = {"bulk": "index", "import": "line"}
"""What the items of a family are counted by: from 0 in a batch, from 1 in a file."""

Item: TypeAlias = tuple[int, Any]
"""The number of an item, and what is wanted of it."""

Outcome: TypeAlias = dict[str, Any]

_OPERATIONS = {"create": "createLink", "update": "updateLink"}
_NOBODYS = 62**5 // 2  # ids from here on are given to what is only tried


def outcome(call: Call, verb: str, item: Item, *, label: str) -> Outcome:
    """Do *verb* to *item*, and return what came of it; a refusal is told, not raised."""
    number, given = item
    told: Outcome = {label: number, "status": "succeeded", "linkId": _key(given), "error": None}
    try:
        with call.store.attempt():
            told["linkId"] = _DO[verb](call, given)
    except Refusal as refusal:
        told |= {"status": "failed", "error": _told(refusal, item, label)}
    return told


def checked(call: Call, verb: str, items: Iterable[Item], *, label: str) -> list[Outcome]:
    """Return what would come of all *items*: it is done, and undone again."""
    ids = Ids(tenant=call.store.tenant)
    ids.skip_to(_NOBODYS)
    trial = replace(call, ids=ids)
    found: list[Outcome] = []
    try:
        with call.store.attempt():
            found.extend(outcome(trial, verb, item, label=label) for item in items)
            raise _Undone  # noqa: TRY301  takes everything back
    except _Undone:
        return found


class _Undone(Exception):
    """What was tried is taken back."""


def _create(call: Call, given: Any) -> str:
    _refuse_wrong("create", given)
    return str(json.loads(made(replace(call, body=given)))["id"])


def _update(call: Call, given: Any) -> str:
    key = _wanted_key(given)
    changes = {name: value for name, value in given.items() if name != "id"}
    _refuse_wrong("update", changes)
    changed(replace(call, body=changes), key)
    return key


def _delete(call: Call, given: Any) -> str:
    key = _wanted_key(given)
    removed(call, key)
    return key


_DO: Mapping[str, Callable[[Call, Any], str]] = {
    "create": _create,
    "update": _update,
    DELETE: _delete,
}


def _refuse_wrong(verb: str, given: Any) -> None:
    """Refuse what the operation on one link would refuse."""
    problems = body_problems(linquid().operations[_OPERATIONS[verb]], given)
    if problems:
        raise invalid(problems[0].pointer, problems[0].message)


def _wanted_key(given: Any) -> str:
    key = _key(given)
    if not key:
        raise invalid("/id", "id is required: which link?")
    return key


def _key(given: Any) -> str | None:
    key = given.get("id") if isinstance(given, dict) else given
    return key if isinstance(key, str) else None


def _told(refusal: Refusal, item: Item, label: str) -> dict[str, Any]:
    pointer = refusal.details[0]["pointer"] if refusal.details else ""
    message = refusal.details[0]["message"] if refusal.details else refusal.message
    number, given = item
    place = f"/{'ids' if isinstance(given, str) else 'links'}/{number}" if label == "index" else ""
    return {
        "code": refusal.code,
        "pointer": f"{place}{pointer}",
        "message": f"{label} {number}: {message}",
    }
