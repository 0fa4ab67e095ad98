"""What a notebook carries beside source and outputs: metadata, widgets, parameters, attachments."""

from base64 import b64encode
import gzip
from typing import Any

from tests.planting import picture
from tests.planting.notebook import Cell, Notebook, code, markdown
from tests.planting.place import Planting, places_of

__all__ = ["PLACES"]


def _cell(p: Planting) -> Cell:
    return code(metadata={"tags": ["demo"], "request": {p.name: p.key}})


def _cell_list(p: Planting) -> Cell:
    return code(metadata={"tags": ["hide", p.text]})


def _notebook(p: Planting) -> Notebook:
    return Notebook(
        cells=[code()], metadata={"authors": [{"name": "Ada"}], "extra": {p.name: p.key}}
    )


def _notebook_deep(p: Planting) -> Notebook:
    value: dict[str, Any] = {"variables": [[{"types_to_exclude": [], "repr": f"str: {p.text}"}]]}
    return Notebook(cells=[code()], metadata={"varInspector": value})


def _widgets(p: Planting) -> Notebook:
    model = {
        "model_module": "@jupyter-widgets/controls",
        "model_module_version": "2.0.0",
        "model_name": "PasswordModel",
        "state": {"description": f"{p.name}:", "value": p.key, "layout": "IPY_MODEL_1"},
    }
    if p.bound_to:
        model["state"] = {"description": "Settings:", "value": p.text}
    state = {"state": {"5f1c": model}, "version_major": 2, "version_minor": 0}
    return Notebook(
        cells=[code()], metadata={"widgets": {"application/vnd.jupyter.widget-state+json": state}}
    )


def _papermill(p: Planting) -> Notebook:
    recorded = {"parameters": {p.name: p.key, "month": 11}, "version": "2.6.0", "exception": None}
    return Notebook(cells=[code()], metadata={"papermill": recorded})


def _papermill_command(p: Planting) -> Notebook:
    arguments = f"papermill in.ipynb out.ipynb -p settings {p.line}"
    return Notebook(cells=[code()], metadata={"papermill": {"command": arguments}})


def _attached(name: str, mime: str, content: bytes) -> Cell:
    return markdown(
        f"![settings](attachment:{name})\n",
        attachments={name: {mime: b64encode(content).decode()}},
    )


def _attached_text(p: Planting) -> Cell:
    return _attached("notes.txt", "text/plain", f"key\n{p.text}\n".encode())


def _attached_picture(p: Planting) -> Cell:
    drawn = picture.png(picture.text(p.text), rng=p.rng)
    return _attached("screen.png", "image/png", drawn)


def _attached_svg(p: Planting) -> Cell:
    return _attached("a.svg", "image/svg+xml", f"<svg><text>{p.line}</text></svg>".encode())


def _attached_gzip(p: Planting) -> Cell:
    return _attached("log.gz", "application/gzip", gzip.compress(p.text.encode(), mtime=0))


PLACES = tuple(
    places_of(
        "metadata",
        {
            "cell-metadata": _cell,
            "cell-tags": _cell_list,
            "notebook-metadata": _notebook,
            "notebook-metadata-deep": _notebook_deep,
            "widget-state": _widgets,
            "papermill-parameters": _papermill,
            "papermill-command": _papermill_command,
            "attached-text": _attached_text,
            "attached-picture": _attached_picture,
            "attached-svg": _attached_svg,
            "attached-gzip": _attached_gzip,
        },
    )
)
