"""`playground scan --format sarif` tells code hosts what they can read, and never a key."""

from base64 import b64encode
import json
from pathlib import Path
import subprocess
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from tests.cli.run import run
from tests.cli.test_scan import KEY, PUBLISHABLE, Write, data_folder, write

__all__ = ["data_folder", "write"]

SCHEMA = (
    Path(__file__).parents[2]
    / "lab/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
)


def sarif(*arguments: str | Path, stdin: str = "") -> dict[str, Any]:
    """Return the SARIF log of a scan, once the official schema has nothing against it."""
    done = run("scan", *arguments, "--format", "sarif", stdin=stdin)
    assert KEY not in done.out
    log: dict[str, Any] = json.loads(done.out)
    schema = jsonschema.Draft7Validator(
        json.loads(SCHEMA.read_text()), format_checker=jsonschema.FormatChecker()
    )
    assert [error.message for error in schema.iter_errors(log)] == []
    return log


def marked(path: Path, result: dict[str, Any]) -> str:
    """Return what stands in the file *path* where *result* says that the key is."""
    physical = result["locations"][0]["physicalLocation"]
    assert Path(unquote(physical["artifactLocation"]["uri"])).name == path.name
    region = physical["region"]
    lines = path.read_text(encoding="utf-8").split("\n")
    first, last = region["startLine"] - 1, region["endLine"] - 1
    held = lines[first : last + 1]
    held[-1] = held[-1][: region["endColumn"] - 1]
    held[0] = held[0][region["startColumn"] - 1 :]
    return "\n".join(held)


def test_a_clean_file_gives_a_valid_log(write: Write) -> None:
    """No result is a result too."""
    (found,) = sarif(write("x = 1"))["runs"]
    assert (found["results"], found["tool"]["driver"]["rules"]) == ([], [])
    assert found["invocations"][0]["executionSuccessful"] is True


def test_a_key_is_marked_where_it_stands_in_the_file(write: Write) -> None:
    """The region is that of the raw file; the cell is named beside it, from 1 for a person."""
    path = write("x = 1", f"note = 'é😀\\t'\nkey = '{KEY}'  # mine")
    (found,) = sarif(path.name)["runs"]
    (result,) = found["results"]
    assert marked(path, result) == KEY
    assert result["ruleId"] == "linquid-live-key"
    assert found["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "linquid-live-key"
    assert result["level"] == "error"
    assert result["locations"][0]["logicalLocations"][0]["name"] == "cell 2"


def test_levels_follow_the_verdicts(tmp_path: Path) -> None:
    """What is banned is an error, what is warned of a warning, what is allowed a note."""
    secret = "q7Vn2" + "Zr8Wk" * 2
    text = f"{KEY}\n{PUBLISHABLE}\nclient_secret = '{secret}'\n"
    (tmp_path / "all.txt").write_text(text)
    results = sarif("all.txt")["runs"][0]["results"]
    assert [result["level"] for result in results] == ["error", "note", "warning"]


def test_a_text_file_has_lines_and_columns(tmp_path: Path) -> None:
    """Columns count characters, not bytes, and a line may end as Windows ends it."""
    path = tmp_path / "ünï côde.txt"
    path.write_bytes(f"first\r\nkéy 😀 = {KEY}\r\n".encode())
    (result,) = sarif(path.name)["runs"][0]["results"]
    assert marked(path, result) == KEY
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (2, 9)


@pytest.mark.parametrize("indent", [None, 1])
def test_a_key_split_over_strings_spans_them(tmp_path: Path, indent: int | None) -> None:
    """From the first string's part to the last one's."""
    cell = {"cell_type": "markdown", "metadata": {}, "source": ["a " + KEY[:15], KEY[15:] + " b"]}
    path = tmp_path / "split.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}, indent=indent))
    (result,) = sarif(path.name)["runs"][0]["results"]
    found = marked(path, result)
    assert found.startswith(KEY[:15])
    assert found.endswith(KEY[15:])


def test_what_is_stored_encoded_is_marked_as_a_whole(tmp_path: Path) -> None:
    """An attachment's key stands in base64, so its whole string is the place."""
    packed = b64encode(f"token: {KEY}".encode()).decode()
    cell = {
        "cell_type": "markdown",
        "metadata": {},
        "source": "x",
        "attachments": {"a.txt": {"text/plain": packed}},
    }
    path = tmp_path / "attached.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}, indent=1))
    results = sarif(path.name)["runs"][0]["results"]
    assert results
    assert all(marked(path, result) in packed for result in results)


def test_the_name_of_a_member_is_marked(tmp_path: Path) -> None:
    """A key may be a name in the JSON as well."""
    path = tmp_path / "name.ipynb"
    path.write_text(json.dumps({"cells": [], "metadata": {KEY: 1}, "nbformat": 4}))
    (result,) = sarif(path.name)["runs"][0]["results"]
    assert marked(path, result) == KEY


def test_a_fingerprint_stays_when_lines_are_added(write: Write) -> None:
    """A code host recognises the same finding after an edit above it."""

    def fingerprints() -> list[dict[str, str]]:
        return [one["partialFingerprints"] for one in sarif("a.ipynb")["runs"][0]["results"]]

    write(f"key = '{KEY}'", f"other = '{KEY}'")
    before = fingerprints()
    write("x = 1\n" * 5, f"key = '{KEY}'", f"other = '{KEY}'")
    assert fingerprints() == before
    assert before[0] != before[1]


def test_a_file_that_cannot_be_read_is_a_notification(write: Write, tmp_path: Path) -> None:
    """The log says that the scan is incomplete, and of what."""
    (tmp_path / "bad.ipynb").write_text("{")
    (found,) = sarif("bad.ipynb", write(f"key = '{KEY}'"))["runs"]
    (invocation,) = found["invocations"]
    assert invocation["executionSuccessful"] is False
    assert "not JSON" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert len(found["results"]) == 1


def test_standard_input_and_staged_files_have_regions(write: Write, tmp_path: Path) -> None:
    """Whatever road the bytes came by, the regions are those of these bytes."""
    path = write(f"key = '{KEY}'")
    for command in (["init", "-q"], ["add", path.name]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)  # noqa: S603, S607
    (staged,) = sarif("--staged")["runs"][0]["results"]
    (piped,) = sarif("-", stdin=path.read_text())["runs"][0]["results"]
    assert marked(path, staged) == KEY
    places = [one["locations"][0]["physicalLocation"]["region"] for one in (staged, piped)]
    assert places[0] == places[1]
