"""The server of a session: one that was told, one that runs already, or one started here."""

import atexit
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playground import recording
from playground.credentials import Secret

__all__ = ["Server", "running", "started"]

URL, TOKEN = "PLAYGROUND_SANDBOX_URL", "PLAYGROUND_SANDBOX_TOKEN"


def _nothing() -> None:
    """Leave a server alone that somebody else started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where to send; `token` opens the control surface, None where there is none."""

    url: str
    token: Secret | None = None
    close: Callable[[], None] = field(default=_nothing, repr=False)


def running(environ: Mapping[str, str]) -> Server | None:
    """Return the sandbox that *environ* names, or the recorded one of a replay."""
    mode = recording.setting(environ).mode
    if mode == "replay":
        return Server(url=recording.SANDBOX, token=Secret("replayed"))
    if mode == "record" or URL not in environ:
        return None
    return Server(url=environ[URL], token=Secret(environ.get(TOKEN, "")))


def started() -> Server:
    """Return a new sandbox in a thread of this process, which ends with it."""
    from playground.sandbox import serve_in_thread  # noqa: PLC0415  costs SQLAlchemy and uvicorn

    sandbox = serve_in_thread()
    atexit.register(sandbox.close)

    def close() -> None:
        atexit.unregister(sandbox.close)
        sandbox.close()

    return Server(url=sandbox.url, token=Secret(sandbox.control_token), close=close)
