"""The routes of a notebook that is being written: look at cells, keep a paste, replace a key."""

from abc import ABC, abstractmethod
from collections.abc import Callable
import json
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado.web import HTTPError, authenticated

from playground.server.answer import GUARD_SETTING
from playground.server.guarded import SaveGuard, closed
from playground.server.judging import Only
from playground.server.keeping import Paste, kept
from playground.server.limit import waiting
from playground.server.looking import Look, looked

__all__ = ["KEY_ROUTES", "KeepHandler", "LookHandler", "ReplaceHandler"]

_LOOK_BYTES = 4 << 20
_NOTEBOOK_BYTES = 64 << 20


class _Asked(APIHandler, ABC):
    """
    Answers a question about unsaved text with what `answer` makes of it.

    The text is on its way between a person's browser and their own server, as a save is; it is
    neither kept nor logged.
    """

    auth_resource = "contents"
    most_bytes = _NOTEBOOK_BYTES

    @authenticated
    @authorized
    async def post(self) -> None:
        """Answer in JSON; 400 where the question is none, 413 where it is too long."""
        if len(self.request.body) > self.most_bytes:
            raise HTTPError(413, f"At most {self.most_bytes >> 20} MB are looked at in one go")
        guard: SaveGuard = self.settings[GUARD_SETTING]
        try:
            work = self.answer(self.get_json_body(), guard)
        except (AttributeError, LookupError, TypeError, ValueError):
            # What was wrong with the text may be told only without the text.
            raise HTTPError(400, "The request lacks what its route asks for") from None
        self.finish(json.dumps(await closed(_waited(work, guard))))

    @abstractmethod
    def answer(self, body: Any, guard: SaveGuard) -> Callable[[], Any]:
        """Return the work that gives the answer to *body*; it runs in a thread of its own."""


async def _waited(work: Callable[[], Any], guard: SaveGuard) -> Any:
    return await waiting(work, seconds=guard.seconds)


class LookHandler(_Asked):
    """Tells which keys stand in some cells: `{"path", "cells", "metadata"}`."""

    most_bytes = _LOOK_BYTES

    def answer(self, body: Any, guard: SaveGuard) -> Callable[[], Any]:
        """Return the work that looks at the cells."""
        look = Look(
            path=str(body["path"]),
            cells=_objects(body["cells"]),
            metadata=dict(body.get("metadata") or {}),
        )
        return lambda: looked(look, guard.judge)


class KeepHandler(_Asked):
    """Tells what to write for a pasted key: `{"path", "content", "cell", "span", "text"}`."""

    def answer(self, body: Any, guard: SaveGuard) -> Callable[[], Any]:
        """Return the work that reads the paste."""
        start, end = (int(place) for place in body["span"])
        cell = int(body["cell"])
        _objects(body["content"]["cells"])[cell]["source"]
        paste = Paste(
            path=str(body["path"]),
            notebook=body["content"],
            cell=cell,
            start=start,
            end=end,
            text=str(body["text"]),
            known=dict(body.get("known") or {}),
        )
        return lambda: kept(paste, guard.judge)


class ReplaceHandler(_Asked):
    """Tells the edits that take one key out of one part: `{"path", "content", "only"}`."""

    def answer(self, body: Any, guard: SaveGuard) -> Callable[[], Any]:
        """Return the work that makes the edits."""
        notebook, path, only = dict(body["content"]), str(body["path"]), body["only"]
        wanted = Only(
            cell=only.get("cell"),
            part=str(only["part"]),
            fingerprints=frozenset([str(only["fingerprint"])]),
        )
        known = dict(body.get("known") or {})
        return lambda: guard.judge.replacements(notebook, path=path, known=known, only=wanted)


def _objects(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise TypeError
    return value


KEY_ROUTES: dict[str, type[APIHandler]] = {
    "playground/guard/keep": KeepHandler,
    "playground/guard/look": LookHandler,
    "playground/guard/replace": ReplaceHandler,
}
