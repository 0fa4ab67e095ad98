"""What an organisation tightens on its server, nobody below it can loosen."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
import shutil
from typing import Any

import pytest

from tests.server.serving import Server, running

PUBLISHABLE = "lw_pk_" + "Zk3vQ9xLm2Ty" * 2
POLICY = 'ban = ["linquid-publishable-key"]\nshort_lived_hours = 0\ntest_keys = []\n'


@pytest.fixture(scope="module", params=["traitlet", "system file"])
def strict(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Serve an empty directory under a tightened policy, by either way to say so."""
    folder = tmp_path_factory.mktemp("organisation")
    (folder / "playground.toml").write_text(POLICY)
    options = (f"--SaveGuard.policy_file={folder / 'playground.toml'}",)
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            if request.param == "system file":
                patch.setenv("JUPYTER_CONFIG_PATH", str(folder))
                options = ()
            server = running(tmp_path_factory.mktemp("server"), options=options)
            strict = stack.enter_context(server)
        yield strict


def test_it_holds_and_is_told(strict: Server, notebook: Callable[..., dict[str, Any]]) -> None:
    """A kind that is allowed elsewhere is refused here, and the browser can read the rules."""
    assert strict.save("a.ipynb", notebook(f"key = '{PUBLISHABLE}'")).status_code == 422
    policy = strict.client.get("/playground/guard").json()["policy"]
    assert (policy["ban"], policy["test_keys"]) == (["linquid-publishable-key"], [])


@pytest.mark.parametrize("name", ["playground.toml", "pyproject.toml"])
def test_a_project_file_cannot_loosen_it(
    strict: Server, notebook: Callable[..., dict[str, Any]], name: str
) -> None:
    """Whatever a person writes beside the notebook."""
    folder = strict.root / name.partition(".")[0]
    folder.mkdir(exist_ok=True)
    head = "[tool.playground]\n" if name == "pyproject.toml" else ""
    (folder / name).write_text(f'{head}ban = []\ntest_keys = ["linquid-publishable-key"]\n')
    answer = strict.save(f"{folder.name}/a.ipynb", notebook(f"key = '{PUBLISHABLE}'"))
    assert answer.status_code == 422


def test_a_notebook_and_the_browser_have_no_say(
    strict: Server, notebook: Callable[..., dict[str, Any]]
) -> None:
    """Metadata, marks and extra fields of a request change nothing."""
    content = notebook(f"key = '{PUBLISHABLE}'")
    asked = {"path": "a.ipynb", "content": content, "policy": {"ban": []}}
    (finding,) = strict.client.post("/playground/guard/redact", json=asked).json()["findings"]
    says = {"test_keys": [finding["fingerprint"]], "policy": {"ban": []}, "ban": []}
    for part in (content, content["cells"][0]):
        part["metadata"] = {"playground": says}
    answer = strict.put(
        "a.ipynb", type="notebook", format="json", content=content, policy={"ban": []}
    )
    assert (finding["verdict"], answer.status_code) == ("ban", 422)
    assert strict.client.put("/playground/guard", json={"policy": {}}).status_code == 405


def test_a_mark_is_honoured_where_the_policy_allows_it(
    server: Server, notebook: Callable[..., dict[str, Any]], key: str
) -> None:
    """A folder that lists the kind lets a marked key be saved, in that cell only."""
    folder = server.root / "marks-of-a-policy"
    folder.mkdir()
    (folder / "playground.toml").write_text('test_keys = ["linquid-live-key"]\n')
    content = notebook(f"key = '{key}'", f"again = '{key}'")
    refused = server.save(f"{folder.name}/a.ipynb", content)
    fingerprint = refused.json()["findings"][0]["fingerprint"]
    for cell in content["cells"]:
        cell["metadata"] = {"playground": {"test_keys": [fingerprint]}}
    assert server.save(f"{folder.name}/a.ipynb", content).status_code == 201
    content["cells"][1]["metadata"] = {}
    assert server.save(f"{folder.name}/a.ipynb", content).status_code == 422
    assert server.save("elsewhere.ipynb", content).status_code == 422
    shutil.rmtree(folder)
