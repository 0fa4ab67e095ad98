"""Every road through Jupyter's contents API to the disk, on a real server."""

import httpx
import pytest

from tests.server.serving import Maker, Server


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
