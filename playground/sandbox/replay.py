"""Replay a seed: write everything that it lists into an empty tenant, at the clock's time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from playground.credentials.credential import CredentialKind, Environment
from playground.sandbox import tables
from playground.sandbox.clock import milliseconds, stamp
from playground.sandbox.envelope import encoded
from playground.sandbox.ids import Ids
from playground.sandbox.image import Image
from playground.sandbox.recorded import clicks_of, count
from playground.sandbox.resources.campaigns import campaign_document
from playground.sandbox.resources.customer import customer_document, identity
from playground.sandbox.resources.customer_tables import customers
from playground.sandbox.resources.domains import domain_document
from playground.sandbox.resources.link import HOST, link_document, password_digest
from playground.sandbox.resources.rules import rule_document
from playground.sandbox.resources.workspaces import workspace_document
from playground.sandbox.seed import Entry, Seed, credential_id
from playground.sandbox.store import Transaction
from playground.sandbox.values import digest, prefix_of
from playground.scopes.vocabulary import Vocabulary

__all__ = ["minute_of", "replay"]

_DAY = timedelta(days=1)


def replay(
    seed: Seed,
    store: Transaction,
    *,
    ids: Ids,
    now: datetime,
    vocabulary: Vocabulary,
    image: Image,
    has_clicks: bool = False,
) -> None:
    """
    Write everything that *seed* lists.

    Args:
        seed: checked already.
        store: a transaction of the tenant, which must be empty.
        ids: of the tenant, restarted.
        now: the time that `days_ago` and `expires_in` count from.
        vocabulary: the plans and their limits.
        image: what the last replay left.
        has_clicks: those of this minute are there, as the tenant's last replay wrote them.
    """
    replayed = _Replay(seed, store, ids=ids, now=now, vocabulary=vocabulary, image=image)
    replayed.run(has_clicks=has_clicks)


def minute_of(now: datetime) -> datetime:
    """Return the full minute that clicks are counted back from at *now*."""
    return now.replace(second=0, microsecond=0)


class _Replay:
    def __init__(
        self,
        seed: Seed,
        store: Transaction,
        *,
        ids: Ids,
        now: datetime,
        vocabulary: Vocabulary,
        image: Image,
    ) -> None:
        self._seed = seed
        self._store = store
        self._ids = ids
        self._now = now
        self._vocabulary = vocabulary
        self._environments = {
            entry["id"]: Environment(entry.get("environment", "sandbox"))
            for entry in seed["workspaces"]
        }
        self._links: dict[str, dict[str, Any]] = {}
        self._visitors: Mapping[str, str] = {}
        self._image = image

    def run(self, *, has_clicks: bool) -> None:
        """Write section after section, what is referred to first."""
        store, seed = self._store, self._seed
        store.add(tables.workspaces, *map(self._workspace, seed["workspaces"]))
        store.add(tables.users, *({"id": e["id"], "email": e["email"]} for e in seed["users"]))
        store.add(tables.members, *self._members())
        self._credentials("api_keys", CredentialKind.WORKSPACE_KEY)
        self._credentials("publishable_keys", CredentialKind.PUBLISHABLE_KEY)
        store.add(tables.campaigns, *map(self._campaign, seed["campaigns"]))
        store.add(tables.domains, *map(self._domain, seed["domains"]))
        links = list(map(self._link, seed["links"]))
        self._record_clicks(are_there=has_clicks)
        store.add(tables.links, *(self._counted(row) for row in links))
        store.add(tables.rules, *map(self._rule, seed["rules"]))
        store.add(customers, *map(self._customer, seed["customers"]))

    def _workspace(self, entry: Entry) -> dict[str, Any]:
        plan = entry.get("plan", "starter")
        given = {"name": entry["name"], "slug": entry.get("slug", entry["id"])}
        if "timezone" in entry:
            given["timezone"] = entry["timezone"]
        document = workspace_document(
            given,
            key=entry["id"],
            plan=plan,
            time=stamp(self._now),
            vocabulary=self._vocabulary,
        )
        return {
            "id": entry["id"],
            "position": self._ids.number(),
            "name": given["name"],
            "slug": given["slug"],
            "plan": plan,
            "environment": str(self._environments[entry["id"]]),
            "requests_per_hour": entry.get("requests_per_hour"),
            "document": encoded(document),
        }

    def _members(self) -> list[dict[str, Any]]:
        return [
            {"workspace": workspace, "user": e["id"], "role": role, "position": self._ids.number()}
            for e in self._seed["users"]
            for workspace, role in e.get("roles", {}).items()
        ]

    def _credentials(self, section: str, kind: CredentialKind) -> None:
        for entry in self._seed[section]:
            row = self._credential(entry, kind)
            self._store.add(tables.credentials, row)
            if "key" in entry:
                value = {"digest": digest(entry["key"]), "credential": row["id"]}
                value["workspace"] = entry["workspace"]
                self._store.add(tables.credential_values, value)

    def _credential(self, entry: Entry, kind: CredentialKind) -> dict[str, Any]:
        environment = self._environments[entry["workspace"]]
        prefix = prefix_of(kind, environment)
        expires_at = None
        if "expires_in" in entry:
            expires_at = milliseconds(self._now + timedelta(seconds=entry["expires_in"]))
        return {
            "workspace": entry["workspace"],
            "id": credential_id(entry),
            "position": self._ids.number(),
            "kind": str(kind),
            "name": entry["name"],
            "environment": str(_environment_of(entry.get("key", ""), environment)),
            "scopes": " ".join(entry.get("scopes", ())),
            "origins": " ".join(entry.get("origins", ())),
            "owner": entry.get("owner", ""),
            "purpose": entry.get("purpose", ""),
            "status": entry.get("status", "active"),
            "prefix": prefix,
            "created_at": milliseconds(self._now),
            "expires_at": expires_at,
            "last_used_at": None,
        }

    def _campaign(self, entry: Entry) -> dict[str, Any]:
        document = campaign_document(entry["fields"], key=entry["id"], time=self._time(entry))
        return self._row(entry, document)

    def _domain(self, entry: Entry) -> dict[str, Any]:
        time = self._time(entry)
        document = domain_document(entry["fields"], key=entry["id"], time=time)
        if entry.get("verified"):
            document |= {"status": "verified", "verifiedAt": time}
        return {**self._row(entry, document), "name": document["domain"]}

    def _link(self, entry: Entry) -> dict[str, Any]:
        given = entry["fields"]
        document = link_document(
            given, key=entry["id"], code=entry["code"], host=HOST, time=self._time(entry)
        )
        self._links[entry["id"]] = document
        return {
            **self._row(entry, document),
            "campaign": given.get("campaignId"),
            "host": HOST,
            "live_code": entry["code"],
            "live_external": given.get("externalId"),
            "password_digest": password_digest(given.get("password", "")),
        }

    def _counted(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row of a link with what its clicks added up to."""
        document = self._links[row["id"]]
        totals = {"clicks": document["clicks"], "visitors": document["uniqueClicks"]}
        return {**row, **totals, "document": encoded(document)}

    def _rule(self, entry: Entry) -> dict[str, Any]:
        given = entry["fields"]
        document = rule_document(given, key=entry["id"], time=self._time(entry))
        owner = {"link": given.get("linkId"), "campaign": given.get("campaignId")}
        return {**self._row(entry, document), **owner}

    def _customer(self, entry: Entry) -> dict[str, Any]:
        document = customer_document(entry["fields"], key=entry["id"], time=self._time(entry))
        return {
            **self._row(entry, document),
            "live_external": document["externalId"],
            "searched": identity(document),
            "visitor": self._visitors.get(document["clickId"]),
            "created_at": milliseconds(self._now - entry.get("days_ago", 0) * _DAY),
        }

    def _record_clicks(self, *, are_there: bool) -> None:
        """Write the clicks, counted from the last full minute: so a reset finds them made."""
        minute = minute_of(self._now)
        rows = self._image.clicks(lambda: self._clicks(minute), ids=self._ids, minute=minute)
        if not are_there:
            self._store.copy(tables.clicks, rows.columns, rows.values)
        self._visitors = rows.visitors
        for entry in self._seed["clicks"]:
            count(entry, self._links[entry["link"]], now=minute)

    def _clicks(self, minute: datetime) -> list[dict[str, Any]]:
        workspaces = {entry["id"]: entry["workspace"] for entry in self._seed["links"]}
        found: list[dict[str, Any]] = []
        for entry in self._seed["clicks"]:
            link, workspace = self._links[entry["link"]], workspaces[entry["link"]]
            found += clicks_of(entry, link, workspace=workspace, ids=self._ids, now=minute)
        return found

    def _row(self, entry: Entry, document: dict[str, Any]) -> dict[str, Any]:
        return {
            "workspace": entry["workspace"],
            "id": entry["id"],
            "position": self._ids.number(),
            "document": encoded(document),
        }

    def _time(self, entry: Entry) -> str:
        return stamp(self._now - entry.get("days_ago", 0) * _DAY)


def _environment_of(key: str, otherwise: Environment) -> Environment:
    """Return where a fixed key says that it belongs."""
    if key.startswith("lw_live_"):
        return Environment.PRODUCTION
    return Environment.SANDBOX if key.startswith("lw_test_") else otherwise
