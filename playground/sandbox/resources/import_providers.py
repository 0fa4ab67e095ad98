"""Providers that links are imported from: simulated, with an account that is always the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

__all__ = ["PROVIDERS", "Provider"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """A shortener with the links that everybody's account there holds."""

    name: str
    links: tuple[Mapping[str, Any], ...]


def _link(host: str, code: str, title: str) -> Mapping[str, Any]:
    address = f"https://{host}/{code}"
    return {"destinationUrl": address, "title": title, "shortCode": f"{host[:2]}-{code}"}


# The last link of each account cannot be imported: a shortener may know addresses that Linquid
# does not take, and whoever imports must be able to see that.
_UNFIT: Mapping[str, Any] = {"destinationUrl": "mailto:sales@example.com", "title": "Write to us"}

PROVIDERS: Mapping[str, Provider] = MappingProxyType(
    {
        "bitly": Provider(
            name="Bitly",
            links=(
                _link("bakery.example", "opening", "Opening hours"),
                _link("bakery.example", "bread", "Bread of the week"),
                _UNFIT,
            ),
        ),
        "rebrandly": Provider(
            name="Rebrandly", links=(_link("cinema.example", "tonight", "Tonight"), _UNFIT)
        ),
        "short-io": Provider(
            name="Short.io", links=(_link("museum.example", "tickets", "Tickets"), _UNFIT)
        ),
    }
)
