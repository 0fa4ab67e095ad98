"""Pages of other companies, simulated: whoever leaves Linquid's API in a browser comes here."""

from collections.abc import Callable, Mapping
from datetime import datetime

from playground.sandbox.message import Request, Response
from playground.sandbox.refusal import Refusal, not_found
from playground.sandbox.resources import import_access, portal, saml_page
from playground.sandbox.resources.import_page import import_page
from playground.sandbox.store import Transaction

__all__ = ["PLACE", "provider_page"]

PLACE = "/_provider/"

_PAGES: Mapping[str, Callable[[Request, Transaction, datetime], Response]] = {
    portal.PATH: portal.portal,
    import_access.PAGE: import_page,
    saml_page.PLACE: saml_page.saml_page,
}


def provider_page(request: Request, store: Transaction, now: datetime) -> Response:
    """
    Return the page at the address that *request* names.

    Raises:
        Refusal: there is none (404), or the method is not GET (405).
    """
    if request.method not in {"GET", "HEAD"}:
        allow = (("Allow", "GET"),)
        raise Refusal(405, "METHOD_NOT_ALLOWED", "This path has other methods", headers=allow)
    for place, page in _PAGES.items():
        if request.target.startswith(place):
            return page(request, store, now)
    raise not_found("Page")
