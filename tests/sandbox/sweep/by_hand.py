"""The table written by hand, and how its rows come out in a world."""

from dataclasses import dataclass
import json
from pathlib import Path

import yaml

from playground.openapi import Operation, linquid
from tests.sandbox.sweep.holders import holders
from tests.sandbox.sweep.outcome import PASSED, answered
from tests.sandbox.sweep.wire import Answer, Wire
from tests.sandbox.sweep.world import World

__all__ = ["ROWS", "Row", "results", "target"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One call, how it `ends` and why, with the `because` of the pages."""

    who: str
    calls: str
    ends: str
    because: str
    rule: str = ""
    at: str = ""

    @property
    def name(self) -> str:
        """What the row is called in reports, such as "everything at ws_globex -> createLink"."""
        return f"{self.who}{f' at {self.at}' if self.at else ''} -> {self.calls}"


def _read() -> dict[str, Row]:
    text = Path(__file__).with_name("by_hand.yaml").read_text("utf-8")
    rows = [Row(**entry) for part in yaml.safe_load(text).values() for entry in part]
    return {row.name: row for row in rows}


ROWS = _read()


def target(operation: Operation) -> str:
    """Return an address of *operation*, with IDs that nobody has."""
    parts = operation.path.split("/")
    return "/".join("unheard-of" if part.startswith("{") else part for part in parts)


def results(world: World) -> dict[str, tuple[str, str]]:
    """Return how each row comes out in *world*, and the reason that its log has."""
    wire, callers, journal = Wire(world.sandbox), holders(world), world.sandbox.state.journal
    found = {}
    for name, row in ROWS.items():
        operation, holder = linquid().operations[row.calls], callers[row.who]
        sent = holder.at(row.at) if row.at else holder
        answer = wire.send(operation.method, target(operation), sent.headers)
        entry = journal.entries()[-1]
        outcome = answered(answer, entry)
        is_passed = outcome.rule == PASSED
        told = PASSED if is_passed else _told(answer, outcome.challenge, outcome.scope)
        found[name] = (told, "" if is_passed else entry.rule or "")
    return found


def _told(answer: Answer, challenge: str | None, scope: str) -> str:
    said = "none" if challenge is None else f"{challenge} {scope}".strip()
    return f"{answer.status} {_code(answer)}: {said}".replace(" :", ":").strip()


def _code(answer: Answer) -> str:
    """Return the code in Linquid's envelope, or the error of RFC 6749."""
    try:
        error = json.loads(answer.body)["error"]
    except (ValueError, KeyError):
        return ""
    return str(error["code"] if isinstance(error, dict) else error)
