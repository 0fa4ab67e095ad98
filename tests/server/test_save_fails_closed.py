"""Whatever breaks, on our side or on another extension's, no save slips through."""

from pathlib import Path

import pytest

from tests.server.serving import Maker, running


@pytest.mark.parametrize("trouble", ["crash", "hang", "hold"])
def test_a_judge_in_trouble_refuses_the_save(
    tmp_path: Path, notebook: Maker, key: str, trouble: str
) -> None:
    """A judge that crashes, or never ends, gives 422, tells nothing of the content, and is told."""
    options = (f"--BrokenJudge.does={trouble}",)
    with running(tmp_path / "server", "broken_judge", options=options) as server:
        answer = server.save("a.ipynb", notebook(f"key = '{key}'"))
        status = server.client.get("/playground/guard").json()

    assert answer.status_code == 422
    assert "could not be checked" in answer.json()["message"]
    assert key not in answer.text + "".join(server.log)
    assert server.holds(key) == []
    assert status["guarding"] is False


@pytest.mark.parametrize("extension", ["swaps_at_load", "swaps_at_start", "zz_calls_no_hook"])
def test_a_swapped_contents_manager_is_guarded_too(
    tmp_path: Path, notebook: Maker, key: str, extension: str
) -> None:
    """Another extension's contents manager refuses keys, saves the rest, and counts as guarded."""
    with running(tmp_path / "server", extension) as server:
        refused = server.save("a.ipynb", notebook(f"key = '{key}'"))
        saved = server.save("b.ipynb", notebook("x = 1"))
        status = server.client.get("/playground/guard").json()

    assert refused.status_code == 422
    assert refused.json()["findings"]
    assert saved.status_code == 201
    assert server.holds(key) == []
    assert status["guarding"] is True


def test_the_guard_can_fail(tmp_path: Path, notebook: Maker, key: str) -> None:
    """Without our extension the key is saved, so the tests above do see the guard at work."""
    with running(tmp_path / "server", guarded=False) as server:
        assert server.save("a.ipynb", notebook(f"key = '{key}'")).status_code == 201
        assert server.client.get("/playground/guard").status_code == 404
        assert server.root / "a.ipynb" in server.holds(key)
