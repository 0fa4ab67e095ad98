"""Many links in one request: checked beforehand, done at once, or done bit by bit later."""

from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.resources import jobs
from playground.sandbox.resources.batch import DELETE, LABELS, Item, Outcome, checked, outcome
from playground.sandbox.resources.lookup import listed

__all__ = ["HANDLERS"]

_FAMILY = "bulk"
_LABEL = LABELS[_FAMILY]
_ACCEPTED = 202


def _validate(call: Call, verb: str) -> Reply:
    """Tell what would come of a batch, and change nothing."""
    return _summed_up(checked(call, verb, _items(call), label=_LABEL), is_trial=True)


def _start(call: Call, verb: str) -> Reply:
    """Accept a batch; its operation tells how far it got."""
    items = _items(call)
    text = jobs.begun(call, family=_FAMILY, verb=verb, items=items, told={})
    return Reply(text, status=_ACCEPTED)


def _carry_out(call: Call, verb: str) -> Reply:
    """Do a batch at once; what fails is told, and the rest is done."""
    outcomes = [outcome(call, verb, item, label=_LABEL) for item in _items(call)]
    return _summed_up(outcomes, is_trial=False)


def list_operations(call: Call) -> Reply:
    """Return a page of the workspace's bulk operations, the newest first."""
    return listed(call, jobs.JOBS, family=_FAMILY)


def get_operation(call: Call) -> Reply:
    """Return one bulk operation, with what came of each item so far."""
    key = call.params["operationId"]
    operation = jobs.found(call, key, family=_FAMILY)
    return Reply(encoded({**operation, "results": jobs.results(call, key)}))


def cancel_operation(call: Call) -> Reply:
    """Stop a bulk operation; what it did stays."""
    return Reply(jobs.cancelled(call, call.params["operationId"], family=_FAMILY))


def _items(call: Call) -> list[Item]:
    return list(enumerate(call.body.get("links", call.body.get("ids"))))


def _summed_up(outcomes: list[Outcome], *, is_trial: bool) -> Reply:
    failed = [entry for entry in outcomes if entry["status"] == "failed"]
    told: dict[str, Any] = {
        "total": len(outcomes),
        "succeeded": len(outcomes) - len(failed),
        "failed": len(failed),
    }
    if is_trial:
        errors = [{"index": entry["index"], **entry["error"]} for entry in failed]
        return Reply(encoded({"valid": not failed, **told, "errors": errors}))
    return Reply(encoded({**told, "results": outcomes}))


HANDLERS: dict[str, Handler] = {
    "validateBulkCreate": lambda call: _validate(call, "create"),
    "validateBulkUpdate": lambda call: _validate(call, "update"),
    "validateBulkDelete": lambda call: _validate(call, DELETE),
    "startBulkCreate": lambda call: _start(call, "create"),
    "startBulkUpdate": lambda call: _start(call, "update"),
    "startBulkDelete": lambda call: _start(call, DELETE),
    "listBulkOperations": list_operations,
    "getBulkOperation": get_operation,
    "cancelBulkOperation": cancel_operation,
    "runBulkCreate": lambda call: _carry_out(call, "create"),
    "runBulkUpdate": lambda call: _carry_out(call, "update"),
    "runBulkDelete": lambda call: _carry_out(call, DELETE),
}
