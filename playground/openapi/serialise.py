"""One parameter's value as text, by OpenAPI's styles (3.1.1, section 4.8.12.3)."""

from collections.abc import Callable, Iterator, Mapping
import json
from typing import Any, TypeAlias

from playground.openapi.operation import Parameter

__all__ = ["pairs", "scalar", "split", "text"]

_Quote: TypeAlias = Callable[[str], str]
_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}


def scalar(value: Any) -> str:
    """Return *value* as one piece of text; lists and maps as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, (bool, list, tuple, Mapping)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    as_iso = getattr(value, "isoformat", None)
    return str(as_iso() if as_iso else value)


def text(parameter: Parameter, value: Any, quote: _Quote = str) -> str:
    """Return *value* for a path or a header, each piece of it through *quote*."""
    if parameter.media_type:
        return quote(scalar(value) if isinstance(value, str) else json.dumps(value))
    name = quote(parameter.name)
    if parameter.style == "matrix":
        return _matrix(name, value, quote, explode=parameter.explode)
    between = "." if parameter.style == "label" and parameter.explode else ","
    start = "." if parameter.style == "label" else ""
    return start + between.join(_pieces(value, quote, explode=parameter.explode))


def pairs(parameter: Parameter, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the names and values that carry *value* in a query, a form or a cookie."""
    name, style = parameter.name, parameter.style
    if parameter.media_type:
        yield name, json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    elif style == "deepObject" and isinstance(value, (Mapping, list, tuple)):
        yield from _deep(name, value)
    elif isinstance(value, Mapping) and parameter.explode:
        yield from ((key, scalar(entry)) for key, entry in value.items())
    elif isinstance(value, (list, tuple)) and parameter.explode:
        yield from ((name, scalar(entry)) for entry in value)
    else:
        yield name, _DELIMITERS.get(style, ",").join(_pieces(value, str, explode=False))


def split(written: str, parameter: Parameter, *, is_map: bool) -> list[str] | dict[str, str]:
    """Return the pieces that *written* joins in one text, by the parameter's style."""
    is_dotted = parameter.style == "label" and parameter.explode
    delimiter = "." if is_dotted else _DELIMITERS.get(parameter.style, ",")
    pieces = written.split(delimiter) if written else []
    if not is_map:
        return pieces
    if parameter.explode:
        named = (piece.partition("=") for piece in pieces)
        return {name: value for name, equals, value in named if equals}
    return dict(zip(pieces[::2], pieces[1::2], strict=False))


def _pieces(value: Any, quote: _Quote, *, explode: bool) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, entry in value.items():
            if explode:
                yield f"{quote(str(key))}={quote(scalar(entry))}"
            else:
                yield from (quote(str(key)), quote(scalar(entry)))
    elif isinstance(value, (list, tuple)):
        yield from (quote(scalar(entry)) for entry in value)
    else:
        yield quote(scalar(value))


def _matrix(name: str, value: Any, quote: _Quote, *, explode: bool) -> str:
    pieces = list(_pieces(value, quote, explode=explode))
    if explode and isinstance(value, Mapping):
        return "".join(f";{piece}" for piece in pieces)
    if explode:
        return "".join(f";{name}={piece}" for piece in pieces)
    return f";{name}={','.join(pieces)}"


def _deep(name: str, value: Any) -> Iterator[tuple[str, str]]:
    # Deeper than one level is left open by the specification; this is what servers read.
    if isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _deep(f"{name}[{key}]", entry)
    elif isinstance(value, (list, tuple)):
        yield from ((name, scalar(entry)) for entry in value)
    else:
        yield name, scalar(value)
