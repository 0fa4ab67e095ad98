"""Put the guard into a Jupyter server: before other extensions load, and again after all have."""

from pathlib import Path
from typing import Any

from jupyter_server.utils import url_path_join

from playground.server.answer import GUARD_SETTING, answer_with_findings
from playground.server.collaboration import enter
from playground.server.guarded import SaveGuard
from playground.server.routes import ROUTES
from playground.server.settings import SaveGuard as Settings

__all__ = ["load", "start"]


def load(serverapp: Any) -> None:
    """Stand before the contents manager that *serverapp* has now, and open the routes."""
    guard = Settings(parent=serverapp).guard(root=Path(serverapp.root_dir))
    serverapp.web_app.settings[GUARD_SETTING] = guard
    _install(serverapp, guard)
    answer_with_findings()
    base = serverapp.web_app.settings["base_url"]
    serverapp.web_app.add_handlers(
        ".*$", [(url_path_join(base, route), handler) for route, handler in ROUTES.items()]
    )


async def start(serverapp: Any) -> None:
    """Stand before whatever contents manager and rooms the other extensions have put there."""
    guard = serverapp.web_app.settings[GUARD_SETTING]
    _install(serverapp, guard)
    enter(serverapp, guard)


def _install(serverapp: Any, guard: SaveGuard) -> None:
    managers = (serverapp.contents_manager, serverapp.web_app.settings["contents_manager"])
    for manager in managers:
        guard.install(manager)
