"""How long a value that was replaced stays good beside the new one."""

from datetime import timedelta

from playground.sandbox.call import Call

__all__ = ["overlap"]

_DAY = 86_400


def overlap(call: Call) -> timedelta:
    """Return the overlap that the body of *call* asks for, else a day."""
    return timedelta(seconds=(call.body or {}).get("overlapSeconds", _DAY))
