"""Uploads, whole or in chunks, are judged like saves, and leave nothing behind."""

import base64
import gzip
import json

import pytest

from tests.server.serving import Maker, Server


@pytest.mark.parametrize("form", ["text", "base64"])
@pytest.mark.parametrize("name", ["upload.ipynb", "upload.txt"])
def test_an_uploaded_file_is_judged(
    server: Server, notebook: Maker, key: str, form: str, name: str
) -> None:
    """A file that is uploaded or written as text is refused like a notebook."""
    text = json.dumps(notebook(f"key = '{key}'"))
    content = text if form == "text" else base64.b64encode(text.encode()).decode()

    answer = server.put(name, type="file", format=form, content=content)

    assert answer.status_code == 422
    assert server.holds(key) == []


def _chunks(server: Server, name: str, *parts: bytes) -> list[int]:
    numbers = [*range(1, len(parts)), -1]
    return [
        server.put(
            name,
            type="file",
            format="base64",
            chunk=number,
            content=base64.b64encode(part).decode(),
        ).status_code
        for number, part in zip(numbers, parts, strict=True)
    ]


def test_a_key_across_the_border_of_two_chunks_is_found(server: Server, key: str) -> None:
    """The second chunk is refused, and the first is removed from the disk."""
    parts = (b"x" * 1000 + b" " + key[:15].encode(), key[15:].encode() + b" ", b"end")

    assert _chunks(server, "big.txt", *parts)[:2] == [201, 422]

    assert not (server.root / "big.txt").exists()
    assert server.holds(key[:15]) == []


def test_a_notebook_in_chunks_is_judged_as_a_notebook(
    server: Server, notebook: Maker, key: str
) -> None:
    """What only reading the whole file shows is found at the last chunk, and nothing stays."""
    raw = json.dumps(notebook([f"key = '{key[:20]}", f"{key[20:]}'"])).encode()

    assert _chunks(server, "big.ipynb", raw[:50], raw[50:]) == [201, 422]

    assert not (server.root / "big.ipynb").exists()


def test_a_harmless_upload_in_chunks_arrives(server: Server) -> None:
    """The chunks are put together as they were sent."""
    assert _chunks(server, "harmless.txt", b"one ", b"two ", b"three") == [201, 200, 200]
    assert (server.root / "harmless.txt").read_text() == "one two three"


def test_a_stray_chunk_removes_nothing(server: Server) -> None:
    """A chunk of no upload is refused, and the file that bears its name stays as it is."""
    (server.root / "precious.txt").write_text("precious")
    for chunk in (2, -1):
        answer = server.put("precious.txt", type="file", format="text", chunk=chunk, content="x")
        assert answer.status_code == 422
    assert (server.root / "precious.txt").read_text() == "precious"


def test_what_only_the_whole_upload_shows_is_found(server: Server, key: str) -> None:
    """A key in a compressed part that begins in one chunk and ends in the next is found."""
    packed = base64.b64encode(gzip.compress(b"a key: " + key.encode() + b" and more"))
    assert _chunks(server, "packed.txt", packed[:20], packed[20:]) == [201, 422]
    assert not (server.root / "packed.txt").exists()


def test_a_chunk_without_the_one_before_it_is_refused(server: Server) -> None:
    """Nobody can tell what the border holds, so the guard fails closed."""
    answer = server.put("odd.txt", type="file", format="text", chunk=2, content="x")
    assert answer.status_code == 422
    assert "before it" in answer.json()["message"]
