"""What a call names, or the answer that there is none."""

from typing import Any

from playground.sandbox import tables
from playground.sandbox.call import Call
from playground.sandbox.collection import Collection
from playground.sandbox.envelope import Reply, page
from playground.sandbox.refusal import not_found

__all__ = ["CAMPAIGNS", "DOMAINS", "LINKS", "RULES", "listed", "wanted", "wanted_text"]

CAMPAIGNS = Collection(tables.campaigns, noun="Campaign")
DOMAINS = Collection(tables.domains, noun="Domain")
LINKS = Collection(tables.links, noun="Link")
RULES = Collection(tables.rules, noun="Rule")


def wanted(call: Call, collection: Collection, key: str) -> dict[str, Any]:
    """
    Return the document of *key*.

    Raises:
        Refusal: the workspace has none (404; the same for another workspace's).
    """
    document = collection.document(call.store, call.workspace.id, key)
    if document is None:
        raise _absent(call, collection, key)
    return document


def wanted_text(call: Call, collection: Collection, key: str) -> str:
    """Return the same as `wanted`, as the JSON text that is stored."""
    text = collection.text(call.store, call.workspace.id, key)
    if text is None:
        raise _absent(call, collection, key)
    return text


def listed(call: Call, collection: Collection, **filters: str | None) -> Reply:
    """Return the page that the call asks for, of what matches *filters*; None filters nothing."""
    number, limit = call.params["page"], call.params["limit"]
    equal = {name: value for name, value in filters.items() if value is not None}
    workspace = call.workspace.id
    total = collection.count(call.store, workspace, **equal)
    offset = (number - 1) * limit
    texts = collection.texts(call.store, workspace, offset=offset, limit=limit, **equal)
    return page(texts, total=total, number=number, limit=limit)


def _absent(call: Call, collection: Collection, key: str) -> Exception:
    elsewhere = collection.is_elsewhere(call.store, call.workspace.id, key)
    return not_found(collection.noun, elsewhere=elsewhere)
