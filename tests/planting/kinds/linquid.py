"""Linquid's keys: the sandbox's format with expiry and checksum, and the older ones without."""

from functools import partial
from random import Random
from zlib import crc32

from tests.planting import draw
from tests.planting.kind import Kind, from_templates

__all__ = ["KINDS"]

NEVER = "000000"
YEAR_2099 = draw.base62(67_850_000, width=6)
YEAR_2019 = draw.base62(25_800_000, width=6)


def _key(prefix: str, expiry: str, rng: Random) -> str:
    body = draw.key(prefix + "{a62:27}", rng) + expiry
    return body + draw.base62(crc32(body.encode()), width=6)


def _kind(name: str, prefix: str, expiry: str, expected: str = "ban") -> Kind:
    return Kind(
        name=name,
        key=partial(_key, prefix, expiry),
        stand_in=partial(draw.stand_in, prefix + "{a62:39}"),
        expected="allow" if expected == "allow" else "ban",
    )


KINDS = (
    _kind("linquid-live", "lw_live_", NEVER),
    _kind("linquid-test", "lw_test_", YEAR_2099),
    _kind("linquid-expired", "lw_live_", YEAR_2019, "allow"),
    _kind("linquid-publishable", "lw_pk_", NEVER, "allow"),
    _kind("linquid-access-token", "lw_at_", YEAR_2099),
    _kind("linquid-refresh-token", "lw_rt_", NEVER),
    _kind("linquid-client-secret", "lw_cs_", NEVER),
    *from_templates(
        {"linquid-live-short": "lw_live_{a62:20}", "linquid-test-long": "lw_test_{a62:48}"}
    ),
)
