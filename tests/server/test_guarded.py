"""The guard before fakes: contents managers and judges of any make."""

import asyncio
from functools import wraps
from typing import Any

import pytest

from playground.guard import Verdict
from playground.server.guarded import SaveGuard
from playground.server.refusal import SaveRefused


class Allows:
    """A judge that allows everything, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def verdict(self, content: Any, *, path: str) -> Verdict:
        """Allow."""
        del content
        self.asked.append(path)
        return Verdict()


class Manager:
    """A synchronous contents manager that remembers what it saved."""

    def __init__(self) -> None:
        self.saved: list[str] = []

    def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Remember."""
        self.saved.append(path)
        return model

    def copy(self, from_path: str, to_path: str | None = None) -> None:
        """Nothing."""

    def rename(self, old_path: str, new_path: str) -> None:
        """Nothing."""

    def create_checkpoint(self, path: str) -> None:
        """Nothing."""

    def restore_checkpoint(self, checkpoint_id: str, path: str) -> None:
        """Nothing."""


class Later(Manager):
    """The same, asynchronous."""

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        """Remember."""
        return super().save(model, path)


MODEL = {"type": "file", "format": "text", "content": "x"}


def test_a_synchronous_manager_stays_synchronous() -> None:
    """Its callers get the saved model and no awaitable."""
    manager, judge = Manager(), Allows()
    SaveGuard(judge).install(manager)

    assert manager.save(MODEL, "a.txt") == MODEL
    assert (manager.saved, judge.asked) == (["a.txt"], ["a.txt"])


def test_an_asynchronous_manager_is_awaited() -> None:
    """Its callers await the same model as before."""
    manager = Later()
    SaveGuard(Allows()).install(manager)
    assert asyncio.run(manager.save(MODEL, path="a.txt")) == MODEL


def test_installing_twice_asks_once() -> None:
    """A second installation finds the first and changes nothing."""
    manager, judge = Manager(), Allows()
    guard = SaveGuard(judge)
    guard.install(manager)
    guard.install(manager)

    manager.save(MODEL, "a.txt")

    assert judge.asked == ["a.txt"]


def test_a_wrapper_that_copied_our_mark_does_not_pass_for_us() -> None:
    """Where another extension puts its function in front, the guard knows that it is not ours."""
    manager = Manager()
    guard = SaveGuard(Allows())
    guard.install(manager)
    assert guard.has(manager)

    @wraps(manager.save)
    def foreign(model: dict[str, Any], path: str = "") -> dict[str, Any]:
        del path
        return model

    manager.save = foreign  # type: ignore[method-assign]  that is what such extensions do
    assert not guard.has(manager)


def test_a_manager_that_waits_without_being_asynchronous_is_refused() -> None:
    """What cannot be judged in place is not saved."""

    class Odd(Manager):
        def get(self, path: str, **options: Any) -> Any:
            del path, options
            return asyncio.sleep(0, {"type": "file"})

    manager = Odd()
    SaveGuard(Allows()).install(manager)
    with pytest.raises(SaveRefused, match="could not be checked"):
        manager.rename("a", "b")


def test_a_checkpoint_of_what_was_just_saved_is_not_judged_again() -> None:
    """A save and its checkpoint cost one verdict; what somebody else changed costs another."""
    judge, model = Allows(), {**MODEL, "path": "a.txt", "last_modified": 1}

    class Store(Manager):
        def get(self, path: str, **options: Any) -> dict[str, Any]:
            del path, options
            return model

    manager = Store()
    SaveGuard(judge).install(manager)
    manager.save(model, "a.txt")
    manager.create_checkpoint("a.txt")
    assert judge.asked == ["a.txt"]

    model["last_modified"] = 2
    manager.create_checkpoint("a.txt")
    assert judge.asked == ["a.txt", "a.txt"]


def test_a_refusal_with_a_percent_sign_reads_as_written() -> None:
    """Tornado's placeholders play no part in our message."""
    assert SaveRefused("100% of it").message == "100% of it"
