"""The roads by which a contents manager puts text on the disk, and what to judge on each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_core.utils import ensure_async

from playground.server.chunks import LAST, Uploads
from playground.server.content import Content, content_of, content_of_bytes, raw_bytes
from playground.server.refusal import SaveRefused, unchecked

__all__ = ["ROADS", "Ask", "Road", "Roads"]

Ask = Callable[[Content, str], Awaitable[None]]
Road = Callable[..., Awaitable[None]]

ROADS = ("save", "rename", "create_checkpoint", "restore_checkpoint")
_LARGEST_BYTES = 64 << 20
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
        try:
            await self._chunk(model, path.strip("/"), chunk=model["chunk"])
        except SaveRefused:
            self.uploads.forget(path.strip("/"))
            if model["chunk"] != 1:
                _remove(self.manager, path)
            raise

    async def rename(self, old_path: str, new_path: str) -> None:
        """Judge the file that would get the new name; a directory, or a huge file, is let be."""
        await self._file(old_path, new_path)

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
            await self._file(path, path)
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

    async def _file(self, path: str, name: str) -> None:
        """Judge the file at *path*, called *name*, where it is one and not huge."""
        model = await ensure_async(self.manager.get(path, content=False))
        if model["type"] == "directory" or (model.get("size") or 0) > _LARGEST_BYTES:
            return
        content = content_of(await ensure_async(self.manager.get(path)), path=name)
        if content is not None:
            await self.ask(content, name)

    async def _chunk(self, model: dict[str, Any], path: str, *, chunk: int) -> None:
        raw = raw_bytes(str(model.get("content", "")), form=model.get("format"))
        extended = self.uploads.extended(path, raw, chunk=chunk)
        if extended is None:
            raise unchecked("the part of the upload that goes before it is missing")
        await self.ask(extended.decode("utf-8", "surrogateescape"), path)
        if chunk == LAST and path.endswith(".ipynb"):
            so_far = await ensure_async(self.manager.get(path, type="file", format="base64"))
            before = raw_bytes(so_far["content"], form="base64")
            await self.ask(content_of_bytes(before + raw, path=path), path)
        self.uploads.passed(path, extended, chunk=chunk)


def _read(os_path: str) -> bytes:
    return Path(os_path).read_bytes()


def _remove(manager: Any, path: str) -> None:
    """Remove the part of a refused upload that is on the disk: not into a trash, for good."""
    os_path = getattr(manager, "_get_os_path", None)
    if os_path is not None:
        Path(os_path(path.strip("/"))).unlink(missing_ok=True)
