"""Find out whether the guard is really on, by trying it with a sample key."""

import secrets
from typing import Any

from playground.errors import PlaygroundError
from playground.guard import Verdict, keyformat
from playground.server.guarded import SaveGuard
from playground.server.limit import waiting

__all__ = ["status"]


async def status(guard: SaveGuard, *managers: Any, trouble: str = "") -> dict[str, Any]:
    """
    Return `{"guarding", "kinds", "policy"}`, and `"reason"` where it is not guarding.

    It guards when it stands before every road of all *managers*, its judge bans a key that is
    made up at this moment, and nothing else is in *trouble*.
    """
    if trouble:
        return _off(trouble)
    if not all(guard.has(manager) for manager in managers):
        return _off("another extension has replaced what it stands before")
    try:
        described = guard.judge.describe()
        verdict = await waiting(lambda: _sample_verdict(guard), seconds=guard.seconds)
        if not verdict.banned:
            return _off("its judge let a sample key pass")
    except PlaygroundError as error:
        return _off(str(error))
    except Exception as error:  # noqa: BLE001  a broken guard is told of, not hidden behind a 500
        return _off(f"its self-test failed ({type(error).__name__})")
    return {"guarding": True, **described}


def _sample_verdict(guard: SaveGuard) -> Verdict:
    sample = keyformat.mint("lw_live_", expires_at=None)
    return guard.judge.verdict(f"key = {sample!r}", path=f"{secrets.token_hex(4)}.py")


def _off(reason: str) -> dict[str, Any]:
    return {"guarding": False, "kinds": 0, "policy": {}, "reason": reason}
