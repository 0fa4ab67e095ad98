"""
Seed files: what a sandbox begins with, read so that an error names its line.

A seed is YAML; `linquid/seed.yaml` is one, and the design lists the sections. Each entry's fields
are those of `_FIELDS`: the type that a value must have, with `!` where it is required.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import yaml

from playground.errors import SeedError, UnknownScope
from playground.sandbox.seed_fields import check_fields
from playground.sandbox.seed_references import check_references
from playground.scopes.vocabulary import Vocabulary

__all__ = ["Entry", "Seed", "credential_id", "read_seed", "shipped_seed"]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "number": (int, float),
    "whole": (int,),
    "yes or no": (bool,),
    "list": (list,),
    "map": (dict,),
}
_KEY_FIELDS = {
    "id": "text",
    "name": "text!",
    "workspace": "text!",
    "owner": "text",
    "purpose": "text",
    "expires_in": "number",
    "status": "text",
    "key": "text",
}
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "workspaces": {
        "id": "text!",
        "name": "text!",
        "slug": "text",
        "plan": "text",
        "environment": "text",
        "requests_per_hour": "whole",
        "timezone": "text",
    },
    "users": {"id": "text!", "email": "text!", "name": "text", "roles": "map"},
    "api_keys": {**_KEY_FIELDS, "scopes": "list!"},
    "publishable_keys": {**_KEY_FIELDS, "origins": "list"},
    "campaigns": {"id": "text!", "workspace": "text!", "days_ago": "number", "fields": "map!"},
    "domains": {
        "id": "text!",
        "workspace": "text!",
        "days_ago": "number",
        "verified": "yes or no",
        "fields": "map!",
    },
    "links": {
        "id": "text!",
        "workspace": "text!",
        "code": "text!",
        "days_ago": "number",
        "fields": "map!",
    },
    "rules": {"id": "text!", "workspace": "text!", "days_ago": "number", "fields": "map!"},
    "clicks": {
        "link": "text!",
        "id": "text",
        "days_ago": "number!",
        "count": "whole",
        "visitors": "whole",
        "fields": "map",
    },
    "oauth_apps": {
        "client_id": "text!",
        "client_secret": "text",
        "type": "text!",
        "name": "text!",
        "owner": "text!",
        "workspace": "text!",
        "redirect_uris": "list!",
        "scopes": "list!",
        "require_pkce": "yes or no",
    },
    "customers": {"id": "text!", "workspace": "text!", "days_ago": "number", "fields": "map!"},
}
_CHOICES: Mapping[str, Sequence[str]] = {
    "environment": ("sandbox", "production"),
    "status": ("active", "disabled", "rotated"),
    "type": ("public", "confidential"),
}


class Entry(dict[str, Any]):
    """One entry of a section; `place` is its file and line."""

    __slots__ = ("_places", "place")

    def __init__(
        self, values: Mapping[str, Any], *, place: str, places: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(values)
        self.place = place
        self._places = places or {}

    def place_of(self, field: str) -> str:
        """Return file and line of *field*, or of a part of it, such as `scopes/0`."""
        return self._places.get(field, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """The sections of a seed by name; those that the file lacks are empty."""

    sections: Mapping[str, Sequence[Entry]] = field(default_factory=dict)

    def credential_ids(self) -> frozenset[str]:
        """Return the IDs of the keys that the seed lists."""
        keys = (*self["api_keys"], *self["publishable_keys"])
        return frozenset(credential_id(entry) for entry in keys)

    def __getitem__(self, section: str) -> Sequence[Entry]:
        return self.sections.get(section, ())


def credential_id(entry: Entry) -> str:
    """Return the ID of the key that *entry* describes."""
    return str(entry.get("id") or "key_" + entry["name"].replace("-", "_"))


def read_seed(path: Path) -> Seed:
    """
    Return the seed in the file at *path*.

    Raises:
        SeedError: it cannot be read, or an entry is wrong; `place` tells file and line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise _unread("there is no such file", path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise _unread("this seed cannot be read", path) from error
    return _seed(text, name=str(path))


@cache
def shipped_seed() -> Seed:
    """Return the seed that a sandbox begins with unless it is given another."""
    text = files("playground").joinpath("linquid/seed.yaml").read_text(encoding="utf-8")
    return _seed(text, name="seed.yaml")


def _seed(text: str, *, name: str) -> Seed:
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _wrong(f"this is not YAML: {error.problem}", f"{name}, line {line}") from error
    except yaml.YAMLError as error:
        raise _wrong("this is not YAML", name) from error
    if node is None:
        next_step = "To begin with nothing, write `{}`."
        raise SeedError("this seed is empty", place=f"{name}, line 1", next_step=next_step)
    sections = _pairs(node, name, "a seed must be a map of sections")
    known = {title: _entries(title, value, name) for title, _, value in sections}
    check_fields(known)
    check_references(known)
    return Seed(sections=known)


def _entries(title: str, node: yaml.Node, name: str) -> list[Entry]:
    if title not in _FIELDS:
        known = ", ".join(_FIELDS)
        raise _wrong(f"there is no section {title!r}; there are {known}", _place(node, name))
    if not isinstance(node, yaml.SequenceNode):
        raise _wrong(f"{title} must be a list", _place(node, name))
    return [_entry(title, item, name) for item in node.value]


def _entry(title: str, node: yaml.Node, name: str) -> Entry:
    fields, place = _FIELDS[title], _place(node, name)
    values: dict[str, Any] = {}
    places: dict[str, str] = {}
    for key, key_node, value_node in _pairs(node, name, f"an entry of {title} must be a map"):
        if fields and key not in fields:
            known = ", ".join(fields)
            message = f"{title} have no field {key!r}; they have {known}"
            raise _wrong(message, _place(key_node, name))
        values[key] = _value(key, value_node, fields.get(key, ""), name)
        places |= _places(key, value_node, name)
    for key, kind in fields.items():
        if kind.endswith("!") and key not in values:
            raise _wrong(f"this entry of {title} lacks {key!r}", place)
    return Entry(values, place=place, places=places)


def _places(key: str, node: yaml.Node, name: str) -> dict[str, str]:
    found = {key: _place(node, name)}
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            found |= _places(f"{key}/{index}", item, name)
    if isinstance(node, yaml.MappingNode):
        for part, value in node.value:
            found |= _places(f"{key}/{part.value}", value, name)
    return found


def _value(key: str, node: yaml.Node, kind: str, name: str) -> Any:
    value = _constructed(node)
    types = _TYPES.get(kind.rstrip("!"), (object,))
    is_switch = isinstance(value, bool) and bool not in types
    if not isinstance(value, types) or (is_switch and types != (object,)):
        raise _wrong(f"{key} must be a {kind.rstrip('!')}", _place(node, name))
    if key in _CHOICES and value not in _CHOICES[key]:
        raise _wrong(f"{key} must be one of {', '.join(_CHOICES[key])}", _place(node, name))
    if key == "plan" and value not in Vocabulary.load().plans:
        known = ", ".join(Vocabulary.load().plans)
        raise _wrong(f"there is no plan {value!r}; there are {known}", _place(node, name))
    if key == "timezone" and value not in available_timezones():
        raise _wrong(f"there is no IANA time zone {value!r}", _place(node, name))
    if key == "scopes" and isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _check_scope(str(_constructed(item)), _place(item, name))
    return value


def _check_scope(scope: str, place: str) -> None:
    try:
        Vocabulary.load().checked([scope])
    except UnknownScope as error:
        near = " or ".join(map(repr, error.suggestions))
        hint = f"Did you mean {near}?" if near else "`scopes.yaml` lists the names."
        raise SeedError(f"there is no scope {scope!r}", place=place, next_step=hint) from error


def _pairs(node: yaml.Node, name: str, otherwise: str) -> list[tuple[str, yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _wrong(otherwise, _place(node, name))
    return [(str(_constructed(key)), key, value) for key, value in node.value]


def _constructed(node: yaml.Node) -> Any:
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def _place(node: yaml.Node, name: str) -> str:
    return f"{name}, line {node.start_mark.line + 1}"


def _unread(message: str, path: Path) -> SeedError:
    return SeedError(message, place=str(path), next_step="Give a YAML file in UTF-8.")


def _wrong(message: str, place: str) -> SeedError:
    return SeedError(message, place=place, next_step="Mend this line and start again.")
