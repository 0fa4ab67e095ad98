"""What of a save is to be judged: the notebook, or the text, that would be on the disk."""

import base64
import binascii
from collections.abc import Mapping
import json
from typing import Any, TypeAlias

__all__ = ["Content", "content_of", "content_of_bytes", "raw_bytes"]

Content: TypeAlias = Mapping[str, Any] | str


def content_of(model: Mapping[str, Any], *, path: str) -> Content | None:
    """
    Return the content of the contents *model* as a notebook where it is one, else as text.

    None where the model carries no content, as that of a directory does.
    """
    content = model.get("content")
    if content is None or model.get("type") == "directory":
        return None
    if isinstance(content, Mapping):
        return content
    if not isinstance(content, str):
        return json.dumps(content, ensure_ascii=False, default=str)
    return content_of_bytes(raw_bytes(content, form=model.get("format")), path=path)


def content_of_bytes(raw: bytes, *, path: str) -> Content:
    """Return the file *raw* as a notebook where *path* and its text say it is one, else as text."""
    if path.endswith(".ipynb"):
        try:
            notebook = json.loads(raw)
        except (ValueError, RecursionError):
            notebook = None
        if isinstance(notebook, dict):
            return notebook
    return raw.decode("utf-8", "surrogateescape")


def raw_bytes(content: str, *, form: Any) -> bytes:
    """Return the bytes that *content* stands for in the *form* "text" or "base64"."""
    if form == "base64":
        try:
            return base64.b64decode(content.encode("ascii"))
        except (UnicodeEncodeError, binascii.Error):
            pass  # the contents manager will refuse it; its characters are judged all the same
    return content.encode("utf-8", "surrogatepass")
