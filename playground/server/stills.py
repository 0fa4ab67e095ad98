"""What a saved widget leaves behind: its table, instead of a view that no later kernel can draw."""

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["LIVE_VIEW", "MARK", "with_stills"]

LIVE_VIEW = "application/vnd.jupyter.widget-view+json"
_STATE = "application/vnd.jupyter.widget-state+json"
MARK = "linquid-playground"
"""The name in an output's metadata under which our widgets say that their table stands for them."""


def with_stills(model: Any) -> Any:
    """
    Return the contents *model* of a save, each of our widgets left as its table.

    Nothing else of it changes, and *model* itself does not. A widget whose state the notebook
    holds keeps its view, and so does every widget of somebody else.
    """
    content = model.get("content") if isinstance(model, Mapping) else None
    if not isinstance(content, Mapping):
        return model
    states = _states(content)
    if not any(_is_still(output, states) for output in _outputs(content)):
        return model
    cells = [_cell(cell, states) for cell in content["cells"]]
    return {**model, "content": {**content, "cells": cells}}


def _cell(cell: Any, states: Mapping[str, Any]) -> Any:
    outputs = cell.get("outputs") if isinstance(cell, Mapping) else None
    if not isinstance(outputs, list):
        return cell
    return {**cell, "outputs": [_output(output, states) for output in outputs]}


def _output(output: Any, states: Mapping[str, Any]) -> Any:
    if not _is_still(output, states):
        return output
    left = {mime: data for mime, data in output["data"].items() if mime != LIVE_VIEW}
    return {**output, "data": left}


def _is_still(output: Any, states: Mapping[str, Any]) -> bool:
    """Whether *output* is of a widget of ours, with a table, that could not be drawn again."""
    if not isinstance(output, Mapping) or MARK not in _map(output.get("metadata")):
        return False
    data = _map(output.get("data"))
    view = _map(data.get(LIVE_VIEW))
    return LIVE_VIEW in data and "text/html" in data and view.get("model_id") not in states


def _outputs(content: Mapping[str, Any]) -> Iterator[Any]:
    cells = content.get("cells")
    for cell in cells if isinstance(cells, list) else ():
        outputs = cell.get("outputs") if isinstance(cell, Mapping) else None
        yield from outputs if isinstance(outputs, list) else ()


def _states(content: Mapping[str, Any]) -> Mapping[str, Any]:
    widgets = _map(_map(content.get("metadata")).get("widgets"))
    return _map(_map(widgets.get(_STATE)).get("state"))


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
