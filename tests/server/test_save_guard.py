"""Every road through Jupyter's contents API to the disk, on a real server."""

import base64
from collections.abc import Callable
import gzip
import json
import shutil
from typing import Any

import httpx
import pytest

from tests.server.serving import Server

Maker = Callable[..., dict[str, Any]]


def test_a_notebook_with_a_live_key_is_not_saved(server: Server, notebook: Maker, key: str) -> None:
    """The save is refused with 422, names the place and the kind, and nothing reaches the disk."""
    answer = server.save("refused.ipynb", notebook("x = 1", f"key = '{key}'"))

    assert answer.status_code == 422
    assert "cell 2" in answer.json()["message"]
    (finding,) = answer.json()["findings"]
    assert (finding["cell"], finding["verdict"], finding["line"]) == (1, "ban", 1)
    assert finding["privilege"] == "privileged"
    assert key not in answer.text
    assert server.holds(key) == []


def test_a_notebook_without_a_key_is_saved(server: Server, notebook: Maker) -> None:
    """A harmless save goes through, and gives what Jupyter Server gives."""
    answer = server.save("harmless.ipynb", notebook("x = 1"))

    assert answer.status_code == 201
    assert (server.root / "harmless.ipynb").is_file()


def test_the_log_never_holds_the_key(server: Server, notebook: Maker, key: str) -> None:
    """The refusal is logged without the key."""
    server.save("logged.ipynb", notebook(f"key = '{key}'"))
    assert not any(key in line for line in server.log)


def test_a_key_split_over_the_lines_of_a_source_is_found(
    server: Server, notebook: Maker, key: str
) -> None:
    """A source that is a list of strings is joined before it is judged."""
    answer = server.save("split.ipynb", notebook([f"key = '{key[:20]}", f"{key[20:]}'"]))
    assert answer.status_code == 422


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


def test_a_folder_with_a_key_is_not_duplicated(server: Server, notebook: Maker, key: str) -> None:
    """A copy of a folder would write each file anew, hidden ones too: the file is named."""
    for name in ("inner/dirty.ipynb", ".env"):
        folder = server.root / "dirty-folder"
        (folder / "inner").mkdir(parents=True)
        (folder / name).write_text(json.dumps(notebook(f"key = '{key}'")))

        answer = server.client.post("/api/contents/", json={"copy_from": "dirty-folder"})

        assert answer.status_code == 422
        assert [one["path"] for one in answer.json()["findings"]] == [f"dirty-folder/{name}"]
        assert name in answer.json()["message"]
        assert server.holds(key) == [folder / name]
        shutil.rmtree(folder)


def test_a_harmless_folder_is_duplicated(server: Server) -> None:
    """Everything in it is copied."""
    (server.root / "plain" / "inner").mkdir(parents=True)
    (server.root / "plain" / "inner" / "a.txt").write_text("nothing")
    answer = server.client.post("/api/contents/", json={"copy_from": "plain"})
    assert answer.status_code == 201
    assert (server.root / answer.json()["path"] / "inner" / "a.txt").read_text() == "nothing"


def test_a_folder_with_a_key_is_not_renamed(server: Server, notebook: Maker, key: str) -> None:
    """A folder is treated like the files in it, and stays as it is."""
    folder = server.root / "old-folder"
    folder.mkdir()
    _dirty(server, "old-folder/dirty.ipynb", notebook, key)

    answer = server.client.patch("/api/contents/old-folder", json={"path": "new-folder"})

    assert answer.status_code == 422
    assert server.holds(key) == [folder / "dirty.ipynb"]
    shutil.rmtree(folder)


def test_what_is_not_there_is_not_found(server: Server) -> None:
    """The contents API answers 404 as without the guard."""
    for answer in (
        server.client.patch("/api/contents/none.txt", json={"path": "new.txt"}),
        server.client.post("/api/contents/", json={"copy_from": "none.txt"}),
        server.client.post("/api/contents/none.txt/checkpoints"),
    ):
        assert answer.status_code == 404


@pytest.mark.parametrize("method", ["put", "post", "patch"])
def test_a_notebook_is_judged_by_every_method(
    server: Server, notebook: Maker, key: str, method: str
) -> None:
    """Whatever the method, content with a key is not written: PUT and no other writes content."""
    body = {"type": "notebook", "format": "json", "content": notebook(f"key = '{key}'")}
    path = "/api/contents/" if method == "post" else "/api/contents/method.ipynb"
    server.client.request(method, path, json=body)
    assert server.holds(key) == []


def test_a_chunk_without_the_one_before_it_is_refused(server: Server) -> None:
    """Nobody can tell what the border holds, so the guard fails closed."""
    answer = server.put("odd.txt", type="file", format="text", chunk=2, content="x")
    assert answer.status_code == 422
    assert "before it" in answer.json()["message"]


def _dirty(server: Server, name: str, notebook: Maker, key: str) -> None:
    (server.root / name).write_text(json.dumps(notebook(f"key = '{key}'")))


def test_a_dirty_notebook_is_not_duplicated(server: Server, notebook: Maker, key: str) -> None:
    """A copy of a notebook that holds a key already is refused."""
    _dirty(server, "dirty.ipynb", notebook, key)

    answer = server.client.post("/api/contents/", json={"copy_from": "dirty.ipynb"})

    assert answer.status_code == 422
    assert [path.name for path in server.holds(key)] == ["dirty.ipynb"]
    (server.root / "dirty.ipynb").unlink()


def test_a_dirty_notebook_is_not_renamed(server: Server, notebook: Maker, key: str) -> None:
    """A new name for a notebook that holds a key is refused; the file stays as it is."""
    _dirty(server, "old.ipynb", notebook, key)

    answer = server.client.patch("/api/contents/old.ipynb", json={"path": "new.ipynb"})

    assert answer.status_code == 422
    assert answer.json()["findings"]
    assert [path.name for path in server.holds(key)] == ["old.ipynb"]
    (server.root / "old.ipynb").unlink()


def test_directories_and_harmless_files_are_renamed(server: Server) -> None:
    """Whatever holds no key gets its new name."""
    (server.root / "folder").mkdir()
    (server.root / "note.txt").write_text("nothing")

    for old, new in (("folder", "folder2"), ("note.txt", "note2.txt")):
        answer = server.client.patch(f"/api/contents/{old}", json={"path": new})
        assert answer.status_code == 200
        assert (server.root / new).exists()


def test_no_checkpoint_is_made_of_a_dirty_notebook(
    server: Server, notebook: Maker, key: str
) -> None:
    """The key is not copied; the 403 lets JupyterLab open the notebook all the same."""
    _dirty(server, "checked.ipynb", notebook, key)

    answer = server.client.post("/api/contents/checked.ipynb/checkpoints")

    assert answer.status_code == 403
    assert answer.json()["findings"]
    assert [path.name for path in server.holds(key)] == ["checked.ipynb"]
    (server.root / "checked.ipynb").unlink()


def test_a_checkpoint_that_holds_a_key_is_not_restored(
    server: Server, notebook: Maker, key: str
) -> None:
    """An old checkpoint brings no key back."""
    server.save("restored.ipynb", notebook("x = 1"))
    checkpoint = server.client.post("/api/contents/restored.ipynb/checkpoints").json()["id"]
    (stored,) = (server.root / ".ipynb_checkpoints").glob("restored*")
    stored.write_text(json.dumps(notebook(f"key = '{key}'")))

    answer = server.client.post(f"/api/contents/restored.ipynb/checkpoints/{checkpoint}")

    assert answer.status_code == 422
    assert key not in (server.root / "restored.ipynb").read_text()
    stored.unlink()


def test_a_harmless_checkpoint_is_restored(server: Server, notebook: Maker) -> None:
    """Going back is possible where no key comes with it."""
    server.save("back.ipynb", notebook("x = 1"))
    checkpoint = server.client.post("/api/contents/back.ipynb/checkpoints").json()["id"]
    server.save("back.ipynb", notebook("x = 2"))

    answer = server.client.post(f"/api/contents/back.ipynb/checkpoints/{checkpoint}")

    assert answer.status_code == 204
    assert "x = 1" in (server.root / "back.ipynb").read_text()


def test_the_server_says_that_it_guards(server: Server) -> None:
    """The status is a real self-test, with the number of kinds and the policy."""
    status = server.client.get("/playground/guard").json()
    assert status["guarding"] is True
    assert status["kinds"] > 0
    assert status["policy"]["short_lived_hours"] == 24


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_routes_want_a_token(server: Server, method: str) -> None:
    """A stranger learns nothing."""
    route = "/playground/guard" + ("/redact" if method == "POST" else "")
    answer = httpx.request(method, server.client.base_url.join(route), json={})
    assert answer.status_code == 403


def test_redaction_gives_edits_that_make_it_saveable(
    server: Server, notebook: Maker, key: str
) -> None:
    """The edits name the literal's span in the old source, and the edited notebook is saved."""
    dirty = notebook("x = 1", f"key = '{key}'\nprint(key)")

    answer = server.client.post(
        "/playground/guard/redact", json={"path": "a.ipynb", "content": dirty}
    )

    assert answer.status_code == 200
    (edit,) = answer.json()["edits"]
    (entry,) = edit["keyring"]
    start, end = entry["expression"]
    assert dirty["cells"][1]["source"][start:end] == f"'{key}'"
    assert f'keys["{entry["name"]}"]' in "".join(edit["value"])
    assert key not in answer.text
    dirty["cells"][edit["cell"]][edit["part"]] = edit["value"]
    assert server.save("redacted.ipynb", dirty).status_code == 201


def test_a_redaction_of_nothing_is_refused_clearly(server: Server) -> None:
    """A request without a notebook is answered 400 with what to send."""
    answer = server.client.post("/playground/guard/redact", json={"path": "a.ipynb"})
    assert answer.status_code == 400
    assert "notebook" in answer.json()["message"]


def test_a_broken_policy_refuses_every_save_and_says_where(server: Server, notebook: Maker) -> None:
    """Settings that cannot be read fail closed; mending them needs no restart."""
    folder = server.root / "strict"
    folder.mkdir()
    policy = folder / "playground.toml"
    policy.write_text("ban = 3")

    answer = server.save("strict/a.ipynb", notebook("x = 1"))

    assert answer.status_code == 422
    assert "playground.toml" in answer.json()["message"]
    policy.write_text("")
    assert server.save("strict/a.ipynb", notebook("x = 1")).status_code == 201
