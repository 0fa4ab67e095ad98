"""The routes of a notebook that is being written, on a real server."""

import json
from typing import Any

import httpx
import pytest

from tests.server.serving import Server

ROUTE = "/playground/guard/"


def ask(server: Server, route: str, **body: Any) -> Any:
    """Return what *route* answers to *body*."""
    answer = server.client.post(f"{ROUTE}{route}", json={"path": "a.ipynb", **body})
    assert answer.status_code == 200, answer.text
    return answer.json()


def code(source: str, **parts: Any) -> dict[str, Any]:
    """Return a code cell."""
    return {"cell_type": "code", "source": source, **parts}


def keep(server: Server, text: str, *sources: str, cell: int = 0, **options: Any) -> Any:
    """Paste *text* at the mark ‸ of the *cell*."""
    at = sources[cell].index("‸")
    cells = [code(source.replace("‸", "")) for source in sources]
    content = {"cells": cells, "metadata": {}}
    return ask(
        server,
        "keep",
        content=content,
        cell=cell,
        span=[at, at],
        text=text,
        **{"known": {}, **options},
    )


def test_a_cell_is_looked_at_before_it_is_saved(server: Server, key: str) -> None:
    """Each cell has its own findings: span, words and advice, and never the key."""
    answer = server.client.post(
        f"{ROUTE}look", json={"path": "a.ipynb", "cells": [code("1"), code(f"k = '🔑{key}'")]}
    )

    none, (finding,) = answer.json()["cells"]
    assert none == []
    assert finding["span"] == [6, 6 + len(key)]
    assert finding["title"] == "Linquid live workspace key"
    assert finding["verdict"] == "ban"
    assert "must not be saved" in finding["advice"]["why"]
    assert "rotate" in " ".join(finding["advice"]["steps"])
    assert key not in answer.text


def test_outputs_and_metadata_are_looked_at(server: Server, key: str) -> None:
    """What a cell prints and what the notebook's metadata holds have their own findings."""
    output = {"output_type": "stream", "name": "stdout", "text": [key[:12], key[12:]]}
    answer = ask(
        server,
        "look",
        cells=[code("", outputs=[output])],
        metadata={"language_info": {"name": "python"}, "papermill": {"token": key}},
    )

    assert [finding["part"] for finding in answer["cells"][0]] == ["outputs"]
    assert [finding["part"] for finding in answer["metadata"]] == ["metadata"]


def test_a_file_is_looked_at_where_it_lies(server: Server, key: str) -> None:
    """Nothing but the path is sent; the findings are those of the notebook on the disk."""
    folder = server.root / "lying"
    folder.mkdir()
    notebook = {"cells": [code("1"), code(f"k = '{key}'")], "metadata": {}, "nbformat": 4}
    file = folder / "old.ipynb"
    file.write_text(json.dumps(notebook))

    answer = server.client.get(f"{ROUTE}stored", params={"path": "lying/old.ipynb"})

    file.unlink()
    (finding,) = answer.json()["findings"]
    assert (finding["cell"], finding["part"], finding["verdict"]) == (1, "source", "ban")
    assert key not in answer.text


@pytest.mark.parametrize("path", ["nowhere.ipynb", "../outside.ipynb"])
def test_no_other_file_is_told_of(server: Server, path: str) -> None:
    """What the contents manager does not serve is not there."""
    assert server.client.get(f"{ROUTE}stored", params={"path": path}).status_code == 404


def test_no_python_is_written_into_another_language(server: Server, key: str) -> None:
    """In an R notebook a pasted key becomes a placeholder."""
    content = {"cells": [code("k <- ''")], "metadata": {"language_info": {"name": "R"}}}
    answer = ask(server, "keep", content=content, cell=0, span=[6, 6], text=key)
    assert answer["value"] == "k <- '[redacted:linquid-live-key]'"
    assert answer["keyring"] == []


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("k = ‸", 'k = keys["linquid-live-key"].reveal()'),
        ("k = '‸'", 'k = keys["linquid-live-key"].reveal()'),
        ("k = '‸", 'k = keys["linquid-live-key"].reveal()'),
        ("get('a', k='‸", "get('a', k=keys[\"linquid-live-key\"].reveal()"),
        ("get(api_key=‸)", 'get(api_key=keys["linquid-live-key"].reveal())'),
        ("h = 'Bearer ‸'", "h = f'Bearer {keys[\"linquid-live-key\"].reveal()}'"),
    ],
)
def test_a_pasted_key_becomes_a_reference(
    server: Server, key: str, source: str, wanted: str
) -> None:
    """Bare or in quotes, what is pasted turns into code that runs."""
    answer = keep(server, key, source)

    assert answer["value"].splitlines()[-1] == wanted
    assert answer["value"].startswith("from playground import keys\n")
    (entry,) = answer["keyring"]
    start, end = entry["expression"]
    assert key in answer["source"][start:end]
    assert key not in answer["value"]


def test_a_whole_statement_is_pasted(server: Server, key: str) -> None:
    """The rest of what was copied stays as it is, and the import is not repeated."""
    answer = keep(
        server, f"KEY = '{key}'\nuse(KEY)", "from playground import keys", "a = 1\n‸", cell=1
    )
    assert answer["value"] == 'a = 1\nKEY = keys["linquid-live-key"].reveal()\nuse(KEY)'


def test_only_the_pasted_key_is_kept(server: Server, key: str) -> None:
    """Another key of the cell is left to its own choice, and keeps its name to itself."""
    other = "lw_live_" + "z9y8x7w6" * 4
    answer = keep(server, key, f"a = '{other}'\nb = '‸'")
    assert other in answer["value"]
    assert key not in answer["value"]


def test_a_key_that_is_known_keeps_its_name(server: Server, key: str) -> None:
    """The name under which the keyring has the key already is used again."""
    (finding,) = ask(server, "look", cells=[code(f"k = '{key}'")])["cells"][0]
    answer = keep(server, key, "k = ‸", known={finding["fingerprint"]: "links-writer"})
    assert 'keys["links-writer"]' in answer["value"]


def test_outside_code_a_placeholder_is_pasted(server: Server, key: str) -> None:
    """A comment runs nothing: it gets the placeholder, and the keyring nothing to learn."""
    answer = keep(server, f"see {key} here", "# ‸")
    assert answer["value"] == "# see [redacted:linquid-live-key] here"
    assert answer["keyring"] == []


def test_a_text_without_a_key_is_pasted_as_it_is(server: Server) -> None:
    """There is nothing to keep."""
    answer = keep(server, "hello", "a = '‸'")
    assert answer["value"] == answer["source"] == "a = 'hello'"


def test_one_key_is_replaced_and_the_others_stay(server: Server, key: str) -> None:
    """The edits take out one key of one part, and say what the keyring must learn first."""
    cells = [code(f"a = '{key}'"), code(f"b = '{key}'")]
    (finding,) = ask(server, "look", cells=[cells[1]])["cells"][0]
    only = {"cell": 1, "part": "source", "fingerprint": finding["fingerprint"]}

    answer = ask(server, "replace", content={"cells": cells}, only=only)

    (edit,) = answer["edits"]
    assert (edit["cell"], edit["part"]) == (1, "source")
    assert answer["names"] == {finding["fingerprint"]: "linquid-live-key"}
    assert 'keys["linquid-live-key"]' in edit["value"]
    assert [entry["name"] for entry in edit["keyring"]] == ["linquid-live-key"]


@pytest.mark.parametrize("route", ["keep", "look", "replace"])
@pytest.mark.parametrize("body", [[], {}, {"path": "a"}, {"cells": [1]}, {"cells": 1, "path": "a"}])
def test_what_is_no_question_is_a_bad_request(server: Server, route: str, body: Any) -> None:
    """The answer is 400 and says nothing of the text."""
    assert server.client.post(f"{ROUTE}{route}", json=body).status_code == 400


def test_a_body_beyond_the_bound_is_refused(server: Server) -> None:
    """While a person types, cells are sent, never a whole heavy notebook."""
    body = {"path": "a.ipynb", "cells": [code("x" * (5 << 20))]}
    assert server.client.post(f"{ROUTE}look", json=body).status_code == 413


@pytest.mark.parametrize("route", ["keep", "look", "replace"])
def test_nobody_else_may_ask(server: Server, route: str) -> None:
    """Without the token, and so without a session, the question is forbidden."""
    url = server.client.base_url.join(f"{ROUTE}{route}")
    assert httpx.post(url, json={"path": "a", "cells": []}).status_code == 403


def test_a_page_of_another_site_cannot_ask(server: Server) -> None:
    """A session's cookie alone does not do: the XSRF token must come along."""
    token = server.client.headers["Authorization"].removeprefix("token ")
    with httpx.Client(base_url=server.client.base_url) as browser:
        browser.get("/login")
        browser.get("/api/status", params={"token": token})
        assert any("username" in name for name in browser.cookies)
        body = {"path": "a.ipynb", "cells": []}
        assert browser.post(f"{ROUTE}look", json=body).status_code == 403
        headers = {"X-XSRFToken": browser.cookies["_xsrf"]}
        assert browser.post(f"{ROUTE}look", json=body, headers=headers).status_code == 200


def test_the_log_never_holds_what_was_asked(server: Server, key: str) -> None:
    """Neither an answer nor a refusal leaves the text in the log."""
    ask(server, "look", cells=[code(f"k = '{key}'")])
    server.client.post(f"{ROUTE}keep", json={"path": "a", "text": key})
    assert not any(key in line for line in server.log)


def test_only_what_the_policy_allows_can_be_marked(server: Server, key: str) -> None:
    """The server says which kinds can be marked; a mark for another kind changes nothing."""
    (server.root / "marks").mkdir()
    (server.root / "marks" / "playground.toml").write_text('test_keys = ["linquid-test-key"]\n')
    other = "lw_test_" + "a1b2c3d4" * 4
    path = "marks/a.ipynb"
    (live, test) = ask(server, "look", path=path, cells=[code(f"a = '{key}'\nb = '{other}'")])[
        "cells"
    ][0]
    assert (live["may_mark"], test["may_mark"]) == (False, True)

    marks = {"playground": {"test_keys": [live["fingerprint"], test["fingerprint"]]}}
    marked = code(f"a = '{key}'\nb = '{other}'", metadata=marks)
    found = ask(server, "look", path=path, cells=[marked])["cells"][0]
    assert [one["verdict"] for one in found] == ["ban", "allow"]
