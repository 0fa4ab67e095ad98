"""A request and its response, as plain values: no socket, no framework."""

from dataclasses import dataclass

__all__ = ["Request", "Response"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """
    One HTTP request; `target` is the raw path with its query, `/api/links?page=2`.

    Names of headers are lower-case; `address` is where it came from, "" = from this process.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    address: str = ""

    def header(self, name: str) -> str | None:
        """Return the first header called *name*, a lower-case name."""
        for key, value in self.headers:
            if key == name:
                return value
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """
    One HTTP response, whole.

    A fault that was asked for may delay it, in seconds, or drop the connection in its place.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    delay: float = 0.0
    is_dropped: bool = False

    def header(self, name: str) -> str | None:
        """Return the first header called *name*, whatever its case."""
        return next((v for key, v in self.headers if key.lower() == name.lower()), None)
