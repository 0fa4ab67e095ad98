"""A server extension for tests: a contents manager that keeps files elsewhere and calls no hook."""

from pathlib import Path
from typing import Any

from jupyter_server.services.contents.filemanager import AsyncFileContentsManager


class Bucket(AsyncFileContentsManager):
    """Writes whatever it is given, like a store behind a network that knows no pre-save hook."""

    def run_pre_save_hooks(self, model: Any, path: str, **options: Any) -> None:
        """Run none."""

    async def save(self, model: Any, path: str = "") -> Any:
        """Store the content."""
        stored = Path(self.root_dir) / path.strip("/")
        stored.write_text(str(model["content"]))
        return await self.get(path, content=False, type="file")


def _load_jupyter_server_extension(serverapp: Any) -> None:
    """Put the bucket in the place of the files."""
    manager = Bucket(parent=serverapp, log=serverapp.log)
    serverapp.contents_manager = manager
    serverapp.web_app.settings["contents_manager"] = manager
