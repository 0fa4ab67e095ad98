"""What the server tells every open browser of a save that no person waited for."""

from typing import Any, Literal

__all__ = ["SCHEMA_ID", "Outcome", "register", "tell"]

Outcome = Literal["clean", "redacted", "refused"]

SCHEMA_ID = "urn:linquid-playground:save:v1"
_SCHEMA = {
    "$id": SCHEMA_ID,
    "version": "1",
    "title": "A save of a shared document",
    "description": "What became of a document that a room of several people saved.",
    "personal-data": True,  # the path may tell who works on what
    "type": "object",
    "required": ["path", "outcome", "message"],
    "properties": {
        "path": {"type": "string", "description": "The document's contents path."},
        "outcome": {"enum": ["clean", "redacted", "refused"]},
        "message": {"type": "string", "description": "What to tell people; never with a key."},
    },
}


def register(logger: Any) -> None:
    """Let the event *logger* of a server know our events; calling this again changes nothing."""
    if SCHEMA_ID not in logger.schemas:
        logger.register_event_schema(_SCHEMA)


def tell(logger: Any, *, path: str, outcome: Outcome, message: str = "") -> None:
    """Tell every browser what became of the save of *path*."""
    data = {"path": path, "outcome": outcome, "message": message}
    logger.emit(schema_id=SCHEMA_ID, data=data)
