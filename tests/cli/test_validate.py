"""`playground validate` tells what is wrong, by JSON pointer."""

import json
from pathlib import Path

import pytest

from tests.cli.run import run

GOOD = {"destinationUrl": "https://example.com"}


def test_a_good_body() -> None:
    """A body that fits ends with exit 0."""
    assert run("validate", "linquid", "createLink", "-", stdin=json.dumps(GOOD)) == (
        0,
        "Nothing is wrong.\n",
        "",
    )


def test_a_wrong_body() -> None:
    """A body that does not fit ends with exit 1 and a line for each problem."""
    body = {"destinationUrl": "nowhere", "clicksLimit": 0}
    code, out, _ = run("validate", "linquid", "createLink", "-", stdin=json.dumps(body))
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == "/clicksLimit: clicksLimit must be 1 or more"
    assert lines[1].startswith("/destinationUrl: destinationUrl must be a full web address")


def test_json() -> None:
    """One JSON object holds the problems with their pointers."""
    code, out, _ = run("validate", "linquid", "createLink", "-", "--format", "json", stdin="{}")
    assert code == 1
    assert json.loads(out) == {
        "operation": "createLink",
        "problems": [
            {
                "pointer": "/destinationUrl",
                "message": "destinationUrl is required",
                "place": "body",
                "keyword": "required",
            }
        ],
    }


def test_an_answer() -> None:
    """With a status, the file is an answer."""
    answer = json.dumps({"success": True, "data": {"id": "link_1", "deleted": True}})
    options = ("validate", "linquid", "deleteLink", "-", "--status")
    assert run(*options, "200", stdin=answer)[0] == 0
    assert run(*options, "404", stdin=answer)[0] == 1
    assert "not declared" in run(*options, "302", stdin=answer)[1]


@pytest.mark.parametrize("text", ["{", "", "{'a': 1}", "\x00"])
def test_files_that_are_no_json(tmp_path: Path, text: str) -> None:
    """A file that is not JSON is named with its line, and ends with exit 2."""
    path = tmp_path / "body.json"
    path.write_text(text)
    code, out, err = run("validate", "linquid", "createLink", str(path))
    assert (code, out) == (2, "")
    assert f"{path}, line 1: this is not JSON" in err


def test_what_sample_prints() -> None:
    """The sample as JSON is taken; the one for people is refused with the option that helps."""
    _, as_json, _ = run("sample", "linquid", "createLink", "--format", "json")
    assert run("validate", "linquid", "createLink", "-", stdin=as_json)[0] == 0

    _, as_text, _ = run("sample", "linquid", "createLink")
    code, _, err = run("validate", "linquid", "createLink", "-", stdin=as_text)
    assert code == 2
    assert "`playground sample --format json`" in err


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file ends with exit 2."""
    code, _, err = run("validate", "linquid", "createLink", str(tmp_path / "none.json"))
    assert code == 2
    assert "none.json" in err
