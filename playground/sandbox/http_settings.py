"""How uvicorn serves the sandbox, in one process or in several."""

from collections.abc import Callable
from typing import Any

from uvicorn import Config

from playground.sandbox.asgi import Application

__all__ = ["http_settings"]

_LARGEST_HEAD = 65_536
_LARGEST_MESSAGE = 1024  # listeners have little to say


def http_settings(
    application: Application | Callable[[], Application], *, workers: int | None = None
) -> Config:
    """Return the settings for *application*; several *workers* make one each by calling it."""
    return Config(
        application,
        factory=workers is not None,
        workers=workers,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        ws=_websocket,  # type: ignore[arg-type]  # called like the class that it returns one of
        ws_max_size=_LARGEST_MESSAGE,
        ws_ping_interval=20.0,
        ws_ping_timeout=20.0,
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
    )


def _websocket(**given: Any) -> Any:
    """Return uvicorn's protocol, imported when somebody listens: a start waits for nothing."""
    from uvicorn.protocols.websockets.websockets_sansio_impl import (  # noqa: PLC0415
        WebSocketsSansIOProtocol,
    )

    return WebSocketsSansIOProtocol(**given)
