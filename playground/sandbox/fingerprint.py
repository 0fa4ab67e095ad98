"""
Fingerprints of a device, by which an app finds the click that it was installed after.

Each hash is made of more than the one before it, so it is surer and lasts less long.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

__all__ = ["LEVELS", "hashes"]

LEVELS: Mapping[str, tuple[str, ...]] = {
    "stable": ("os", "deviceBrand"),
    "semiStable": ("os", "deviceBrand", "osVersion", "language"),
    "full": (
        *("os", "deviceBrand", "osVersion", "language"),
        *("browser", "browserVersion", "timezone"),
    ),
}


def hashes(facts: Mapping[str, Any]) -> dict[str, str]:
    """
    Return the hashes of a device of which *facts* are known, by level.

    They are SHA-256 of `name=value` pairs, lower-case, joined by `&`, in the order of `LEVELS`;
    an empty value for what is not known. Of a device whose system is not known there are none.
    """
    if not facts.get("os"):
        return {}
    return {level: _hashed(facts, names) for level, names in LEVELS.items()}


def _hashed(facts: Mapping[str, Any], names: tuple[str, ...]) -> str:
    text = "&".join(f"{name}={facts.get(name) or ''}".lower() for name in names)
    return sha256(text.encode()).hexdigest()
