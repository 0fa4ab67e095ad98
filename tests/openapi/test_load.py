"""A document is loaded, or an error says what to do."""

from pathlib import Path

import pytest

from playground.errors import DocumentError, UnknownOperation
from playground.openapi import linquid, load

from .documents import document


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("- 1\n- 2\n", "not an OpenAPI document", "document"),
        ("a: 1\n", "it has no `openapi` field", "document"),
        ("swagger: '2.0'\npaths: {}\n", "Swagger 2.0", "document"),
        ("openapi: 3.0.0\n\npaths: [1]\n", "`paths` must be a map", "document, line 3"),
        ("openapi: 3.0.0\ncomponents: 5\n", "`components` must be a map", "document, line 2"),
        ("info: {}\nopenapi: 4.0.0\n", "OpenAPI 4.0.0 is not known", "document, line 2"),
    ],
)
def test_what_is_no_document(text: str, message: str, place: str) -> None:
    """What is no OpenAPI 3 document is told apart, with a next step."""
    with pytest.raises(DocumentError, match=message) as caught:
        load(text)
    assert caught.value.place == place
    assert caught.value.next_step


@pytest.mark.parametrize("name", ["none.yaml", "."])
def test_files_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    """A file that is not there, or is a directory, is named."""
    with pytest.raises(DocumentError) as caught:
        load(tmp_path / name)
    assert caught.value.place == str(tmp_path / name)


def test_binary_file(tmp_path: Path) -> None:
    """A file that is no text is refused."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DocumentError, match="no text"):
        load(path)


def test_nothing_is_fetched() -> None:
    """An address is refused: documents are not fetched."""
    with pytest.raises(DocumentError, match="not fetched"):
        load("https://example.com/openapi.json")


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_a_file(tmp_path: Path, suffix: str) -> None:
    """YAML and JSON give the same document."""
    text = {
        "yaml": "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n",
        "json": '{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}',
    }
    path = tmp_path / f"a.{suffix}"
    path.write_text(text[suffix])
    loaded = load(path)
    assert (loaded.title, loaded.version, loaded.servers) == ("T", "1", ("/",))


def test_operations_are_found_by_id_and_by_route() -> None:
    """An operation without an id goes by its method and path, and one with an id by both."""
    loaded = load(document({"/a": {"get": {"operationId": "readA"}, "put": {}}}))
    assert list(loaded.operations) == ["readA", "PUT /a"]
    assert loaded.operations["GET /a"] is loaded.operations["readA"]


def test_unknown_operation_has_suggestions() -> None:
    """A mistyped operation is answered with the nearest names."""
    with pytest.raises(UnknownOperation) as caught:
        linquid().operations["createLinks"]
    assert caught.value.suggestions[0] == "createLink"


def test_an_id_that_is_taken() -> None:
    """Two operations of one id are both there, and a warning tells."""
    paths = {"/a": {"get": {"operationId": "x"}}, "/b": {"get": {"operationId": "x"}}}
    loaded = load(document(paths))
    assert list(loaded.operations) == ["x", "GET /b"]
    assert "taken" in loaded.warnings[0]


def test_path_items_may_be_references() -> None:
    """A path item that is a reference has the operations of its target."""
    paths = {"/a": {"$ref": "#/components/pathItems/A"}, "/b": {"$ref": "#/nowhere"}}
    loaded = load(document(paths, components={"pathItems": {"A": {"get": {"operationId": "x"}}}}))
    assert loaded.operations["x"].path == "/a"
    assert "/b: the reference #/nowhere leads nowhere" in loaded.warnings


def test_a_newer_version_is_read_with_a_warning() -> None:
    """OpenAPI 3.2 is read as 3.1, and says so."""
    loaded = load({**document({}), "openapi": "3.2.0"})
    assert "newer" in loaded.warnings[0]


def test_the_shipped_document_is_loaded_once() -> None:
    """The shipped document is kept."""
    assert load("linquid") is linquid()
