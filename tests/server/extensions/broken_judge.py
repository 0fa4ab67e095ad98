"""A server extension for tests: the judge that it puts into the guard crashes or never ends."""

from pathlib import Path
import sys
from threading import Event
from typing import Any

from playground.guard import Verdict
from playground.server.scanners import ScanningJudge


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


_HOLDS = """
import re, sys
from multiprocessing.connection import Connection
from playground.server.worker import serve

class Holds:
    def findings(self, read, *, path):
        re.match("(a+)+$", "a" * 60 + "b")

serve(Connection(int(sys.argv[1])), Holds())
"""


def _holding() -> ScanningJudge:
    """Return a judge whose process never gives the interpreter back."""
    return ScanningJudge(root=Path(), seconds=0.2, program=(sys.executable, "-P", "-c", _HOLDS))


JUDGES = {"crash": Crashes, "hang": Hangs, "hold": _holding}


def _load_jupyter_server_extension(serverapp: Any) -> None:
    """Nothing: the guard may not be loaded yet."""


async def _start_jupyter_server_extension(serverapp: Any) -> None:
    """Replace the judge by the one that the configuration names."""
    guard = serverapp.web_app.settings["playground_guard"]
    guard.judge = JUDGES[serverapp.config.BrokenJudge.does]()
    guard.seconds = 10.0 if serverapp.config.BrokenJudge.does == "hold" else 0.2
