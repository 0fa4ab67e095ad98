"""A lab that does not guard its saves is not opened."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from playground.cli.launch.awaited import awaited
from playground.errors import PlaygroundError

__all__ = ["refuse_unguarded"]

_PATIENCE_SECONDS = 60


def refuse_unguarded(url: str, token: str) -> None:
    """
    Return only if the server at *url* guards its saves, which it finds out by trying.

    Raises:
        PlaygroundError: it does not, or does not say so.
    """
    status = _status(url, token)
    if status.get("guarding") is not True:
        raise PlaygroundError(
            f"JupyterLab would save keys: {status.get('reason', 'its guard does not answer')}",
            place="playground lab",
            next_step="Enable it with `jupyter server extension enable playground.server`,"
            " and run `playground doctor`.",
        )


def _status(url: str, token: str) -> dict[str, Any]:
    request = Request(  # noqa: S310  Jupyter's own address
        f"{url}playground/guard", headers={"Authorization": f"token {token}"}
    )
    return awaited(lambda: _answered(request), seconds=_PATIENCE_SECONDS) or {}


def _answered(request: Request) -> dict[str, Any] | None:
    """Return what the server answers; None as long as it does not listen."""
    try:
        with urlopen(request, timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310  Jupyter's own
            status: dict[str, Any] = json.load(answer)
            return status
    except (HTTPError, ValueError):
        return {"reason": "its server extension is not running"}
    except (URLError, OSError):
        return None
