"""What holds a key is neither copied, renamed nor brought back."""

import json
import shutil

from tests.server.serving import Maker, Server


def _dirty(server: Server, name: str, notebook: Maker, key: str) -> None:
    (server.root / name).write_text(json.dumps(notebook(f"key = '{key}'")))


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
