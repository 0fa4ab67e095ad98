"""Linquid's envelopes, and the headers that every answer carries."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import formatdate
from functools import lru_cache
import json
from typing import Any

from playground.sandbox.message import Response

__all__ = [
    "Attachment",
    "Plain",
    "Reply",
    "Switching",
    "encoded",
    "http_date",
    "page",
    "responded",
]

_ENCODER = json.JSONEncoder(separators=(",", ":"), allow_nan=False)

_JSON = "application/json"
_ALWAYS = (
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


class Reply:
    """What a handler gives: JSON text for `data`, and for lists the pagination beside it."""

    __slots__ = ("data", "pagination", "status")

    media_type = _JSON
    headers: tuple[tuple[str, str], ...] = ()

    def __init__(self, data: str, *, status: int = 200, pagination: str = "") -> None:
        self.data = data
        self.status = status
        self.pagination = pagination

    def body(self) -> bytes:
        """Return the published success envelope."""
        more = f',"pagination":{self.pagination}' if self.pagination else ""
        return f'{{"success":true,"data":{self.data}{more}}}'.encode()


class Plain(Reply):
    """Text of any kind, as it is and in no envelope."""

    __slots__ = ("headers", "media_type")

    def __init__(
        self,
        text: str,
        *,
        media_type: str = _JSON,
        status: int = 200,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(text, status=status)
        self.media_type = media_type
        self.headers = headers

    def body(self) -> bytes:
        """Return the text."""
        return self.data.encode()


class Attachment(Plain):
    """A file that a browser saves under a name."""

    __slots__ = ()

    def __init__(self, text: str, *, media_type: str, filename: str) -> None:
        named = ("Content-Disposition", f'attachment; filename="{filename}"')
        super().__init__(text, media_type=media_type, headers=(named,))


class Switching(Reply):
    """Consent to another protocol on the same connection."""

    __slots__ = ()

    headers = (("Upgrade", "websocket"),)

    def __init__(self) -> None:
        super().__init__("", status=101)

    def body(self) -> bytes:
        """Return nothing."""
        return b""


def encoded(value: Any) -> str:
    """Return *value* as compact JSON text; the same value gives the same text."""
    return _ENCODER.encode(value)


def page(documents: Sequence[str], *, total: int, number: int, limit: int) -> Reply:
    """
    Return one page of *documents*, JSON texts, of *total* in all.

    Both published paginations in one: `hasMore` of the newer, `totalPages` of the older pages.
    """
    pagination = {
        "total": total,
        "page": number,
        "limit": limit,
        "hasMore": number * limit < total,
        "totalPages": -(-total // limit),
    }
    return Reply(f"[{','.join(documents)}]", pagination=encoded(pagination))


def responded(
    status: int,
    body: bytes,
    *,
    now: datetime,
    headers: Iterable[tuple[str, str]] = (),
    media_type: str = _JSON,
) -> Response:
    """Return a whole response; `Date` is the virtual time."""
    return Response(
        status=status,
        headers=(
            ("Content-Type", media_type),
            *_ALWAYS,
            ("Content-Length", str(len(body))),
            ("Date", http_date(int(now.timestamp()))),
            *headers,
        ),
        body=body,
    )


@lru_cache(maxsize=64)
def http_date(seconds: int) -> str:
    """Return *seconds* since 1970 as HTTP writes a time."""
    return formatdate(seconds, usegmt=True)
