"""The names of scopes: what they mean, which imply which, and what roles and plans give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from playground.credentials.credential import CredentialKind
from playground.errors import UnknownScope
from playground.openapi.operation import Provenance

__all__ = ["Plan", "Role", "Scope", "Vocabulary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """One scope in words; `holders` are the kinds of credential that can have it."""

    name: str
    title: str
    description: str
    family: str
    holders: frozenset[CredentialKind]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a member with this role may do in a workspace."""

    name: str
    title: str
    permissions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a workspace has paid for; a limit of None is none."""

    name: str
    title: str
    limits: Mapping[str, int | None]
    features: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """
    Every scope, role and plan by name; empty, it serves a document whose scopes are unknown.

    `implications` maps a scope to all that it implies, itself not included, transitively closed.
    """

    scopes: Mapping[str, Scope] = field(default_factory=dict)
    implications: Mapping[str, frozenset[str]] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)
    features: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Vocabulary":
        """Return Linquid's vocabulary, `linquid/scopes.yaml`."""
        return _linquid()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Vocabulary":
        """Return the vocabulary that *data*, shaped like `scopes.yaml`, describes."""
        return cls(
            scopes={name: _scope(name, entry) for name, entry in data["scopes"].items()},
            implications=_closed({e["scope"]: set(e["implies"]) for e in data["implications"]}),
            roles={name: _role(name, entry) for name, entry in data["roles"].items()},
            plans={name: _plan(name, entry) for name, entry in data["plans"].items()},
            features={name: entry["title"] for name, entry in data["features"].items()},
        )

    def expand(self, scopes: Iterable[str]) -> frozenset[str]:
        """Return *scopes* with everything that they imply."""
        held = frozenset(scopes)
        implied = [self.implications[scope] for scope in held if scope in self.implications]
        return held.union(*implied) if implied else held

    def holdable(self, kind: CredentialKind) -> frozenset[str]:
        """Return the scopes that a credential of *kind* can have."""
        return frozenset(scope.name for scope in self.scopes.values() if kind in scope.holders)

    def checked(self, names: Iterable[str], *, place: str = "") -> frozenset[str]:
        """
        Return *names* as a set.

        Raises:
            UnknownScope: one of them is no scope; it carries the nearest names and *place*.
        """
        for name in (found := frozenset(names)):
            if name not in self.scopes:
                raise UnknownScope(name, self.scopes, place=place)
        return found

    def permissions(self, role: str | None) -> frozenset[str]:
        """Return what *role* permits, implied scopes included; an unknown role permits nothing."""
        found = self.roles.get(role or "")
        return self.expand(found.permissions) if found else frozenset()


@cache
def _linquid() -> Vocabulary:
    text = files("playground").joinpath("linquid/scopes.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Vocabulary.read(yaml.load(text, Loader=loader))  # noqa: S506  both loaders are safe


def _scope(name: str, entry: Mapping[str, Any]) -> Scope:
    return Scope(
        name=name,
        title=entry["title"],
        description=entry["description"],
        family=entry["family"],
        holders=frozenset(map(CredentialKind, entry["holders"])),
        provenance=entry["provenance"],
    )


def _role(name: str, entry: Mapping[str, Any]) -> Role:
    return Role(name=name, title=entry["title"], permissions=frozenset(entry["permissions"]))


def _plan(name: str, entry: Mapping[str, Any]) -> Plan:
    return Plan(
        name=name,
        title=entry["title"],
        limits=entry["limits"],
        features=frozenset(entry["features"]),
    )


def _closed(implied: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    """Return *implied* with the implications of what is implied, until nothing is added."""
    grown = {
        scope: names.union(*(implied.get(name, set()) for name in names))
        for scope, names in implied.items()
    }
    if grown != implied:
        return _closed(grown)
    return {scope: frozenset(names - {scope}) for scope, names in grown.items()}
