"""
From a request to a visitor: what its headers and its query tell.

A browser on the same machine is always in the same place, so a lesson may say otherwise: each
query parameter `sandbox_<field>`, or the header `X-Sandbox-Visitor: country=DE&city=Berlin`,
replaces a fact. `language` and `visitor` (who it is) can be given in the same way.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from playground.sandbox.hosts import host_in
from playground.sandbox.message import Request
from playground.sandbox.redirect.device import device
from playground.sandbox.redirect.visitor import FIELDS, Visitor
from playground.sandbox.refusal import invalid

__all__ = ["PREFIX", "Pairs", "observed"]

PREFIX = "sandbox_"
Pairs = list[tuple[str, str]]

_UTM = {
    "utm_source": "utmSource",
    "utm_medium": "utmMedium",
    "utm_campaign": "utmCampaign",
    "utm_term": "utmTerm",
    "utm_content": "utmContent",
}
_KNOWN = FIELDS | {"language", "visitor"}
_LONGEST = 500


def observed(request: Request, query: Pairs, *, now: datetime) -> Visitor:
    """
    Return who sends *request*, whose query holds *query*.

    Raises:
        Refusal: a fact is given that no rule knows, or a time zone that does not exist.
    """
    given = _given(request, query)
    languages = _languages(given.pop("language", request.header("accept-language") or ""))
    facts = {
        **device(request.header("user-agent") or ""),
        **_referrer(given.get("referrer", request.header("referer") or "")),
        **{_UTM[name]: value for name, value in query if name in _UTM},
    }
    who = given.pop("visitor", "") or _traits(request)
    known = {name: value[:_LONGEST] for name, value in {**facts, **given}.items() if value}
    return Visitor(
        at=now,
        fingerprint=sha256(who.encode()).hexdigest()[:32],
        facts=known,
        languages=languages,
    )


def _given(request: Request, query: Pairs) -> dict[str, str]:
    header = parse_qsl(request.header("x-sandbox-visitor") or "", keep_blank_values=True)
    asked = [(name[len(PREFIX) :], value) for name, value in query if name.startswith(PREFIX)]
    for place, pairs in (("header/X-Sandbox-Visitor", header), (f"query/{PREFIX}", asked)):
        for name, value in pairs:
            _check(place, name, value)
    return dict([*header, *asked])


def _check(place: str, name: str, value: str) -> None:
    if name not in _KNOWN:
        raise invalid(f"/{place}", f"no rule knows this fact; known are {_listed(_KNOWN)}")
    if name == "timezone":
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise invalid(f"/{place}", "timezone must be an IANA time zone") from None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _languages(header: str) -> tuple[str, ...]:
    """Return the languages of an `Accept-Language`, the best first."""
    found = []
    for number, part in enumerate(header[:_LONGEST].split(",")):
        name, _, weight = part.partition(";q=")
        found.append((-_weight(weight), number, name.strip()))
    return tuple(name for _, _, name in sorted(found) if name and name != "*")


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0


def _referrer(address: str) -> Mapping[str, str]:
    return {"referrer": address, "referrerDomain": host_in(address)}


def _traits(request: Request) -> str:
    """Return what tells this browser from another, as far as it can be seen."""
    names = ("x-forwarded-for", "user-agent", "accept-language")
    return "\n".join(request.header(name) or "" for name in names)
