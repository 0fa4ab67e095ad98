"""Several processes that serve one sandbox, at one address, over one PostgreSQL."""

from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import parent_process
import os
from pathlib import Path
import signal
import socket
from threading import Thread
from typing import Any, Self

from playground.sandbox.asgi import Application, application
from playground.sandbox.core import Sandbox
from playground.sandbox.hosts import Hosts
from playground.sandbox.http_settings import http_settings
from playground.sandbox.seed import read_seed
from playground.sandbox.ticker import Ticker

__all__ = ["Worker", "together"]

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """What each process needs to know; it travels to them through a pipe of their own."""

    seed: Path | None
    database: str = field(repr=False)
    control_token: str = field(repr=False)
    host: str
    address: str

    def application(self) -> Application:
        """Open the sandbox, and return what serves it as long as this process lives."""
        sandbox = Sandbox(
            seed=read_seed(self.seed) if self.seed else None,
            database=self.database,
            control_token=self.control_token,
            address=self.address,
        )
        Ticker(sandbox.tick)
        Thread(target=_end_with_parent, name="parent", daemon=True).start()
        return application(sandbox, hosts=Hosts.of(self.host))


def _end_with_parent() -> None:
    """End this process once the one that started it is gone, however that ended."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def together(
    worker: Worker, *, number: int, listener: socket.socket, announce: Callable[[], None]
) -> Callable[[], None]:
    """
    Return what has *number* processes like *worker* serve, until SIGINT or SIGTERM from now on.

    It calls *announce* once they answer. A process that dies is replaced.
    """
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415  only when it is asked for

    class Announced(Multiprocess):
        def init_processes(self) -> None:
            super().init_processes()
            for process in self.processes:
                process.wait_until_ready(_PATIENCE, self.should_exit)
            announce()

    settings = http_settings(worker.application, workers=number)
    return Announced(settings, sockets=[_Own.like(listener)]).run


class _Own(socket.socket):
    """
    Holds an address that each process which it is sent to opens anew, to listen there itself.

    The system deals connections out; of one that all listen to, the first to wake takes them all.
    """

    @classmethod
    def like(cls, listener: socket.socket) -> Self:
        """Return one that takes the place of *listener*."""
        family, place = listener.family, listener.getsockname()
        listener.close()
        return cls.bound(family, place)

    @classmethod
    def bound(cls, family: int, place: tuple[Any, ...]) -> Self:
        """Return one at *place*, with others of its kind."""
        own = cls(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        own.bind(place)
        return own

    def __reduce__(self) -> tuple[Callable[..., Self], tuple[Any, ...]]:
        return type(self).bound, (self.family, self.getsockname())
