"""Small documents for the tests, each with one difficulty."""

from typing import Any

from playground.openapi import Operation, load

__all__ = ["document", "operation"]


def document(paths: dict[str, Any], *, version: str = "3.1.0", **parts: Any) -> dict[str, Any]:
    """Return a document with *paths*, and *parts* at its top."""
    return {"openapi": version, "info": {"title": "T", "version": "1"}, "paths": paths, **parts}


def operation(raw: dict[str, Any], *, path: str = "/x", **parts: Any) -> Operation:
    """Return the one operation that *raw* describes, `POST` on *path*."""
    root = document({path: {"post": {"operationId": "it", **raw}}}, **parts)
    return load(root).operations["it"]
