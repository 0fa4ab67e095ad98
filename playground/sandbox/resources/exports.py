"""Exports: files that are written while the virtual clock moves, and kept for a week."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox import agenda
from playground.sandbox.agenda import Task
from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import read, stamp
from playground.sandbox.collection import Collection
from playground.sandbox.envelope import Attachment, Reply
from playground.sandbox.refusal import Refusal
from playground.sandbox.resources.export_rows import COLUMNS, rows
from playground.sandbox.resources.job_tables import exports
from playground.sandbox.resources.lookup import listed, wanted, wanted_text
from playground.sandbox.resources.rows_file import MEDIA_TYPES, written

__all__ = ["HANDLERS", "STEP", "work"]

STEP = "exports.step"

_EXPORTS = Collection(exports, noun="Export")
_ACCEPTED = 202
_PACE = timedelta(seconds=1)
_KEPT = timedelta(days=7)
_CONTENT = select(exports.c.content).where(
    exports.c.tenant == bindparam("in_tenant"),
    exports.c.workspace == bindparam("in_workspace"),
    exports.c.id == bindparam("is_id"),
)


def start_export(call: Call) -> Reply:
    """Accept an export of what the body names."""
    return _started(call, call.body["type"])


def export_links(call: Call) -> Reply:
    """Accept an export of links, as the links' own path does."""
    return _started(call, "links")


def list_exports(call: Call) -> Reply:
    """Return a page of the workspace's exports, the newest first."""
    return listed(call, _EXPORTS)


def get_export(call: Call) -> Reply:
    """Return one export."""
    return Reply(wanted_text(call, _EXPORTS, call.params["exportId"]))


def download_export(call: Call) -> Reply:
    """Return the file of an export."""
    export = wanted(call, _EXPORTS, call.params["exportId"])
    if export["status"] != "completed":
        message = f"The export is {export['status']}: there is no file to download"
        raise Refusal(400, "VALIDATION_ERROR", message)
    if (read(export["expiresAt"]) or call.now) <= call.now:
        raise Refusal(410, "EXPORT_EXPIRED", "The file of this export is not kept any longer")
    row = call.store.row(_CONTENT, in_workspace=call.workspace.id, is_id=export["id"])
    form = export["format"]
    name = f"linquid-{export['type']}-{export['createdAt'][:10]}.{form}"
    return Attachment(row.content if row else "", media_type=MEDIA_TYPES[form], filename=name)


def work(task: Task) -> None:
    """Take an export one step on: it starts, or its file is written as things stand then."""
    export = _EXPORTS.document(task.store, task.workspace, task.subject)
    if export is None:
        return
    if export["status"] == "pending":
        export["status"] = "processing"
        _EXPORTS.write(task.store, task.workspace, task.subject, export)
        _plan(task, task.workspace, task.subject)
        return
    export["completedAt"] = stamp(task.now)
    if export["programId"] is not None:
        export |= {"status": "failed", "error": "There is no such affiliate program"}
        _EXPORTS.write(task.store, task.workspace, task.subject, export)
        return
    found = rows(task.store, task.workspace, export["type"], export["filters"])
    content = written(found, export["columns"], form=export["format"])
    export |= {
        "status": "completed",
        "rows": len(found),
        "sizeBytes": len(content.encode()),
        "expiresAt": stamp(task.now + _KEPT),
    }
    _EXPORTS.write(task.store, task.workspace, task.subject, export, content=content)


def _started(call: Call, kind: str) -> Reply:
    given = call.body
    key = call.id("exp_")
    export: dict[str, Any] = {
        "id": key,
        "type": kind,
        "format": given["format"],
        "status": "pending",
        "programId": given.get("programId"),
        "filters": given.get("filters", {}),
        "columns": given.get("columns", list(COLUMNS[kind])),
        "rows": None,
        "sizeBytes": None,
        "error": None,
        "createdAt": call.time,
        "completedAt": None,
        "expiresAt": None,
    }
    _plan(call, call.workspace.id, key)
    place = {"id": key, "position": call.ids.number(), "content": ""}
    return Reply(_EXPORTS.add(call.store, call.workspace.id, export, **place), status=_ACCEPTED)


def _plan(one: Call | Task, workspace: str, key: str) -> None:
    entry = one.ids.make("due_", now=one.now)
    at = one.now + _PACE
    agenda.plan(one.store, entry, at=at, kind=STEP, workspace=workspace, subject=key)


HANDLERS: dict[str, Handler] = {
    "startExport": start_export,
    "exportLinks": export_links,
    "listExports": list_exports,
    "getExport": get_export,
    "downloadExport": download_export,
}
