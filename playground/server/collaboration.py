"""Rooms of several people: what they save is redacted, and their history stays in memory."""

from collections import ChainMap
from collections.abc import Mapping
from typing import Any

from jupyter_core.utils import ensure_async

from playground.server import events
from playground.server.content import content_of
from playground.server.guarded import SaveGuard, closed
from playground.server.limit import waiting
from playground.server.refusal import SaveRefused

__all__ = ["RoomContents", "enter", "keep_in_memory", "trouble"]

_APP = "jupyter_server_ydoc"


def keep_in_memory(serverapp: Any) -> None:
    """Let no room write its history to the disk, before any room is made."""
    for app in _apps(serverapp):
        app.ystore_class = _store()


def enter(serverapp: Any, guard: SaveGuard) -> None:
    """Stand between every room of *serverapp* and its contents manager."""
    events.register(serverapp.event_logger)
    for app in _apps(serverapp):
        loaders = getattr(app, "file_loaders", None)
        if loaders is not None and not _stands(loaders):
            settings = loaders._settings  # noqa: SLF001  there is no other way in
            contents = RoomContents(guard, settings, serverapp.event_logger)
            swapped = ChainMap({"contents_manager": contents}, settings)
            loaders._settings = swapped  # noqa: SLF001  there is no other way in


def trouble(serverapp: Any) -> str:
    """Return why the rooms of *serverapp* are not guarded, or "" where they are, or are none."""
    for app in _apps(serverapp):
        if app.ystore_class is not _store():
            return "real-time collaboration keeps its history on the disk"
        if not _stands(getattr(app, "file_loaders", None)):
            return "real-time collaboration saves past the guard"
    return ""


class RoomContents:
    """
    The server's contents manager, as a room sees it: it saves everything but keys.

    Nobody waits for the save of a room, and its work is lost once everyone has left. So a refusal
    would cost work that nobody knew of: the document is saved without the key instead, the open
    one keeps it, and every browser is told.
    """

    def __init__(self, guard: SaveGuard, settings: Mapping[str, Any], logger: Any) -> None:
        self._guard = guard
        self._settings = settings
        self._logger = logger
        self._told: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._manager, name)

    async def save(self, model: dict[str, Any], path: str = "") -> Any:
        """Save *model* at *path*, redacted where it holds a key."""
        manager = self._manager
        try:
            saved = await ensure_async(manager.save(model, path))
        except SaveRefused as refusal:
            if not refusal.findings:
                self._tell(path, "refused", refusal.message)
                raise
            saved = await self._saved_redacted(manager, model, path, refusal)
        else:
            self._take_back(path)
        return saved

    async def _saved_redacted(
        self, manager: Any, model: dict[str, Any], path: str, refusal: SaveRefused
    ) -> Any:
        try:
            content = await closed(self._redacted(model, path))
            saved = await ensure_async(manager.save({**model, "content": content}, path))
        except SaveRefused as other:
            self._tell(path, "refused", other.message)
            raise
        self._tell(path, "redacted", _message(path, refusal))
        return saved

    async def _redacted(self, model: dict[str, Any], path: str) -> Any:
        content = content_of(model, path=path)
        return await waiting(
            lambda: self._guard.judge.redacted(content or "", path=path),
            seconds=self._guard.seconds,
        )

    @property
    def _manager(self) -> Any:
        """The manager of this moment, guarded: an extension may swap it at any time."""
        manager = self._settings["contents_manager"]
        self._guard.install(manager)
        return manager

    def _tell(self, path: str, outcome: events.Outcome, message: str) -> None:
        self._told.add(path)
        events.tell(self._logger, path=path, outcome=outcome, message=message)

    def _take_back(self, path: str) -> None:
        if path in self._told:
            self._told.discard(path)
            events.tell(self._logger, path=path, outcome="clean")


def _message(path: str, refusal: SaveRefused) -> str:
    first = refusal.findings[0]
    where = f"cell {first['cell'] + 1}, line {first['line']}" if "cell" in first else "the file"
    more = f" and {len(refusal.findings) - 1} more" if len(refusal.findings) > 1 else ""
    return (
        f"{path} was saved without a key ({where}{more}). The key is still in the open document, "
        "and everyone who has it open can see it."
    )


def _apps(serverapp: Any) -> list[Any]:
    """Return the extensions of *serverapp* that make rooms."""
    return list(serverapp.extension_manager.extension_apps.get(_APP, ()))


def _store() -> Any:
    from playground.server.ystore import MemoryYStore  # noqa: PLC0415  needs what only rooms have

    return MemoryYStore


def _stands(loaders: Any) -> bool:
    settings = getattr(loaders, "_settings", None)
    return isinstance(settings, ChainMap) and isinstance(settings["contents_manager"], RoomContents)
