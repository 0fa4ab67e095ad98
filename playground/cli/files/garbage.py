"""How often a short process looks for garbage."""

import gc

__all__ = ["collect_rarely"]

_OBJECTS_BETWEEN_COLLECTIONS = 200_000


def collect_rarely() -> None:
    """Look for garbage rarely: what is read from JSON refers to itself nowhere."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
