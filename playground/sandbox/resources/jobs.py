"""Jobs: many links are made, changed or deleted bit by bit, as the virtual clock moves."""

from collections.abc import Sequence
from datetime import timedelta
import json
from typing import Any

from sqlalchemy import bindparam, select

from playground.openapi import linquid
from playground.sandbox import agenda, tables
from playground.sandbox.agenda import Task
from playground.sandbox.call import Call
from playground.sandbox.caller import Caller, Workspace
from playground.sandbox.clock import stamp
from playground.sandbox.collection import Collection
from playground.sandbox.envelope import encoded
from playground.sandbox.refusal import Refusal, not_found
from playground.sandbox.resources.batch import LABELS, Item, Outcome, outcome
from playground.sandbox.resources.job_tables import jobs
from playground.sandbox.resources.lookup import wanted
from playground.scopes.context import Presented

__all__ = ["JOBS", "STEP", "begun", "cancelled", "found", "results", "work"]

JOBS = Collection(jobs, noun="Job")
STEP = "jobs.step"

_PACE = timedelta(seconds=1)
_EACH = 25
_OVER = frozenset({"completed", "failed", "cancelled"})

_ONE = select(jobs).where(
    jobs.c.tenant == bindparam("in_tenant"),
    jobs.c.workspace == bindparam("in_workspace"),
    jobs.c.id == bindparam("is_id"),
)
_places = tables.workspaces.c
_PLACE = select(_places.plan, _places.environment).where(
    _places.tenant == bindparam("in_tenant"), _places.id == bindparam("in_workspace")
)


def begun(
    call: Call, *, family: str, verb: str, items: Sequence[Item], told: dict[str, Any]
) -> str:
    """
    Put *items* on the agenda, and return the job as JSON text.

    Args:
        call: whoever asks for it.
        family: `bulk` or `import`, whose lists are apart.
        verb: what is done to each item.
        items: the items, each with its number.
        told: what else the job's document tells.
    """
    key = call.id("bulk_" if family == "bulk" else "imp_")
    job = {
        "id": key,
        "type": verb,
        **told,
        "status": "pending",
        "total": len(items),
        "processed": 0,
        "succeeded": 0,
        "failed": 0,
        "createdAt": call.time,
        "startedAt": None,
        "completedAt": None,
    }
    _plan(call, key)
    return JOBS.add(
        call.store,
        call.workspace.id,
        job,
        id=key,
        position=call.ids.number(),
        family=family,
        items=encoded(items),
        results="[]",
    )


def found(call: Call, key: str, *, family: str) -> dict[str, Any]:
    """
    Return the job *key* of *family*.

    Raises:
        Refusal: there is none such (404).
    """
    job = wanted(call, JOBS, key)
    row = call.store.row(_ONE, in_workspace=call.workspace.id, is_id=key)
    if row is None or row.family != family:
        raise not_found(JOBS.noun)
    return job


def results(call: Call, key: str) -> list[Outcome]:
    """Return what came of each item of the job *key*, as far as it got."""
    row = call.store.row(_ONE, in_workspace=call.workspace.id, is_id=key)
    return list(json.loads(row.results)) if row else []


def cancelled(call: Call, key: str, *, family: str) -> str:
    """
    Stop the job *key*: what it did stays, what it did not do is not done any more.

    Raises:
        Refusal: there is none such (404), or it is over (409).
    """
    job = found(call, key, family=family)
    if job["status"] in _OVER:
        raise Refusal(409, "CONFLICT", f"The job is {job['status']} already")
    agenda.forget(call.store, kind=STEP, workspace=call.workspace.id, subject=key)
    job |= {"status": "cancelled", "completedAt": call.time}
    return JOBS.write(call.store, call.workspace.id, key, job)


def work(task: Task) -> None:
    """Take a job one step on: it starts, does its next items, or is over."""
    row = task.store.row(_ONE, in_workspace=task.workspace, is_id=task.subject)
    place = task.store.row(_PLACE, in_workspace=task.workspace)
    if row is None or place is None:
        return
    job, call = json.loads(row.document), _on_behalf(task, place.plan, place.environment)
    columns = {}
    if job["status"] == "pending":
        job |= {"status": "processing", "startedAt": stamp(task.now)}
    else:
        outcomes = _next(call, row, job)
        columns["results"] = encoded([*json.loads(row.results), *outcomes])
    if job["processed"] < job["total"]:
        _plan(call, row.id)
    else:
        status = "failed" if job["failed"] == job["total"] else "completed"
        job |= {"status": status, "completedAt": stamp(task.now)}
    JOBS.write(task.store, task.workspace, row.id, job, **columns)


def _next(call: Call, row: Any, job: dict[str, Any]) -> list[Outcome]:
    """Do the next items of *job*, count them in it, and return what came of them."""
    done = job["processed"]
    items = json.loads(row.items)[done : done + _EACH]
    label = LABELS[row.family]
    outcomes = [outcome(call, job["type"], tuple(item), label=label) for item in items]
    succeeded = sum(entry["status"] == "succeeded" for entry in outcomes)
    job["processed"] += len(outcomes)
    job["succeeded"] += succeeded
    job["failed"] += len(outcomes) - succeeded
    return outcomes


def _plan(call: Call, key: str) -> None:
    entry, workspace = call.id("due_"), call.workspace.id
    agenda.plan(call.store, entry, at=call.now + _PACE, kind=STEP, workspace=workspace, subject=key)


def _on_behalf(task: Task, plan: str, environment: str) -> Call:
    """Return a call of nobody's, in the workspace that *task* is of, with its plan of today."""
    place = Workspace(id=task.workspace, plan=plan, environment=environment)
    return Call(
        operation=linquid().operations["createLink"],
        params={},
        body=None,
        caller=Caller(presented=Presented.KNOWN, workspace=place),
        store=task.store,
        now=task.now,
        ids=task.ids,
        vocabulary=task.vocabulary,
        provider=_no_provider,
    )


def _no_provider(_: object) -> Any:
    raise LookupError("a job asks no OAuth provider")
