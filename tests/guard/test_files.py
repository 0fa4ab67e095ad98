"""Files are read as what their names and bytes say they are."""

import json

import pytest

from playground.errors import NotebookError
from playground.guard import Catalogue, findings_in_file, notebook_of
from playground.guard.files import is_notebook, text_of
from tests.guard.keys import live_key

CATALOGUE = Catalogue.load()
KEY = live_key(9)


@pytest.mark.parametrize(
    ("raw", "notebook"),
    [
        (b"{}", {}),
        (b"\xef\xbb\xbf{}", {}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
        (b'{"a": "\\ud800"}', {"a": "\ud800"}),
        (b'{"a": 1' + b"0" * 400 + b"}", {"a": 10**400}),
    ],
    ids=["empty", "byte-order mark", "twice", "half a character", "huge number"],
)
def test_what_python_writes_is_read(raw: bytes, notebook: object) -> None:
    """Whatever `json` writes or other tools leave in a notebook is no obstacle."""
    assert notebook_of(raw) == notebook


def test_no_number_is_a_number() -> None:
    """NaN is no JSON, and stands in notebooks."""
    assert list(notebook_of(b'{"a": NaN}')) == ["a"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff", "it is not UTF-8 (byte 0)"),
        (b'{"a": ', "it is not JSON (line 1, column 7"),
        (b"[]", "no object"),
        (b"", "it is not JSON"),
        (b'{"a":' + b"[" * 100_000, "nested too deeply"),
    ],
    ids=["bytes", "cut", "list", "nothing", "deep"],
)
def test_what_is_no_notebook_is_told(raw: bytes, said: str) -> None:
    """The error names the file and the place in it, and never what stands there."""
    with pytest.raises(NotebookError) as error:
        notebook_of(raw, path="a.ipynb")
    assert str(error.value).startswith("a.ipynb: ")
    assert said in str(error.value)


def test_a_name_tells_how_a_file_is_read() -> None:
    """Python is computed, a notebook taken apart, anything else read as it stands."""
    halves = f"a = '_'.join(['{KEY[:2]}', '{KEY[3:7]}', '{KEY[8:]}'])"
    source = json.dumps({"cells": [{"cell_type": "code", "source": halves}]})
    assert len(findings_in_file(halves.encode(), CATALOGUE, path="a.py")) == 1
    assert len(findings_in_file(source.encode(), CATALOGUE, path="a.ipynb")) == 1
    assert findings_in_file(b"\xff" + KEY.encode(), CATALOGUE, path="a.bin")


def test_a_notebook_is_told_by_its_bytes() -> None:
    """From standard input, the format's number tells."""
    assert is_notebook(b' \n{"nbformat": 4}')
    assert not is_notebook(b"nbformat")


def test_any_bytes_are_text() -> None:
    """The same bytes can be had from it again."""
    raw = bytes(range(256))
    assert text_of(raw).encode("utf-8", "surrogateescape") == raw
