"""What a document leaves out, added from a second file: scopes most of all."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
import re
from typing import Any, TypeAlias

from playground.errors import DocumentError
from playground.openapi.document import Document
from playground.openapi.load import from_root, read
from playground.openapi.parse import parse

__all__ = ["overlaid"]

_TOKEN = re.compile(
    r"""\.(?P<name>[\w$-]+|\*)|\[(?:'(?P<single>[^']*)'|"(?P<double>[^"]*)"|(?P<index>\d+|\*))\]"""
)
_FORMS = (
    "An overlay has `operations` (operation id: list of security alternatives), "
    "or is an OpenAPI Overlay 1.0 with `actions`."
)
_Spot: TypeAlias = tuple[Any, str | int]


def overlaid(document: Document, source: Path | str | Mapping[str, Any]) -> Document:
    """
    Return *document* with the overlay *source* laid over it; *document* itself stays as it is.

    A scope overlay maps operation ids (or "METHOD /path") to their `security`, and may add
    `securitySchemes`. An OpenAPI Overlay 1.0 is understood as far as its targets name fields,
    items or `*`.

    Raises:
        DocumentError: the overlay cannot be read, or a target of it is not understood.
        UnknownOperation: it names an operation that *document* does not have.
    """
    place = "overlay" if isinstance(source, Mapping) else str(source)
    overlay = source if isinstance(source, Mapping) else parse(read(Path(source)), place=place)
    if not isinstance(overlay, Mapping):
        raise DocumentError("this is no overlay", place=place, next_step=_FORMS)
    apply = _apply_for(overlay, place=place)
    return from_root(apply(document, overlay, place), place=document.place)


def _apply_for(
    overlay: Mapping[str, Any], *, place: str
) -> Callable[[Document, Mapping[str, Any], str], dict[str, Any]]:
    if isinstance(overlay.get("actions"), list):
        return _with_actions
    if isinstance(overlay.get("operations"), Mapping):
        return _with_security
    raise DocumentError("this is no overlay", place=place, next_step=_FORMS)


def _with_security(document: Document, overlay: Mapping[str, Any], place: str) -> dict[str, Any]:
    paths = dict(document.root.get("paths", {}))
    for name, alternatives in overlay["operations"].items():
        operation = document.operations[name]
        if not isinstance(alternatives, list):
            problem = f"the security of {operation.id!r} must be a list of alternatives"
            step = "Write it as a document does, for example `[{token: [repo]}]`."
            raise DocumentError(problem, place=place, next_step=step)
        item = document.definitions.resolve(paths[operation.path])
        method = operation.method.lower()
        paths[operation.path] = {**item, method: {**item[method], "security": alternatives}}
    return {**document.root, "paths": paths, "components": _components(document, overlay)}


def _components(document: Document, overlay: Mapping[str, Any]) -> dict[str, Any]:
    components = dict(document.root.get("components") or {})
    added = overlay.get("securitySchemes")
    if isinstance(added, Mapping):
        components["securitySchemes"] = {**(components.get("securitySchemes") or {}), **added}
    return components


def _with_actions(document: Document, overlay: Mapping[str, Any], place: str) -> dict[str, Any]:
    holder = {"$": deepcopy(dict(document.root))}
    for number, action in enumerate(overlay["actions"]):
        where = f"{place}, action {number}"
        if not isinstance(action, Mapping) or not isinstance(action.get("target"), str):
            raise DocumentError("this action has no `target`", place=where, next_step=_FORMS)
        for container, key in reversed(_spots(holder, action["target"], place=where)):
            _act(container, key, action)
    return holder["$"]


def _act(container: Any, key: str | int, action: Mapping[str, Any]) -> None:
    if action.get("remove") is True:
        del container[key]
    elif "update" in action:
        container[key] = _joined(container[key], action["update"])


def _joined(old: Any, new: Any) -> Any:
    # Overlay 1.0, section 4.4.3: maps are merged all the way down, lists are lengthened.
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {**old, **{k: _joined(old[k], v) if k in old else v for k, v in new.items()}}
    if isinstance(old, list):
        return [*old, *(new if isinstance(new, list) else [new])]
    return new


def _spots(holder: dict[str, Any], target: str, *, place: str) -> list[_Spot]:
    spots: list[_Spot] = [(holder, "$")]
    for token in _tokens(target, place=place):
        spots = [spot for container, key in spots for spot in _below(container[key], token)]
    return spots


def _tokens(target: str, *, place: str) -> list[str]:
    tokens: list[str] = []
    at = 1
    while target.startswith("$") and at < len(target):
        match = _TOKEN.match(target, at)
        if match is None:
            break
        tokens.append(next(group for group in match.groups() if group is not None))
        at = match.end()
    if not target.startswith("$") or at < len(target):
        problem = f"the target {target!r} is not understood from character {at} on"
        step = "Targets may name fields (`$.paths['/x'].get`), items (`[0]`) and `*`."
        raise DocumentError(problem, place=place, next_step=step)
    return tokens


def _below(value: Any, token: str) -> list[_Spot]:
    if isinstance(value, dict):
        return [(value, key) for key in list(value) if token in ("*", key)]
    if isinstance(value, list):
        return [(value, index) for index in range(len(value)) if token in ("*", str(index))]
    return []
