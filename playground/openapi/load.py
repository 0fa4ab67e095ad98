"""From a file, a text or a map to a document, or to an error that says what to do."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from playground.errors import DocumentError
from playground.openapi.document import Document, Operations
from playground.openapi.parse import line_of, parse
from playground.openapi.reference import Definitions

__all__ = ["LINQUID", "from_root", "linquid", "load", "read"]

LINQUID = "linquid"
_ASK = "Give the path of an OpenAPI 3.0 or 3.1 document, in YAML or JSON."
_SUPPORTED = ("3.0", "3.1")


def load(source: Path | str | Mapping[str, Any]) -> Document:
    """
    Return the document that *source* is: a path, the text itself, a map, or `"linquid"`.

    Only its frame is read; an operation is read when it is looked up, and what is wrong with one
    becomes a warning of that one.

    Raises:
        DocumentError: it cannot be read, is neither YAML nor JSON, or is no OpenAPI 3 document.
    """
    if isinstance(source, Mapping):
        return from_root(source, place="document", text="")
    if source == LINQUID:
        return linquid()
    if isinstance(source, str) and _is_text(source):
        return from_root(parse(source), place="document", text=source)
    text = read(Path(source))
    return from_root(parse(text, place=str(source)), place=str(source), text=text)


@cache
def linquid() -> Document:
    """Return the shipped description of Linquid's API; read once a process."""
    text = files("playground").joinpath("linquid", "openapi.yaml").read_text("utf-8")
    return from_root(parse(text, place=LINQUID), place=LINQUID, text=text)


def _is_text(source: str) -> bool:
    return "\n" in source or source.lstrip().startswith("{")


def read(path: Path) -> str:
    """
    Return the text of the file at *path*.

    Raises:
        DocumentError: it is not there, cannot be read, or is no text.
    """
    place = str(path)
    if place.startswith(("http:", "https:")):
        step = "Download it first, then give the file's path."
        raise DocumentError("documents are not fetched over the network", next_step=step)
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise DocumentError("there is no such file", place=place, next_step=_ASK) from error
    except UnicodeDecodeError as error:
        raise DocumentError("this is no text in UTF-8", place=place, next_step=_ASK) from error
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise DocumentError(reason, place=place, next_step=_ASK) from error


def from_root(root: Any, *, place: str, text: str = "") -> Document:
    """
    Return the document whose plain values are *root*; *text* is where the lines are looked up.

    Raises:
        DocumentError: it is no OpenAPI 3 document.
    """
    root, version = _recognised(root, place=place, text=text)
    definitions = Definitions(root)
    operations = Operations(definitions)
    info = _part(root, "info", place=place, text=text)
    return Document(
        title=str(info.get("title", "")),
        version=str(info.get("version", "")),
        openapi=version,
        description=str(info.get("description", "")),
        place=place,
        servers=_servers(root),
        schemes=_schemes(definitions),
        operations=operations,
        definitions=definitions,
        warnings=(*_newer(version), *operations.warnings),
    )


def _recognised(root: Any, *, place: str, text: str) -> tuple[Mapping[str, Any], str]:
    if not isinstance(root, Mapping):
        raise DocumentError("this is not an OpenAPI document", place=place, next_step=_ASK)
    if "swagger" in root:
        raise DocumentError(
            f"this is a Swagger {root['swagger']} document, the format before OpenAPI 3",
            place=place,
            next_step="Convert it to OpenAPI 3, for example with `npx swagger2openapi FILE`.",
        )
    version = str(root.get("openapi", ""))
    if not version:
        problem = "this is not an OpenAPI document: it has no `openapi` field"
        raise DocumentError(problem, place=place, next_step=_ASK)
    if not version.startswith("3."):
        problem = f"OpenAPI {version} is not known here"
        raise DocumentError(problem, place=_at(place, text, "openapi"), next_step=_ASK)
    _part(root, "paths", place=place, text=text)
    _part(root, "components", place=place, text=text)
    return root, version


def _part(root: Mapping[str, Any], key: str, *, place: str, text: str) -> Mapping[str, Any]:
    value = root.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise DocumentError(
            f"`{key}` must be a map",
            place=_at(place, text, key),
            next_step="Mend it there, then load the document again.",
        )
    return value


def _at(place: str, text: str, *segments: str) -> str:
    return f"{place}, line {line_of(text, segments)}" if text else place


def _newer(version: str) -> tuple[str, ...]:
    if version.startswith(_SUPPORTED):
        return ()
    return (f"OpenAPI {version} is newer than 3.1, and is read as 3.1",)


def _servers(root: Mapping[str, Any]) -> tuple[str, ...]:
    listed = root.get("servers")
    entries = listed if isinstance(listed, list) else []
    urls = (entry.get("url") for entry in entries if isinstance(entry, Mapping))
    return tuple(url for url in urls if isinstance(url, str)) or ("/",)


def _schemes(definitions: Definitions) -> dict[str, Mapping[str, Any]]:
    declared = definitions.root.get("components", {}) or {}
    schemes = declared.get("securitySchemes")
    found = schemes.items() if isinstance(schemes, Mapping) else ()
    resolved = ((name, definitions.resolve(raw)) for name, raw in found)
    return {name: raw for name, raw in resolved if isinstance(raw, Mapping)}
