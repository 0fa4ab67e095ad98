"""Stand between a contents manager and the disk."""

from collections.abc import Callable, Coroutine
from functools import wraps
import inspect
from typing import Any, TypeVar, cast

from tornado.web import HTTPError

from playground.errors import PlaygroundError
from playground.server.content import Content
from playground.server.judging import Judge
from playground.server.limit import Limited, waiting, waiting_in_place
from playground.server.refusal import refused, unchecked
from playground.server.roads import ROADS, Roads
from playground.server.stills import with_stills

__all__ = ["SaveGuard", "closed"]

T = TypeVar("T")


class SaveGuard:
    """
    Lets no save through that its judge has not allowed.

    It fails closed: a judge that raises, or takes longer than *seconds*, refuses the save. No
    exception but `HTTPError` leaves it, because callers of a contents manager may write the file
    after any other.
    """

    def __init__(self, judge: Judge, *, seconds: float = 30.0) -> None:
        self.judge = judge
        self.seconds = seconds

    def install(self, manager: Any) -> None:
        """Stand before every road of *manager*; where it already stands, nothing changes."""
        saved: dict[str, Any] = {}
        for name in ROADS:
            method = getattr(manager, name)
            if not _stands(self, method):
                waits = waiting if inspect.iscoroutinefunction(method) else waiting_in_place
                roads = Roads(manager=manager, ask=self._asking(waits), saved=saved)
                check, after = getattr(roads, name), _nothing
                if name == "save":
                    method, after = _of_stills(method), roads.passed
                guarded = self._guarded(method, check=check, after=after)
                setattr(manager, name, guarded)

    def has(self, manager: Any) -> bool:
        """Whether this guard stands before every road of *manager*."""
        return all(_stands(self, getattr(manager, name)) for name in ROADS)

    def _asking(self, waits: Limited) -> Callable[[Content, str], Coroutine[Any, Any, None]]:
        async def ask(content: Content, path: str) -> None:
            verdict = await waits(
                lambda: self.judge.verdict(content, path=path), seconds=self.seconds
            )
            if verdict.banned:
                raise refused(verdict, path=path)

        return ask

    def _guarded(
        self, method: Callable[..., Any], *, check: Callable[..., Any], after: Callable[[Any], None]
    ) -> Any:
        @wraps(method)
        async def later(*args: Any, **options: Any) -> Any:
            await closed(check(*args, **options))
            result = await method(*args, **options)
            after(result)
            return result

        @wraps(method)
        def at_once(*args: Any, **options: Any) -> Any:
            _finished(closed(check(*args, **options)))
            result = method(*args, **options)
            after(result)
            return result

        guarded: Any = later if inspect.iscoroutinefunction(method) else at_once
        guarded.playground_guard = (self, guarded)
        return guarded


def _of_stills(save: Callable[..., Any]) -> Callable[..., Any]:
    """Return *save*, which then writes the table of each of our widgets, and no dead view."""

    @wraps(save)
    def saving(model: Any, *args: Any, **options: Any) -> Any:
        return save(with_stills(model), *args, **options)

    @wraps(save)
    async def saving_later(model: Any, *args: Any, **options: Any) -> Any:
        return await save(with_stills(model), *args, **options)

    return saving_later if inspect.iscoroutinefunction(save) else saving


def _nothing(result: Any) -> None:
    del result


def _stands(guard: SaveGuard, method: Any) -> bool:
    # A wrapper of somebody else copies our mark with `functools.wraps`; it is not our function.
    return getattr(method, "playground_guard", None) == (guard, method)


async def closed(check: Coroutine[Any, Any, T]) -> T:
    """
    Return what *check* returns.

    Raises:
        HTTPError: its own, or a `SaveRefused` in place of whatever else it raised.
    """
    try:
        return await check
    except HTTPError:
        raise
    except TimeoutError:
        raise unchecked("that took too long") from None
    except PlaygroundError as error:
        raise unchecked(f"{error}".rstrip(".")) from None
    except Exception as error:  # noqa: BLE001  whatever went wrong, the save must not go on
        # Its text and its traceback may hold the content: only its name is told.
        raise unchecked(f"the guard met an error of its own ({type(error).__name__})") from None


def _finished(coroutine: Coroutine[Any, Any, T]) -> T:
    """Return what *coroutine* returns; it may not wait for anything that needs an event loop."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return cast("T", done.value)
    coroutine.close()
    raise unchecked("its contents manager is neither synchronous nor asynchronous")
