"""An overlay adds what a document leaves out."""

from pathlib import Path
from typing import Any

import pytest

from playground.errors import DocumentError, UnknownOperation
from playground.openapi import as_plain, load
from playground.openapi.overlay import overlaid

from .documents import document

BASE = document({"/a": {"get": {"operationId": "readA"}, "put": {"tags": ["x"]}}})


def test_a_scope_overlay() -> None:
    """Scopes are laid over operations by id or by route; the document itself stays."""
    base = load(BASE)
    overlay = {
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        "operations": {"readA": [{"token": ["a:read"]}, {"token": ["a"]}], "PUT /a": []},
    }
    found = overlaid(base, overlay)
    assert as_plain(found.operations["readA"].security) == overlay["operations"]["readA"]
    assert found.operations["readA"].warnings == ()
    assert base.operations["readA"].security == ()


@pytest.mark.parametrize("target", ["$.paths['/a'].get", "$.paths.*.get", '$["paths"]["/a"].get'])
def test_an_openapi_overlay(target: str) -> None:
    """The actions of an OpenAPI Overlay are merged where their targets are."""
    actions = [{"target": target, "update": {"security": [{"t": ["s"]}]}}]
    found = overlaid(load(BASE), {"overlay": "1.0.0", "actions": actions})
    assert as_plain(found.operations["readA"].security) == [{"t": ["s"]}]


def test_lists_grow_and_things_go() -> None:
    """An update lengthens a list, and a removal takes its target away."""
    actions = [
        {"target": "$.paths['/a'].put.tags", "update": ["y"]},
        {"target": "$.paths['/a'].get", "remove": True},
    ]
    found = overlaid(load(BASE), {"actions": actions})
    assert list(found.operations) == ["PUT /a"]
    assert found.operations["PUT /a"].tags == ("x", "y")


@pytest.mark.parametrize(
    "overlay",
    [
        {},
        {"operations": {"readA": "a:read"}},
        {"actions": [{"update": {}}]},
        {"actions": [{"target": "$.paths[?(@.x)]", "update": {}}]},
        {"actions": [{"target": "paths", "update": {}}]},
    ],
)
def test_overlays_that_make_no_sense(overlay: Any) -> None:
    """An overlay that is not understood is refused, with the forms that are."""
    with pytest.raises(DocumentError) as caught:
        overlaid(load(BASE), overlay)
    assert caught.value.next_step


def test_an_operation_that_is_not_there() -> None:
    """An overlay for an operation that the document lacks is a mistake."""
    with pytest.raises(UnknownOperation):
        overlaid(load(BASE), {"operations": {"readB": []}})


def test_a_file(tmp_path: Path) -> None:
    """An overlay is read from YAML; a mistake in it has its line."""
    path = tmp_path / "scopes.yaml"
    path.write_text("operations:\n  readA: [{t: [s]}]\n")
    assert as_plain(overlaid(load(BASE), path).operations["readA"].security) == [{"t": ["s"]}]
    path.write_text("operations:\n  readA: [\n")
    with pytest.raises(DocumentError, match=r"scopes\.yaml, line "):
        overlaid(load(BASE), path)
