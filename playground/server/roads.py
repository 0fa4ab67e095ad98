"""The roads by which a contents manager puts text on the disk, and what to judge on each."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async

from playground.server.chunks import FIRST, LAST, Uploads
from playground.server.content import Content, content_of, content_of_bytes, raw_bytes
from playground.server.refusal import SaveRefused, unchecked
from playground.server.stored import (
    LARGEST_BYTES,
    Stored,
    in_file,
    in_folder,
    in_store,
    os_path_of,
)

__all__ = ["ROADS", "Ask", "Road", "Roads"]

Ask = Callable[[Content, str], Awaitable[None]]
Road = Callable[..., Awaitable[None]]

ROADS = ("save", "copy", "rename", "create_checkpoint", "restore_checkpoint")
_REMEMBERED = 4096


@dataclass(slots=True, kw_only=True)
class Roads:
    """
    Each method lays what one method of the *manager* would write before `ask`, which raises.

    They have the signatures of the contents API, and return only if it may go on.
    """

    manager: Any
    ask: Ask
    uploads: Uploads = field(default_factory=Uploads)
    saved: dict[str, Any] = field(default_factory=dict)

    def passed(self, result: Any) -> None:
        """Remember that the model *result* of a save was judged, as it is now."""
        if isinstance(result, dict) and {"path", "last_modified"} <= result.keys():
            if len(self.saved) > _REMEMBERED:
                self.saved.clear()
            self.saved[result["path"].strip("/")] = result["last_modified"]

    async def save(self, model: dict[str, Any], path: str = "") -> None:
        """Judge the whole content, or the chunk with the end of the one before it."""
        if model.get("chunk") is None:
            content = content_of(model, path=path)
            if content is not None:
                await self.ask(content, path)
            return
        await self._chunk(model, path.strip("/"), chunk=model["chunk"])

    async def copy(self, from_path: str, to_path: str | None = None) -> None:
        """Judge every file of a folder, which is copied past `save`; a file is saved."""
        del to_path
        folder = os_path_of(self.manager, from_path)
        if folder is not None and folder.is_dir():
            for stored in in_folder(folder, path=from_path.strip("/")):
                await self._judge(stored)

    async def rename(self, old_path: str, new_path: str) -> None:
        """
        Judge what would get the new name, be it a folder: of much, the first 64 MB.

        A rename brings nothing to the disk that is not there, so it may not take for ever.
        """
        budget = LARGEST_BYTES
        for stored in await self._stored(old_path, new_path.strip("/")):
            budget -= stored.size
            if budget < 0:
                return
            await self._judge(stored)

    async def create_checkpoint(self, path: str) -> None:
        """
        Judge the file that would be copied, unless it is what was just saved.

        A refusal is a 403 here: JupyterLab then opens the notebook all the same, which it must,
        so that a person can take the key out.
        """
        model = await ensure_async(self.manager.get(path, content=False))
        if self.saved.get(path.strip("/")) == model["last_modified"]:
            return
        try:
            for stored in await self._stored(path, path):
                await self._judge(stored)
        except SaveRefused as refusal:
            raise SaveRefused(refusal.message, findings=refusal.findings, status=403) from None

    async def restore_checkpoint(self, checkpoint_id: str, path: str) -> None:
        """Judge the checkpoint that would replace the file."""
        checkpoints = self.manager.checkpoints
        if hasattr(checkpoints, "checkpoint_path"):
            raw = _read(checkpoints.checkpoint_path(checkpoint_id, path.strip("/")))
            await self.ask(content_of_bytes(raw, path=path), path)
            return
        is_notebook = path.endswith(".ipynb")
        get = getattr(checkpoints, f"get_{'notebook' if is_notebook else 'file'}_checkpoint")
        content = content_of(await ensure_async(get(checkpoint_id, path)), path=path)
        if content is not None:
            await self.ask(content, path)

    async def _judge(self, stored: Stored) -> None:
        """Judge what is *stored*; a refusal names the file, for a folder may hold many."""
        try:
            await self.ask(stored.content, stored.path)
        except SaveRefused as refusal:
            message = f"{stored.path}: {refusal.message}"
            raise SaveRefused(message, findings=refusal.findings) from None

    async def _stored(self, path: str, name: str) -> Iterable[Stored]:
        """Return what is stored at *path*, to be called *name*."""
        place = os_path_of(self.manager, path)
        if place is None:
            return await in_store(self.manager, path, name=name)
        if not place.exists():
            return ()  # the manager says so itself
        return in_folder(place, path=name) if place.is_dir() else in_file(place, path=name)

    async def _chunk(self, model: dict[str, Any], path: str, *, chunk: int) -> None:
        raw = raw_bytes(str(model.get("content", "")), form=model.get("format"))
        extended = self.uploads.extended(path, raw, chunk=chunk)
        if extended is None:
            raise unchecked("the part of the upload that goes before it is missing")
        try:
            await self.ask(extended.decode("utf-8", "surrogateescape"), path)
            if chunk == LAST:
                await self._whole(path, raw)
        except SaveRefused:
            self.uploads.forget(path)
            if chunk != FIRST:
                await self._remove(path)
            raise
        self.uploads.passed(path, extended, chunk=chunk)

    async def _whole(self, path: str, last: bytes) -> None:
        """Judge the upload as one: what only its whole shows, as a notebook's cells."""
        size = (await ensure_async(self.manager.get(path, content=False))).get("size") or 0
        if size > LARGEST_BYTES and not path.endswith(".ipynb"):
            return
        so_far = await ensure_async(self.manager.get(path, type="file", format="base64"))
        before = raw_bytes(so_far["content"], form="base64")
        await self.ask(content_of_bytes(before + last, path=path), path)

    async def _remove(self, path: str) -> None:
        """Remove the part of a refused upload that is stored: not into a trash, for good."""
        place = os_path_of(self.manager, path)
        if place is not None:
            place.unlink(missing_ok=True)
        else:
            await ensure_async(self.manager.delete(path))


def _read(os_path: str) -> bytes:
    return Path(os_path).read_bytes()
