"""One visitor of a link, as rules see them: facts by the names that conditions use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

__all__ = ["DAYS", "FIELDS", "FLAGS", "Visitor", "day_number"]

FLAGS = frozenset(
    {"vpn", "proxy", "tor", "datacenter", "bot", "isCrawler", "isNewVisitor", "isReturning"}
)
FIELDS = FLAGS | {
    *("country", "region", "city", "timezone", "isp", "asn", "latitude", "longitude"),
    *("deviceType", "os", "osVersion", "browser", "browserVersion", "deviceBrand"),
    *("referrer", "referrerDomain"),
    *("utmSource", "utmMedium", "utmCampaign", "utmTerm", "utmContent"),
    *("hour", "dayOfWeek"),
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SHARES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """
    Who opens a link, and when.

    `facts` holds texts by field; what is not known is not there. `languages` are the visitor's,
    the best first; `fingerprint` tells visitors apart.
    """

    at: datetime
    fingerprint: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()

    def fact(self, name: str) -> str:
        """Return what is known of *name*, one of `FIELDS`; empty = nothing."""
        if name == "hour":
            return self.facts.get(name) or str(self.local().hour)
        if name == "dayOfWeek":
            return self.facts.get(name) or str(self.local().isoweekday())
        return self.facts.get(name, "")

    def is_known_as(self, flag: str) -> bool:
        """Whether *flag*, one of `FLAGS`, is known to hold."""
        return self.fact(flag).lower() == "true"

    def local(self, zone: str = "") -> datetime:
        """Return the time in *zone*, by default the visitor's own, else UTC."""
        return self.at.astimezone(ZoneInfo(zone or self.facts.get("timezone") or "UTC"))

    def share(self, rule: str) -> float:
        """Return where the visitor falls between 0 and 100 for *rule*, the same at each visit."""
        drawn = sha256(f"{rule}:{self.fingerprint}".encode()).digest()
        return int.from_bytes(drawn[:8]) % _SHARES * 100 / _SHARES


def day_number(value: object) -> str:
    """
    Return the number of a day, `1` = Monday to `7` = Sunday.

    Both usual countings are taken: `0` is Sunday too; names may be cut to three letters.
    """
    text = str(value).strip().lower()
    if text == "0":
        return "7"
    found = (str(number) for number, day in enumerate(DAYS, 1) if text in {day, day[:3]})
    return next(found, text)
