"""Serve a sandbox on loopback: in the foreground, or in a daemon thread of this process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import EADDRNOTAVAIL
from functools import partial
from pathlib import Path
import signal
import socket
from threading import Thread
import time
from types import TracebackType
from typing import Any, Self

import uvicorn

from playground.errors import PortInUse, SandboxError
from playground.sandbox.asgi import application
from playground.sandbox.clock import Clock
from playground.sandbox.core import Sandbox
from playground.sandbox.hosts import Hosts
from playground.sandbox.http_settings import http_settings
from playground.sandbox.seed import read_seed
from playground.sandbox.store import MEMORY
from playground.sandbox.ticker import Ticker
from playground.sandbox.workers import Worker, together

__all__ = ["RunningSandbox", "listening", "serve", "serve_in_thread"]

_LOOPBACK = "127.0.0.1"
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  what `--host` may ask for
_PATIENCE = 10.0
_MOMENT = 0.002
_TOGETHER = "Several workers share a PostgreSQL: `--database postgresql+psycopg://USER@HOST/NAME`."


@dataclass(slots=True, kw_only=True)
class RunningSandbox:
    """A sandbox that answers at `url`, until `close()` or the end of the process."""

    url: str
    control_token: str = field(repr=False)
    sandbox: Sandbox = field(repr=False)
    _server: uvicorn.Server = field(repr=False)
    _thread: Thread = field(repr=False)
    _ticker: Ticker = field(repr=False)

    def close(self) -> None:
        """Stop answering, and forget what is in memory; a second call does nothing."""
        if self._thread.is_alive():
            self._server.should_exit = True
            self._thread.join(_PATIENCE)
            self._ticker.stop()
            self.sandbox.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class _Quiet(uvicorn.Server):
    """A server that leaves the process's signals alone: it runs beside somebody else's work."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def serve_in_thread(
    *,
    port: int = 0,
    seed: Path | None = None,
    database: str | None = None,
    control_token: str = "",
    clock: Clock | None = None,
) -> RunningSandbox:
    """
    Return a sandbox that answers already, from a daemon thread.

    Args:
        port: where to listen; 0 takes a free one.
        seed: a file to begin with, instead of the shipped seed.
        database: an address of SQLAlchemy's; by default in memory.
        control_token: opens the control surface; by default a fresh one.
        clock: the time; by default the real one.

    Raises:
        PortInUse: another program listens there.
        SandboxError: the seed or the database cannot be read.
    """
    listener = listening(port)
    try:
        sandbox = _sandbox(seed, database, control_token, clock, _url(listener))
    except BaseException:
        listener.close()
        raise
    server = _Quiet(http_settings(application(sandbox)))
    thread = Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="linquid-sandbox", daemon=True
    )
    thread.start()
    deadline = time.monotonic() + _PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise SandboxError("the sandbox did not start", next_step="Its log says why.")
        time.sleep(_MOMENT)
    return RunningSandbox(
        url=_url(listener),
        control_token=sandbox.control.token,
        sandbox=sandbox,
        _server=server,
        _thread=thread,
        _ticker=Ticker(sandbox.tick),
    )


def serve(
    *,
    port: int,
    seed: Path | None,
    database: str | None,
    control_token: str,
    announce: Callable[[str, Sandbox], None],
    host: str = _LOOPBACK,
    workers: int = 1,
) -> None:
    """
    Serve until SIGINT or SIGTERM, in the main thread; *announce* first gets URL and sandbox.

    Args:
        port: where to listen; 0 takes a free one.
        seed: a file to begin with, instead of the shipped seed.
        database: an address of SQLAlchemy's; by default in memory.
        control_token: opens the control surface; by default a fresh one.
        announce: says that it is there.
        host: a name or address of this machine.
        workers: how many processes answer; more than one need PostgreSQL.

    Raises:
        PortInUse: another program listens there.
        SandboxError: the seed or the database cannot be read, it is for one process only, or
            *host* is not this machine.
    """
    listener = listening(port, host=host)
    sandbox = _sandbox(seed, database, control_token, None, _url(listener))
    told = partial(announce, _url(listener), sandbox)
    try:
        if workers == 1:
            run = _alone(sandbox, listener=listener, host=host, announce=told)
        elif database is not None and sandbox.is_shared:
            token = sandbox.control.token
            worker = Worker(
                seed=seed, database=database, control_token=token, host=host, address=_url(listener)
            )
            run = together(worker, number=workers, listener=listener, announce=told)
        else:
            raise SandboxError("this database is for one worker", next_step=_TOGETHER)
        run()
    finally:
        sandbox.close()


def _alone(
    sandbox: Sandbox, *, listener: socket.socket, host: str, announce: Callable[[], None]
) -> Callable[[], None]:
    """Return what serves *sandbox* in this process, until SIGINT or SIGTERM from now on."""
    server = _Quiet(http_settings(application(sandbox, hosts=Hosts.of(host))))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: setattr(server, "should_exit", True))

    def run() -> None:
        announce()
        ticker = Ticker(sandbox.tick)
        server.run(sockets=[listener])
        ticker.stop()

    return run


def listening(port: int, *, host: str = _LOOPBACK) -> socket.socket:
    """
    Return a socket that listens on *port* of *host*, by default loopback; 0 takes a free one.

    Raises:
        PortInUse: another program listens there.
        SandboxError: *host* is no name or address of this machine.
    """
    family, place = _place(host, port)
    # Named, the protocol lets asyncio switch Nagle's algorithm off: without, 40 ms a request.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(place)
    except OSError as error:
        listener.close()
        if error.errno == EADDRNOTAVAIL:
            raise _elsewhere(host) from error
        raise PortInUse(port, what="the sandbox", option="`--port N`") from error
    listener.listen(socket.SOMAXCONN)
    return listener


def _place(host: str, port: int) -> tuple[int, tuple[Any, ...]]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise _elsewhere(host) from error
    family, _, _, _, place = found[0]
    return family, place


def _elsewhere(host: str) -> SandboxError:
    next_step = "Give a name or address of this machine, or leave `--host` out for loopback."
    return SandboxError(f"{host} is not this machine", next_step=next_step)


def _sandbox(
    seed: Path | None,
    database: str | None,
    control_token: str,
    clock: Clock | None,
    address: str,
) -> Sandbox:
    return Sandbox(
        seed=read_seed(seed) if seed else None,
        database=database or MEMORY,
        control_token=control_token,
        clock=clock,
        address=address,
    )


def _url(listener: socket.socket) -> str:
    """Return the address to open; a sandbox that listens everywhere is on loopback too."""
    host, port = listener.getsockname()[:2]
    named = _LOOPBACK if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{named}:{port}"
