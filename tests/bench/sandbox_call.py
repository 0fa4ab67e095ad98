"""What a call in process costs, without a socket: the sandbox, and an empty route."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from playground.sandbox import Sandbox
from playground.sandbox.asgi import application
from playground.sandbox.message import Request as Asked
from playground.sandbox.seed import read_seed
from tests.bench.contenders import GET, KEY, seed
from tests.bench.row import Row, in_turn

__all__ = ["rows"]

CALLS = 200
ADDRESS = "http://127.0.0.1"


async def _nothing(_: Request) -> JSONResponse:
    return JSONResponse({})


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield the same authorised GET through httpx's transport, and as a call of a function."""
    with TemporaryDirectory() as folder:
        sandbox = Sandbox(seed=read_seed(seed(Path(folder))))
    bare = _through_httpx(Starlette(routes=[Route("/", _nothing)]), "/", {})
    for name, call in (
        ("through httpx.ASGITransport", _through_httpx(application(sandbox), GET.target, KEY)),
        ("Sandbox.handle", _as_function(sandbox)),
    ):
        ours, peer = in_turn(call, bare, rounds=rounds * 3)
        yield Row(
            name=f"sandbox: getLink in process, {name}",
            ours=ours / CALLS * 1e6,
            peer=peer / CALLS * 1e6,
            unit="µs",
            rounds=rounds * 3,
            against="httpx.ASGITransport, empty route",
            bound=3.0,
        )
    sandbox.close()


def _through_httpx(app: Any, path: str, headers: Mapping[str, str]) -> Callable[[], None]:
    """Return what calls *app* `CALLS` times, and sees each succeed."""

    async def calls() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
            for _ in range(CALLS):
                (await client.get(path, headers=headers)).raise_for_status()

    return lambda: asyncio.run(calls())


def _as_function(sandbox: Sandbox) -> Callable[[], None]:
    headers = tuple((name.lower(), value) for name, value in KEY.items())
    request = Asked(method="GET", target=GET.target, headers=headers)

    def calls() -> None:
        for _ in range(CALLS):
            answer = sandbox.handle(request)
            if answer.status != 200:
                raise OSError(f"{GET.target} answered {answer.status}")

    return calls
