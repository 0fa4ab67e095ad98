"""What the contents API says of a refused save, and that no swapped manager goes unguarded."""

from collections.abc import Callable
import json
from typing import Any

from jupyter_server.services.contents.handlers import ContentsAPIHandler

from playground.server.refusal import SaveRefused

__all__ = ["GUARD_SETTING", "answer_with_findings"]

GUARD_SETTING = "playground_guard"


def answer_with_findings() -> None:
    """
    Let the handlers of the contents API add the findings to a refusal.

    They also install the guard of their server on whatever contents manager they are about to
    use: another extension may swap it at any moment. Calling this again changes nothing.
    """
    if not hasattr(ContentsAPIHandler.write_error, "playground"):
        _replace("write_error", _writing_findings(ContentsAPIHandler.write_error))
        _replace("prepare", _installing_first(ContentsAPIHandler.prepare))


def _replace(name: str, method: Any) -> None:
    method.playground = True
    setattr(ContentsAPIHandler, name, method)


def _writing_findings(method: Callable[..., None]) -> Callable[..., None]:
    def write_error(self: Any, status_code: int, **options: Any) -> None:
        error = (options.get("exc_info") or (None, None))[1]
        if not isinstance(error, SaveRefused):
            method(self, status_code, **options)
            return
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"message": error.message, "findings": error.findings}))

    return write_error


def _installing_first(method: Callable[..., Any]) -> Callable[..., Any]:
    async def prepare(self: Any) -> None:
        guard = self.settings.get(GUARD_SETTING)
        if guard is not None:
            guard.install(self.contents_manager)
        await method(self)

    return prepare
