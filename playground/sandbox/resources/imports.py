"""Imports: links out of a file or an account elsewhere, made bit by bit as the clock moves."""

from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.resources import jobs
from playground.sandbox.resources.batch import Item
from playground.sandbox.resources.csv_links import read_links
from playground.sandbox.resources.import_access import provider_of, refuse_unconnected
from playground.sandbox.resources.lookup import CAMPAIGNS, listed, wanted_text

__all__ = ["HANDLERS"]

_FAMILY = "import"
_ACCEPTED = 202


def import_csv(call: Call) -> Reply:
    """Accept a CSV file; each line is judged by itself, and the job tells what came of it."""
    is_file = isinstance(call.body, str)
    given: dict[str, Any] = {} if is_file else call.body
    text, pointer = (call.body, "") if is_file else (given["csv"], "/csv")
    return _begun(call, "csv", read_links(text, pointer=pointer), given)


def start_import(call: Call) -> Reply:
    """Import what the account at a provider holds, once it was authorised."""
    key, provider = provider_of(call)
    refuse_unconnected(call, key)
    items = [(line, dict(link)) for line, link in enumerate(provider.links, 1)]
    return _begun(call, key, items, call.body or {})


def list_jobs(call: Call) -> Reply:
    """Return a page of the workspace's imports, the newest first."""
    return listed(call, jobs.JOBS, family=_FAMILY)


def get_job(call: Call) -> Reply:
    """Return one import, with what came of each line so far."""
    key = call.params["jobId"]
    job = jobs.found(call, key, family=_FAMILY)
    return Reply(encoded({**job, "results": jobs.results(call, key)}))


def cancel_job(call: Call) -> Reply:
    """Stop an import; the links that it made stay."""
    return Reply(jobs.cancelled(call, call.params["jobId"], family=_FAMILY))


def _begun(call: Call, source: str, items: list[Item], given: dict[str, Any]) -> Reply:
    """Begin the import of *items*, which get what the request gives all of them."""
    common = {name: given[name] for name in ("campaignId", "tags") if name in given}
    if "campaignId" in common:
        wanted_text(call, CAMPAIGNS, common["campaignId"])
    whole = [(line, {**common, **link}) for line, link in items]
    text = jobs.begun(call, family=_FAMILY, verb="create", items=whole, told={"provider": source})
    return Reply(text, status=_ACCEPTED)


HANDLERS: dict[str, Handler] = {
    "importCsv": import_csv,
    "startImport": start_import,
    "listImportJobs": list_jobs,
    "getImportJob": get_job,
    "cancelImportJob": cancel_job,
}
