"""
Faults on request: operations that fail as real ones do.

A fault of an operation has a `latency` in real seconds, and at most one of `status` (an error,
429 with `Retry-After`), `body` (`malformed`: carried out, but the answer is cut in half) and
`drop` (`request`: the connection ends and nothing is done; `answer`: it is done, and nobody is
told). `times` says how many requests it is for; without, all.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus
from threading import Lock
from typing import Any, Protocol

from playground.sandbox.message import Response
from playground.sandbox.refusal import Refusal, invalid

__all__ = ["Drop", "Fault", "Faults", "MemoryFaults", "fault_of", "read_faults"]

_LONGEST = 60
_MOST_TIMES = 1_000_000
_PATIENCE = "1"


class Drop(StrEnum):
    """When a connection ends."""

    REQUEST = "request"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What goes wrong with one operation."""

    latency: float = 0.0
    status: int | None = None
    is_malformed: bool = False
    drop: Drop | None = None
    times: int | None = None

    def refusal(self) -> Refusal | None:
        """Return what is answered in place of carrying the operation out, None if it is."""
        if self.drop is Drop.REQUEST:
            return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "FAULT", "Never sent", rule="fault")
        if self.status is None:
            return None
        is_rate = self.status == HTTPStatus.TOO_MANY_REQUESTS
        return Refusal(
            self.status,
            "RATE_LIMITED" if is_rate else "FAULT",
            "This fault was asked for at /_sandbox/faults",
            headers=(("Retry-After", _PATIENCE),) if is_rate else (),
            rule="fault",
        )

    def spoilt(self, answer: Response) -> Response:
        """Return *answer* with what goes wrong on its way."""
        if self.is_malformed:
            answer = _cut(answer)
        return replace(answer, delay=self.latency, is_dropped=self.drop is not None)

    def as_dict(self) -> dict[str, Any]:
        """Return the fault as it was asked for."""
        told: dict[str, Any] = {"latency": self.latency} if self.latency else {}
        if self.status is not None:
            told["status"] = self.status
        if self.is_malformed:
            told["body"] = "malformed"
        if self.drop is not None:
            told["drop"] = str(self.drop)
        return told if self.times is None else {**told, "times": self.times}


class Faults(Protocol):
    """The faults of one tenant, by operation."""

    def put(self, faults: Mapping[str, Fault]) -> None:
        """Have *faults*, and no other ones."""

    def next(self, operation: str) -> Fault | None:
        """Return what goes wrong with the next request of *operation*, None if all is well."""

    def as_dict(self) -> dict[str, Any]:
        """Return every fault as it was asked for, with the times that are left."""


class MemoryFaults:
    """The faults of one tenant, in this process."""

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}
        self._lock = Lock()

    def put(self, faults: Mapping[str, Fault]) -> None:
        """Have *faults*, and no other ones."""
        with self._lock:
            self._faults = dict(faults)

    def next(self, operation: str) -> Fault | None:
        """Return what goes wrong with the next request of *operation*, None if all is well."""
        if not self._faults:
            return None
        with self._lock:
            fault = self._faults.get(operation)
            if fault is not None and fault.times is not None:
                self._use(operation, fault, fault.times)
            return fault

    def as_dict(self) -> dict[str, Any]:
        """Return every fault as it was asked for, with the times that are left."""
        return {operation: fault.as_dict() for operation, fault in sorted(self._faults.items())}

    def _use(self, operation: str, fault: Fault, times: int) -> None:
        if times > 1:
            self._faults[operation] = replace(fault, times=times - 1)
        else:
            del self._faults[operation]


def read_faults(given: Mapping[str, Any], *, operations: Container[str]) -> dict[str, Fault]:
    """
    Return the faults that *given* describes, by operation.

    Raises:
        Refusal: something in it is wrong; its pointer says what.
    """
    for operation in given:
        if operation not in operations:
            raise invalid(f"/faults/{operation}", "is no operation of the document")
    return {operation: fault_of(operation, value) for operation, value in given.items()}


def fault_of(operation: str, value: Any) -> Fault:
    """
    Return the fault of *operation* that *value* describes.

    Raises:
        Refusal: something in it is wrong; its pointer says what.
    """
    place = f"/faults/{operation}"
    if not isinstance(value, dict) or not value:
        raise invalid(place, "must be an object with " + ", ".join(_FIELDS))
    for name, given in value.items():
        is_right, otherwise = _FIELDS.get(name, (_never, f"is unknown: there are {_NAMES}"))
        if not is_right(given):
            raise invalid(f"{place}/{name}", otherwise)
    if len({"status", "body", "drop"} & set(value)) > 1:
        raise invalid(place, "must have one of status, body and drop only")
    return Fault(
        latency=float(value.get("latency", 0)),
        status=value.get("status"),
        is_malformed="body" in value,
        drop=Drop(value["drop"]) if "drop" in value else None,
        times=value.get("times"),
    )


def _cut(answer: Response) -> Response:
    """Return *answer* with half of its body, and headers that fit it."""
    body = answer.body[: len(answer.body) // 2]
    headers = tuple(
        (name, str(len(body)) if name == "Content-Length" else value)
        for name, value in answer.headers
    )
    return replace(answer, body=body, headers=headers)


def _is_number(value: object, least: float, most: float, *, whole: bool = True) -> bool:
    kinds = (int,) if whole else (int, float)
    return isinstance(value, kinds) and not isinstance(value, bool) and least <= value <= most


def _never(_: object) -> bool:
    return False


_FIELDS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "latency": (
        lambda value: _is_number(value, 0, _LONGEST, whole=False),
        f"must be seconds, {_LONGEST} at most",
    ),
    "status": (lambda value: _is_number(value, 400, 599), "must be 400 to 599"),
    "body": (lambda value: value == "malformed", "must be `malformed`"),
    "drop": (lambda value: value in tuple(Drop), "must be `request` or `answer`"),
    "times": (lambda value: _is_number(value, 1, _MOST_TIMES), "must be a number of requests"),
}
_NAMES = ", ".join(_FIELDS)
