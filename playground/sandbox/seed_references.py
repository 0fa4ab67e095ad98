"""What the entries of a seed say of each other: no name is taken twice, and none is nobody's."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from playground.errors import SeedError
from playground.scopes.vocabulary import Vocabulary

if TYPE_CHECKING:
    from playground.sandbox.seed import Entry

__all__ = ["check_references"]

_Sections = Mapping[str, Sequence["Entry"]]
_KEYS = ("api_keys", "publishable_keys")
_WITH_ID = ("workspaces", "users", "campaigns", "domains", "links", "rules", "customers")
_NAMED = ("workspaces", "users", "campaigns", "domains", "links")
_IN_FIELDS = {"campaignId": "campaigns", "domainId": "domains", "linkId": "links"}
# Each field with the sections in all of which a value of it may stand once.
_ONCE: Sequence[tuple[str, Sequence[str]]] = (
    *(("id", (title,)) for title in _WITH_ID),
    *((field, _KEYS) for field in ("id", "name", "key")),
    ("slug", ("workspaces",)),
    ("code", ("links",)),
)


def check_references(sections: _Sections) -> None:
    """
    Return only if every entry has a name of its own, and names only what the seed has.

    Raises:
        SeedError: one has not; `place` tells file and line.
    """
    for field, titles in _ONCE:
        _refuse_twins(field, [entry for title in titles for entry in sections.get(title, ())])
    ids = {title: {entry["id"] for entry in sections.get(title, ())} for title in _NAMED}
    for title, entries in sections.items():
        for entry in entries:
            _check(entry, title, ids)


def _refuse_twins(field: str, entries: Sequence["Entry"]) -> None:
    places: dict[str, str] = {}
    for entry in entries:
        if field not in entry:
            continue
        value, place = entry[field], entry.place_of(field)
        if value in places:
            named = "key" if field == "key" else f"{field} {value!r}"  # never a key's value
            line = places[value].rpartition(", ")[2]
            raise _wrong(f"the {named} is there already, in {line}", place)
        places[value] = place


def _check(entry: "Entry", title: str, ids: Mapping[str, AbstractSet[str]]) -> None:
    _check_name(entry, "workspace", title, among=ids["workspaces"])
    if title == "clicks":
        _check_name(entry, "link", title, among=ids["links"])
    if title in _KEYS:
        _check_name(entry, "owner", title, among=ids["users"])
    for field, named in _IN_FIELDS.items():
        known_ids = (*ids[named], None)
        if (found := entry.get("fields", {}).get(field)) not in known_ids:
            message = f"{title}: there is no {named.removesuffix('s')} {found!r}"
            raise _wrong(message, entry.place_of(f"fields/{field}"))
    for workspace, role in entry.get("roles", {}).items():
        place = entry.place_of("roles")
        if workspace not in ids["workspaces"]:
            raise _wrong(f"{title}: there is no workspace {workspace!r}", place)
        if role not in (known := list(Vocabulary.load().roles)):
            names = ", ".join(known)
            raise _wrong(f"{title}: there is no role {role!r}; there are {names}", place)


def _check_name(entry: "Entry", field: str, title: str, *, among: AbstractSet[str]) -> None:
    if field in entry and entry[field] not in among:
        what = "user" if field == "owner" else field
        message = f"{title}: there is no {what} {entry[field]!r}"
        raise _wrong(message, entry.place_of(field))


def _wrong(message: str, place: str) -> SeedError:
    return SeedError(message, place=place, next_step="Mend this line and start again.")
