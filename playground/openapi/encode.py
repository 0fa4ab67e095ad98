"""A body as bytes, by its media type."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
import json
from typing import Any
from urllib.parse import urlencode

from playground.openapi.media import FORM, MULTIPART, bare, is_json
from playground.openapi.operation import Parameter
from playground.openapi.serialise import pairs, scalar

__all__ = ["encoded"]


def encoded(
    body: Any, *, media_type: str, encoding: Mapping[str, Any] | None = None
) -> tuple[bytes, str]:
    """
    Return *body* as bytes with its full media type; bytes are left as they are.

    *encoding* says how single fields of a form travel (OpenAPI 3.1.1, section 4.8.15).
    """
    if isinstance(body, (bytes, bytearray)):
        return bytes(body), media_type
    if is_json(media_type):
        return _json(body).encode(), media_type
    if bare(media_type) == FORM and isinstance(body, Mapping):
        return urlencode(list(_fields(body, encoding or {}))).encode(), media_type
    if bare(media_type) == MULTIPART and isinstance(body, Mapping):
        return _multipart(body, media_type, encoding or {})
    return (body if isinstance(body, str) else _json(body)).encode(), media_type


def _json(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _fields(body: Mapping[str, Any], encoding: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in body.items():
        how = encoding.get(name)
        if value is None:
            continue
        if isinstance(how, Mapping) and how.get("style"):
            explode = how.get("explode") is not False
            field = Parameter(name=name, location="query", style=how["style"], explode=explode)
            yield from pairs(field, value)
        elif isinstance(value, (list, tuple)):
            yield from ((name, scalar(entry)) for entry in value)
        else:
            yield name, scalar(value)


def _multipart(
    body: Mapping[str, Any], media_type: str, encoding: Mapping[str, Any]
) -> tuple[bytes, str]:
    parts = [
        _part(name, entry, encoding.get(name))
        for name, value in body.items()
        for entry in (value if isinstance(value, (list, tuple)) else [value])
        if entry is not None
    ]
    # From the content, so that the same body is the same bytes, and a recording finds it again.
    boundary = sha256(b"\0".join(parts)).hexdigest()[:32]
    lines = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), part) for part in parts)
    content = lines + b"--%s--\r\n" % boundary.encode()
    return content, f"{bare(media_type)}; boundary={boundary}"


def _part(name: str, value: Any, how: Any) -> bytes:
    safe = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    is_file = isinstance(value, (bytes, bytearray))
    kind = how.get("contentType") if isinstance(how, Mapping) else None
    if not isinstance(kind, str) or "," in kind or "*" in kind:
        kind = "application/octet-stream" if is_file else ""
    filename = f'; filename="{safe}"' if is_file else ""
    head = f'Content-Disposition: form-data; name="{safe}"{filename}\r\n'
    head += f"Content-Type: {kind}\r\n" if kind else ""
    return head.encode() + b"\r\n" + (bytes(value) if is_file else scalar(value).encode())
