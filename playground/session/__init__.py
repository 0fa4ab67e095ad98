"""`connect()` joins the document, the keys, the client and the explanation for a notebook."""

from playground.session.connecting import connect
from playground.session.session import Session
from playground.session.workspace import Workspace

__all__ = ["Session", "Workspace", "connect"]
