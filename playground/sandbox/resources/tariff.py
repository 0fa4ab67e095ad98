"""What things cost, in micro-dollars: made up for the sandbox, since no price is published."""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["COSTS", "PACKAGES", "PRICES", "Package", "Price"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """The price of a plan for a month and a year, and the credits that come with a month."""

    monthly: int
    yearly: int
    credits: int

    def of(self, period: str) -> int:
        """Return the price of *period*, `monthly` or `yearly`."""
        return self.yearly if period == "yearly" else self.monthly


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Credits that can be bought at once."""

    id: str
    credits: int
    price: int


_DOLLAR = 1_000_000

PRICES: Mapping[str, Price] = {
    "starter": Price(monthly=0, yearly=0, credits=1 * _DOLLAR),
    "pro": Price(monthly=29 * _DOLLAR, yearly=290 * _DOLLAR, credits=10 * _DOLLAR),
    "enterprise": Price(monthly=299 * _DOLLAR, yearly=2990 * _DOLLAR, credits=100 * _DOLLAR),
}

PACKAGES = (
    Package(id="pkg_10", credits=10 * _DOLLAR, price=10 * _DOLLAR),
    Package(id="pkg_50", credits=55 * _DOLLAR, price=50 * _DOLLAR),
    Package(id="pkg_200", credits=240 * _DOLLAR, price=200 * _DOLLAR),
)

COSTS: Mapping[str, int] = {"clicks": 100, "conversions": 1000, "fraudChecks": 50}
