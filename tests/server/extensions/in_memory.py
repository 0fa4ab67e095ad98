"""A server extension for tests: contents that lie in no file, and a manager that calls no hook."""

import base64
from datetime import UTC, datetime
import json
from typing import Any

from jupyter_server.services.contents.checkpoints import (
    AsyncCheckpoints,
    AsyncGenericCheckpointsMixin,
    Checkpoints,
    GenericCheckpointsMixin,
)
from jupyter_server.services.contents.manager import AsyncContentsManager, ContentsManager
from tornado.web import HTTPError
from traitlets import default

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
BUCKET: dict[str, dict[str, Any]] = {}
KEPT: dict[str, dict[str, Any]] = {}


class Store:
    """The contents of both managers, as a bucket behind a network would keep them."""

    def stored(self, path: str, *, content: bool = True) -> dict[str, Any]:
        """Return the model at *path*."""
        path = path.strip("/")
        if not path:
            return _model("", type="directory", format="json", content=[])
        if path not in BUCKET:
            raise HTTPError(404, f"No such file: {path}")
        model = dict(BUCKET[path])
        return model if content else {**model, "content": None, "format": None}

    def store(self, model: dict[str, Any], path: str) -> dict[str, Any]:
        """Keep the *model* at *path*."""
        path = path.strip("/")
        kept = {"type": model["type"], "format": model["format"], "content": model["content"]}
        BUCKET[path] = _model(path, **kept)
        return self.stored(path, content=False)


def _model(path: str, **fields: Any) -> dict[str, Any]:
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "writable": True,
        "mimetype": None,
        "created": MOMENT,
        "last_modified": MOMENT,
        "size": None,
        **fields,
    }


class MemoryCheckpoints(GenericCheckpointsMixin, Checkpoints):  # type: ignore[misc]
    """One checkpoint for each path."""

    def create_file_checkpoint(self, content: Any, format: Any, path: str) -> Any:  # noqa: A002
        """Keep a file."""
        KEPT[path] = {"type": "file", "format": format, "content": content}
        return {"id": "one", "last_modified": MOMENT}

    def create_notebook_checkpoint(self, nb: Any, path: str) -> Any:
        """Keep a notebook."""
        KEPT[path] = {"type": "notebook", "format": "json", "content": nb}
        return {"id": "one", "last_modified": MOMENT}

    def get_file_checkpoint(self, checkpoint_id: str, path: str) -> Any:
        """Return a kept file."""
        del checkpoint_id
        return KEPT[path]

    get_notebook_checkpoint = get_file_checkpoint

    def list_checkpoints(self, path: str) -> Any:
        """Return what is kept of *path*."""
        return [{"id": "one", "last_modified": MOMENT}] if path in KEPT else []

    def delete_checkpoint(self, checkpoint_id: str, path: str) -> None:
        """Forget one."""
        del checkpoint_id
        KEPT.pop(path, None)

    def rename_checkpoint(self, checkpoint_id: str, old_path: str, new_path: str) -> None:
        """Keep it under another path."""
        del checkpoint_id
        KEPT[new_path] = KEPT.pop(old_path)


class Memory(Store, ContentsManager):
    """Synchronous, as s3contents is."""

    @default("checkpoints_class")
    def _checkpoints_class_default(self) -> Any:
        return MemoryCheckpoints

    def get(self, path: str, content: bool = True, **options: Any) -> Any:  # noqa: FBT001, FBT002
        """Return the model at *path*."""
        del options
        return self.stored(path, content=content)

    def save(self, model: dict[str, Any], path: str = "") -> Any:
        """Keep the model, and call no hook."""
        return self.store(model, path)

    def delete_file(self, path: str) -> None:
        """Forget the file."""
        del BUCKET[path.strip("/")]

    def rename_file(self, old_path: str, new_path: str) -> None:
        """Move the file."""
        moved = BUCKET.pop(old_path.strip("/"))
        self.store(moved, new_path)

    def file_exists(self, path: str = "") -> bool:
        """Whether there is one."""
        return path.strip("/") in BUCKET

    def dir_exists(self, path: str = "") -> bool:
        """Only the root is a folder."""
        return path.strip("/") == ""

    def is_hidden(self, path: str) -> bool:
        """Nothing is."""
        del path
        return False


class AsyncMemoryCheckpoints(AsyncGenericCheckpointsMixin, AsyncCheckpoints):  # type: ignore[misc]
    """The same, asynchronous."""

    async def create_file_checkpoint(self, content: Any, format: Any, path: str) -> Any:  # noqa: A002
        """Keep a file."""
        return MemoryCheckpoints.create_file_checkpoint(self, content, format, path)

    async def create_notebook_checkpoint(self, nb: Any, path: str) -> Any:
        """Keep a notebook."""
        return MemoryCheckpoints.create_notebook_checkpoint(self, nb, path)

    async def get_file_checkpoint(self, checkpoint_id: str, path: str) -> Any:
        """Return a kept file."""
        del checkpoint_id
        return KEPT[path]

    get_notebook_checkpoint = get_file_checkpoint

    async def list_checkpoints(self, path: str) -> Any:
        """Return what is kept of *path*."""
        return MemoryCheckpoints.list_checkpoints(self, path)


class AsyncMemory(Store, AsyncContentsManager):
    """Asynchronous, as newer stores are."""

    @default("checkpoints_class")
    def _checkpoints_class_default(self) -> Any:
        return AsyncMemoryCheckpoints

    async def get(self, path: str, content: bool = True, **options: Any) -> Any:  # noqa: FBT001, FBT002
        """Return the model at *path*."""
        del options
        return self.stored(path, content=content)

    async def save(self, model: dict[str, Any], path: str = "") -> Any:
        """Keep the model, and call no hook."""
        return self.store(model, path)

    async def delete_file(self, path: str) -> None:
        """Forget the file."""
        del BUCKET[path.strip("/")]

    async def rename_file(self, old_path: str, new_path: str) -> None:
        """Move the file."""
        moved = BUCKET.pop(old_path.strip("/"))
        self.store(moved, new_path)

    async def file_exists(self, path: str = "") -> bool:
        """Whether there is one."""
        return path.strip("/") in BUCKET

    async def dir_exists(self, path: str = "") -> bool:
        """Only the root is a folder."""
        return path.strip("/") == ""

    async def is_hidden(self, path: str) -> bool:
        """Nothing is."""
        del path
        return False


def _load_jupyter_server_extension(serverapp: Any) -> None:
    """Put the manager of the configured make in the place of the files, with a dirty notebook."""
    make = {"sync": Memory, "async": AsyncMemory}[serverapp.config.InMemory.make]
    manager = make(parent=serverapp, log=serverapp.log)
    serverapp.contents_manager = manager
    serverapp.web_app.settings["contents_manager"] = manager
    dirty = serverapp.config.InMemory.get("dirty")
    if dirty:
        notebook = json.loads(base64.b64decode(dirty))
        BUCKET["dirty.ipynb"] = _model(
            "dirty.ipynb", type="notebook", format="json", content=notebook
        )
