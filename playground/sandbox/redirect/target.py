"""The address that a click leads to: deep link or page, the query handed on, the click's ID."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from playground.sandbox.redirect.choice import Rule
from playground.sandbox.redirect.observed import PREFIX, Pairs
from playground.sandbox.redirect.visitor import Visitor

__all__ = ["CLICK", "destination", "with_query"]

CLICK = "lw_cid"
_DEEP = {"ios": "deepLinkIos", "android": "deepLinkAndroid"}
_SAFE = "%/:?#[]@!$&'()*+,;=-._~"


def destination(link: Mapping[str, Any], rule: Rule | None, visitor: Visitor) -> tuple[str, bool]:
    """
    Return where *visitor* is sent, and whether that is an app.

    The rule's own deep links count before the link's, as its address does.
    """
    for owner in filter(None, (rule, link)):
        if owner["deepLinkEnabled"]:
            app = owner[_DEEP[os]] if (os := visitor.fact("os").lower()) in _DEEP else None
            if app:
                return str(app), True
            if os in _DEEP and owner["deepLinkFallbackUrl"]:
                return str(owner["deepLinkFallbackUrl"]), False
    return str(rule["destinationUrl"] if rule else link["destinationUrl"]), False


def with_query(address: str, query: Pairs, *, rule: Rule | None, click: str) -> str:
    """
    Return *address* with what is handed on of *query*, and the ID of the click.

    A rule hands on what it says; a link without one everything. What the address holds stays.
    """
    page, mark, fragment = address.partition("#")
    page, _, own = page.partition("?")
    there = {name for name, _ in parse_qsl(own, keep_blank_values=True)} | {CLICK}
    kept = [(n, v) for n, v in query if n not in there and _is_kept(n, rule)]
    more = urlencode([*kept, (CLICK, click)])
    joined = f"{own}&{more}" if own else more
    return quote(f"{page}?{joined}{mark}{fragment}", safe=_SAFE)


def _is_kept(name: str, rule: Rule | None) -> bool:
    if name.startswith(PREFIX):
        return False
    if rule is None or rule["preserveQueryParams"]:
        return True
    return bool(rule["forwardUtms"]) and name.startswith("utm_")
