"""What the header `User-Agent` tells of a device: enough for rules and figures, no more."""

from collections.abc import Iterator, Mapping
import re

__all__ = ["device"]

_OS = (
    ("iOS", re.compile(r"(?:iPhone|iPad|iPod).*? OS (\d+(?:_\d+)*)")),
    ("Android", re.compile(r"Android(?: (\d+(?:\.\d+)*))?")),
    ("Windows", re.compile(r"Windows NT (\d+(?:\.\d+)*)")),
    ("ChromeOS", re.compile(r"CrOS \S+ (\d+(?:\.\d+)*)")),
    ("macOS", re.compile(r"Mac OS X (\d+(?:[_.]\d+)*)")),
    ("Linux", re.compile(r"Linux()")),
)
# The order matters: each claims to be the ones after it, too.
_BROWSERS = (
    ("Edge", re.compile(r"Edg(?:e|A|iOS)?/(\d+(?:\.\d+)*)")),
    ("Opera", re.compile(r"OPR/(\d+(?:\.\d+)*)")),
    ("Samsung Internet", re.compile(r"SamsungBrowser/(\d+(?:\.\d+)*)")),
    ("Firefox", re.compile(r"(?:Firefox|FxiOS)/(\d+(?:\.\d+)*)")),
    ("Chrome", re.compile(r"(?:Chrome|CriOS)/(\d+(?:\.\d+)*)")),
    ("Safari", re.compile(r"Version/(\d+(?:\.\d+)*).*Safari/")),
)
_BRANDS = (
    ("Apple", re.compile(r"iPhone|iPad|iPod|Macintosh")),
    ("Samsung", re.compile(r"Samsung|SM-[A-Z]\d", re.IGNORECASE)),
    ("Google", re.compile(r"Pixel")),
    ("Huawei", re.compile(r"Huawei", re.IGNORECASE)),
    ("Xiaomi", re.compile(r"Xiaomi|Redmi", re.IGNORECASE)),
)
_BOT = re.compile(r"bot\b|crawl|spider|slurp|facebookexternalhit|preview", re.IGNORECASE)
_TABLET = re.compile(r"iPad|Tablet|Android(?!.*Mobile)")
_MOBILE = re.compile(r"Mobile|iPhone|iPod")
_LONGEST = 1000


def device(agent: str) -> Mapping[str, str]:
    """Return the facts that *agent*, a `User-Agent`, tells; of an empty one, none."""
    return dict(_facts(agent[:_LONGEST])) if agent else {}


def _facts(agent: str) -> Iterator[tuple[str, str]]:
    is_bot = str(bool(_BOT.search(agent))).lower()
    yield from (("bot", is_bot), ("isCrawler", is_bot), ("deviceType", _kind(agent)))
    for name, table in (("os", _OS), ("browser", _BROWSERS)):
        for title, pattern in table:
            if found := pattern.search(agent):
                yield name, title
                if found[1]:
                    yield f"{name}Version", found[1].replace("_", ".")
                break
    yield from (("deviceBrand", title) for title, pattern in _BRANDS if pattern.search(agent))


def _kind(agent: str) -> str:
    if _TABLET.search(agent):
        return "tablet"
    return "mobile" if _MOBILE.search(agent) else "desktop"
