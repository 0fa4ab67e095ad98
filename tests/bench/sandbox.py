"""What the sandbox costs: one authorised GET against a route that does nothing."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
import socket
from tempfile import TemporaryDirectory
from threading import Thread
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
import uvicorn

import playground as pg
from playground.sandbox import serve_in_thread
from tests.bench.contenders import seed
from tests.bench.row import Row, in_turn

__all__ = ["rows"]

REQUESTS = 400
OPERATION = "getLinkStats"


async def _nothing(request: Request) -> JSONResponse:
    del request
    return JSONResponse({"success": True, "data": {}})


@contextmanager
def _bare() -> Iterator[str]:
    """Serve one empty Starlette route from a thread, as the sandbox is served."""
    listener = socket.create_server(("127.0.0.1", 0))
    app = Starlette(routes=[Route("/api/links/stats", _nothing)])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)


def _asking(url: str, headers: dict[str, str]) -> Callable[[], None]:
    """Return what sends `REQUESTS` GETs over one connection and sees each succeed."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=30)

    def ask() -> None:
        for _ in range(REQUESTS):
            connection.request("GET", "/api/links/stats", headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                message = f"{url} answered {answer.status}: {body[:200]!r}"
                raise RuntimeError(message)

    return ask


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield the row of an authenticated, scope-checked, validated and logged GET."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        sandbox = stack.enter_context(serve_in_thread(seed=seed(folder)))
        lab = pg.connect(sandbox.url, control_token=sandbox.control_token)
        key = {"X-API-Key": lab.keys["everything"].reveal()}
        ours, peer = in_turn(
            _asking(sandbox.url, key), _asking(stack.enter_context(_bare()), {}), rounds=rounds
        )
    yield Row(
        name=f"sandbox: {OPERATION}, authorised",
        ours=ours / REQUESTS * 1e3,
        peer=peer / REQUESTS * 1e3,
        unit="ms a request",
        rounds=rounds,
        against="an empty Starlette route",
        bound=3.0,
    )
