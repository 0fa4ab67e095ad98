"""Keys for tests: made up, and of the right shape."""

from random import Random
from string import ascii_letters, digits

__all__ = ["live_key"]


def live_key(seed: int) -> str:
    """Return a live workspace key; the same *seed* gives the same one."""
    random = Random(seed)  # noqa: S311 - the same key each time
    return "lw_live_" + "".join(random.choices(ascii_letters + digits, k=39))
