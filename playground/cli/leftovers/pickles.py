"""The strings in a pickle, read without ever unpickling it: that could run anybody's code."""

from collections.abc import Iterator
import pickletools

__all__ = ["strings_in"]


def strings_in(raw: bytes) -> str:
    """
    Return the strings and bytes that the pickle *raw* holds, one a line, as it holds them.

    What is no pickle, or a broken one, is given as the text that its bytes are.
    """
    try:
        found = list(_strings(raw))
    except Exception:  # noqa: BLE001  pickletools raises whatever a strange byte leads it to
        return raw.decode("utf-8", "surrogateescape")
    return "\n".join(found)


def _strings(raw: bytes) -> Iterator[str]:
    for _, argument, _ in pickletools.genops(raw):
        if isinstance(argument, str):
            yield argument
        elif isinstance(argument, bytes | bytearray):
            yield bytes(argument).decode("utf-8", "surrogateescape")
