"""A server extension for tests: it puts a judge that crashes, or hangs, into the guard."""

from threading import Event
from typing import Any

from playground.guard import Verdict


class Crashes:
    """A judge that dies with the content in its message."""

    def verdict(self, content: Any, *, path: str) -> Verdict:
        """Raise."""
        raise RuntimeError(f"{path}: {content}")


class Hangs:
    """A judge that never comes back."""

    def verdict(self, content: Any, *, path: str) -> Verdict:
        """Wait for what never happens."""
        del content, path
        Event().wait()
        return Verdict()


JUDGES = {"crash": Crashes, "hang": Hangs}


def _load_jupyter_server_extension(serverapp: Any) -> None:
    """Nothing: the guard may not be loaded yet."""


async def _start_jupyter_server_extension(serverapp: Any) -> None:
    """Replace the judge by the one that the configuration names."""
    guard = serverapp.web_app.settings["playground_guard"]
    guard.judge = JUDGES[serverapp.config.BrokenJudge.does]()
    guard.seconds = 0.2
