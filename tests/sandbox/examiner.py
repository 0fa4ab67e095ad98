"""What Schemathesis is told of Linquid's credentials: its hooks, loaded in its own process."""

import os
from typing import Any

import schemathesis

__all__ = ["Credentials"]


@schemathesis.auth()
class Credentials:
    """The key or session that the examination gave in the environment."""

    def get(self, case: Any, context: Any) -> dict[str, str]:
        """Return the values."""
        del case, context
        return {name: value for name, value in os.environ.items() if name.startswith("EXAMINED_")}

    def set(self, case: Any, data: dict[str, str], context: Any) -> None:
        """Send them with *case*, where a client would."""
        del context
        case.headers = case.headers or {}
        case.headers[data["EXAMINED_HEADER"]] = data["EXAMINED_VALUE"]
        if "EXAMINED_COOKIE" in data:
            case.cookies = case.cookies or {}
            case.cookies["lw_session"] = data["EXAMINED_COOKIE"]
