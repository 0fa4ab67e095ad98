"""The routes that the front end asks: is the server guarding, and how is this redacted."""

from collections.abc import Iterable
import json
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado.web import HTTPError, authenticated

from playground.guard import told
from playground.server import collaboration
from playground.server.answer import GUARD_SETTING
from playground.server.guarded import SaveGuard, closed
from playground.server.key_routes import KEY_ROUTES
from playground.server.limit import waiting
from playground.server.selftest import status
from playground.server.stored import Stored, in_file, in_store, os_path_of

__all__ = ["ROUTES", "GuardHandler", "RedactHandler", "StoredHandler"]


class GuardHandler(APIHandler):
    """Tells whether the guard is on, after trying it."""

    auth_resource = "contents"
    _track_activity = False  # a badge that asks must not keep an idle server alive

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer `{"guarding", "kinds", "policy"}`."""
        guard: SaveGuard = self.settings[GUARD_SETTING]
        in_rooms = collaboration.trouble(self.serverapp)
        self.finish(json.dumps(await status(guard, self.contents_manager, trouble=in_rooms)))


class RedactHandler(APIHandler):
    """Tells what of a notebook must not be saved, and what to write there instead."""

    auth_resource = "contents"

    @authenticated
    @authorized
    async def post(self) -> None:
        """Answer `{"findings", "edits"}` for the `{"path", "content"}` of the request."""
        guard: SaveGuard = self.settings[GUARD_SETTING]
        path, content = _asked(self.get_json_body())
        answer = await closed(_redacted(guard, path=path, content=content))
        self.finish(json.dumps(answer))


class StoredHandler(APIHandler):
    """Tells which keys a file holds as it lies on the disk; nothing of it travels for that."""

    auth_resource = "contents"

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer `{"findings"}` for the contents path in the query."""
        guard: SaveGuard = self.settings[GUARD_SETTING]
        path = self.get_query_argument("path").strip("/")
        manager: Any = self.contents_manager
        await ensure_async(manager.get(path, content=False))  # whoever may not read it ends here
        place = os_path_of(manager, path)
        stored: Iterable[Stored] = (
            await in_store(manager, path, name=path) if place is None else in_file(place, path=path)
        )
        self.finish(json.dumps(await closed(_found(guard, stored, path=path))))


async def _found(guard: SaveGuard, stored: Iterable[Stored], *, path: str) -> dict[str, Any]:
    def work() -> dict[str, Any]:
        judged = (
            one for part in stored for one in guard.judge.verdict(part.content, path=path).judged
        )
        return {"findings": [told(one, path=path) for one in judged]}

    return await waiting(work, seconds=guard.seconds)


async def _redacted(guard: SaveGuard, *, path: str, content: dict[str, Any]) -> dict[str, Any]:
    def work() -> dict[str, Any]:
        verdict = guard.judge.verdict(content, path=path)
        return {
            "findings": [told(judged, path=path) for judged in verdict.judged],
            "edits": guard.judge.replacements(content, path=path)["edits"],
        }

    return await waiting(work, seconds=guard.seconds)


def _asked(body: Any) -> tuple[str, dict[str, Any]]:
    if not isinstance(body, dict) or not isinstance(body.get("content"), dict):
        raise HTTPError(400, 'Send {"path": …, "content": a notebook}')
    return str(body.get("path", "")), body["content"]


ROUTES: dict[str, type[APIHandler]] = {
    "playground/guard": GuardHandler,
    "playground/guard/redact": RedactHandler,
    "playground/guard/stored": StoredHandler,
    **KEY_ROUTES,
}
