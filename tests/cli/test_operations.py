"""`playground operations` lists what each operation asks for."""

import json
from pathlib import Path

from playground.openapi import linquid
from tests.cli.run import run

DOCUMENT = """\
openapi: 3.0.3
info: {title: Books, version: '7'}
components: {securitySchemes: {basic: {type: http, scheme: basic}, token: {type: oauth2}}}
security: [{basic: []}]
paths:
  /books:
    get: {operationId: listBooks, security: [{token: [read]}, {basic: [], token: [write, admin]}]}
    post: {security: []}
    put: {operationId: replaceBooks, security: [{}, {lost: []}]}
    delete: {operationId: deleteBooks}
"""


def test_json(tmp_path: Path) -> None:
    """One JSON list holds every operation with its alternatives and warnings."""
    path = tmp_path / "books.yaml"
    path.write_text(DOCUMENT)
    code, out, err = run("operations", str(path), "--format", "json")
    rows = {row["id"]: row for row in json.loads(out)}
    assert (code, err) == (0, "")
    assert rows["listBooks"] == {
        "id": "listBooks",
        "method": "GET",
        "path": "/books",
        "security": [{"token": ["read"]}, {"basic": [], "token": ["write", "admin"]}],
        "warnings": [],
    }
    assert rows["POST /books"]["security"] == []
    assert rows["deleteBooks"]["security"] == [{"basic": []}]
    assert rows["replaceBooks"]["warnings"] == ["its security scheme 'lost' is not described"]


def test_text(tmp_path: Path) -> None:
    """People read one line an operation."""
    path = tmp_path / "books.yaml"
    path.write_text(DOCUMENT)
    code, out, _ = run("operations", str(path))
    assert code == 0
    assert out == (
        "Books 7: 4 operations\n"
        "listBooks     GET     /books  token(read) | basic + token(write, admin)\n"
        "replaceBooks  PUT     /books  anonymous | lost\n"
        "  warning: its security scheme 'lost' is not described\n"
        "POST /books   POST    /books  public\n"
        "deleteBooks   DELETE  /books  basic\n"
    )


def test_overlay(tmp_path: Path) -> None:
    """An overlay brings scopes that the document leaves out."""
    document, overlay = tmp_path / "books.yaml", tmp_path / "scopes.yaml"
    document.write_text(DOCUMENT)
    overlay.write_text("operations: {deleteBooks: [{token: [admin]}]}\n")
    code, out, _ = run("operations", str(document), "--overlay", str(overlay), "--format", "json")
    rows = {row["id"]: row["security"] for row in json.loads(out)}
    assert code == 0
    assert rows["deleteBooks"] == [{"token": ["admin"]}]


def test_the_shipped_document() -> None:
    """`linquid` is the shipped document."""
    code, out, _ = run("operations", "linquid", "--format", "json")
    assert code == 0
    assert [each["id"] for each in json.loads(out)] == list(linquid().operations)


def test_bad_input(tmp_path: Path) -> None:
    """What is no document ends with one line and exit 2."""
    path = tmp_path / "a.yaml"
    path.write_text("swagger: '2.0'\n")
    for name in (str(path), str(tmp_path / "none"), str(tmp_path)):
        code, out, err = run("operations", name)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert name in err
