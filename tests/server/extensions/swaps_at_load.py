"""A server extension for tests: like Jupytext, it replaces the contents manager while loading."""

from typing import Any

from jupyter_server.services.contents.largefilemanager import LargeFileManager


def _load_jupyter_server_extension(serverapp: Any) -> None:
    """Put a synchronous contents manager in the place of the asynchronous one."""
    manager = LargeFileManager(parent=serverapp, log=serverapp.log)
    serverapp.contents_manager = manager
    serverapp.session_manager.contents_manager = manager
    serverapp.web_app.settings["contents_manager"] = manager
