"""nbconvert exports no key, in whatever format."""

from base64 import b64encode
import json
from pathlib import Path
import subprocess
import sys
from typing import Any
import zlib

import pytest

KEY = "lw_live_" + "Zk3vQ9xLm2Ty" * 2
OPTION = "--Exporter.preprocessors=playground.nbconvert.RedactKeys"


def picture(text: str) -> bytes:
    """Return a PNG of one pixel that carries *text*."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
        )

    head = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    pixel = chunk(b"IDAT", zlib.compress(b"\0\0"))
    note = chunk(b"tEXt", b"note\0" + text.encode())
    return b"\x89PNG\r\n\x1a\n" + head + note + pixel + chunk(b"IEND", b"")


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """Return a notebook with a key in code, in a stream, in an SVG and inside a picture."""
    display = {
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/png": b64encode(picture(KEY)).decode()},
    }
    drawing = {**display, "data": {"image/svg+xml": f"<svg><text>{KEY}</text></svg>"}}
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "c0",
        "metadata": {},
        "execution_count": 1,
        "source": f"key = '{KEY}'",
        "outputs": [{"output_type": "stream", "name": "stdout", "text": KEY}, display, drawing],
    }
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(content))
    return path


def converted(path: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Return how nbconvert ends for the notebook at *path*."""
    return subprocess.run(  # noqa: S603  a program of the environment
        [sys.executable, "-m", "nbconvert", *options, path.name],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def holders(folder: Path) -> set[str]:
    """Return the names of the files below *folder* that hold the key or its base64."""
    signs = (KEY.encode(), b64encode(picture(KEY))[:200])
    return {
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(sign in path.read_bytes() for sign in signs)
    }


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_an_export_holds_no_key(notebook: Path, form: str) -> None:
    """Neither the page nor the pictures taken out of it; the notebook is left as it is."""
    before = notebook.read_bytes()
    done = converted(notebook, "--to", form, OPTION, "--output", "out")
    assert done.returncode == 0, done.stderr
    assert "1 key is redacted" in done.stderr
    assert KEY not in done.stderr
    assert holders(notebook.parent) == {"a.ipynb"}
    assert notebook.read_bytes() == before


def test_without_it_the_key_is_exported(notebook: Path) -> None:
    """The test can fail."""
    assert converted(notebook, "--to", "html", "--output", "out").returncode == 0
    assert "out.html" in holders(notebook.parent)


def test_it_is_configured_like_any_other(notebook: Path) -> None:
    """A policy file is a trait, and one that cannot be read stops the export."""
    settings = notebook.parent / "settings.py"
    settings.write_text(
        'c.Exporter.preprocessors = ["playground.nbconvert.RedactKeys"]\n'
        'c.RedactKeys.policy_file = "gone.toml"\n'
    )
    done = converted(notebook, "--to", "html", f"--config={settings}", "--output", "out")
    assert done.returncode != 0
    assert "gone.toml" in done.stderr
    assert not (notebook.parent / "out.html").exists()
