"""
Linquid Playground: an API playground for JupyterLab.

`import playground as pg` costs nothing: each name is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.credentials import keys
    from playground.session import Session, connect
    from playground.widgets import Redactor, RequestBuilder

__all__ = ["Redactor", "RequestBuilder", "Session", "connect", "keys"]

_HOMES = {
    "Redactor": "playground.widgets",
    "RequestBuilder": "playground.widgets",
    "Session": "playground.session",
    "connect": "playground.session",
    "keys": "playground.credentials",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'playground' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
