"""The redactor without a browser: a twin for each click, and no key at the wire."""

from collections.abc import Iterator
import json
from pathlib import Path
from typing import Any

import pytest

from playground.credentials import Keyring, keys
from playground.errors import NotebookError, PolicyError
from playground.widgets import Redactor

KEY = "lw_live_" + "a1b2c3d4" * 4


@pytest.fixture(autouse=True)
def empty_keyring() -> Iterator[None]:
    """Let each test begin with no key in the keyring, and leave none."""
    before = keys.keyring
    keys.follow(Keyring())
    yield
    keys.follow(before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a notebook that holds one key in a cell, its output and the metadata."""
    output = {"name": "stdout", "output_type": "stream", "text": [f"{KEY}\n"]}
    cell = {
        "cell_type": "code",
        "execution_count": 1,
        "id": "one",
        "metadata": {},
        "outputs": [output],
        "source": [f"key = '{KEY}'\n", "print(key)"],
    }
    metadata = {"language_info": {"name": "python"}, "papermill": {"token": KEY}}
    notebook = {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path = tmp_path / "lesson.ipynb"
    path.write_text(f"{json.dumps(notebook, indent=1)}\n")
    return path


@pytest.fixture
def redactor(path: Path) -> Redactor:
    """Return a redactor of that notebook."""
    return Redactor(path)


def parts(redactor: Redactor) -> list[str]:
    """Return the parts in which keys stand."""
    return [one.finding.place.part for one in redactor.findings]


def test_the_findings_are_listed_by_place(redactor: Redactor) -> None:
    """Text and table name each place, the kind and the verdict, and vary with nothing."""
    assert parts(redactor) == ["source", "outputs", "metadata"]
    assert repr(redactor).splitlines()[0] == "1 key at 3 places in lesson.ipynb"
    assert "Cell 1, line 1" in repr(redactor)
    assert "Cell 1, output, line 1" in repr(redactor)
    assert "stops the save: it is privileged" in repr(redactor)
    bundle, _ = redactor._repr_mimebundle_()
    assert bundle["text/plain"] == repr(redactor)
    assert '<th scope="row"' in bundle["text/html"]


def test_a_key_in_code_becomes_a_reference(redactor: Redactor, path: Path) -> None:
    """The keyring learns the value, the code refers to it, and nothing else changes."""
    before = json.loads(path.read_text())

    name = redactor.replace(0)

    after = json.loads(path.read_text())
    assert keys[name].reveal() == KEY
    assert f'keys["{name}"]' in "".join(after["cells"][0]["source"])
    assert after["cells"][0]["outputs"] == before["cells"][0]["outputs"]
    assert after["metadata"] == before["metadata"]
    assert parts(redactor) == ["outputs", "metadata"]
    assert redactor.said == "Replaced: Cell 1, line 1."


def test_a_key_elsewhere_becomes_a_placeholder(redactor: Redactor, path: Path) -> None:
    """Metadata runs nothing: the keyring has nothing to learn."""
    redactor.replace(redactor.findings[-1])
    assert json.loads(path.read_text())["metadata"]["papermill"]["token"].startswith("[redacted:")
    assert len(keys) == 0


def test_a_name_in_use_is_not_given_again(redactor: Redactor) -> None:
    """Another key of the keyring keeps its name."""
    keys.put("linquid-live-key", "lw_live_" + "z9y8x7w6" * 4)
    name = redactor.replace(0)
    assert name != "linquid-live-key"
    assert keys[name].reveal() == KEY


def test_an_output_is_cleared(redactor: Redactor, path: Path) -> None:
    """The output goes, the rest of the file stays as Jupyter wrote it."""
    before = json.loads(path.read_text())
    redactor.clear_output(1)
    before["cells"][0].update(outputs=[], execution_count=None)
    assert path.read_text() == f"{json.dumps(before, indent=1)}\n"
    assert parts(redactor) == ["source", "metadata"]


def test_a_source_cannot_be_cleared(redactor: Redactor, path: Path) -> None:
    """Nothing is written, and the next step is told."""
    before = path.read_bytes()
    with pytest.raises(NotebookError, match="Replace it instead"):
        redactor.clear_output(0)
    assert path.read_bytes() == before


def test_each_action_can_be_undone(redactor: Redactor, path: Path) -> None:
    """Undo brings the file back byte for byte, last action first; the keyring keeps the value."""
    before = path.read_bytes()
    redactor.replace(0)
    redactor.clear_output(0)
    assert redactor.undo_of == "Cell 1, output, line 1"

    redactor.undo()
    redactor.undo()

    assert path.read_bytes() == before
    assert [secret.reveal() for secret in keys.values()] == [KEY]
    assert redactor.undo_of == ""
    with pytest.raises(NotebookError, match="nothing to undo"):
        redactor.undo()


def test_what_changed_since_is_not_undone(redactor: Redactor, path: Path) -> None:
    """Somebody else's work in the file is not written over."""
    redactor.replace(0)
    changed = path.read_text().replace("print(key)", "print(len(key))")
    path.write_text(changed)
    with pytest.raises(NotebookError, match="changed since"):
        redactor.undo()
    assert path.read_text() == changed


def test_a_key_that_is_gone_is_told(redactor: Redactor, path: Path) -> None:
    """A finding of an old look does nothing, and the list is renewed."""
    path.write_text(path.read_text().replace(KEY, "nothing"))
    with pytest.raises(NotebookError, match="holds this key no longer"):
        redactor.replace(0)
    assert redactor.findings == ()


def test_a_finding_is_explained(redactor: Redactor) -> None:
    """What it is, why, how long it lives, what to do; never the key."""
    told = redactor.explain(0)
    assert "Linquid live workspace key" in told.what
    assert "rotate" in " ".join(told.steps)
    assert KEY not in repr(told)


def test_the_front_end_asks_for_the_same(redactor: Redactor, path: Path) -> None:
    """A click on each button does what its twin does, and an error is said, not raised."""
    source, output, _ = redactor.findings
    for type_, judged in (("clear", output), ("replace", source)):
        finding = judged.finding
        place = {"cell": finding.place.cell, "part": finding.place.part}
        message = {"type": type_, **place, "fingerprint": finding.fingerprint}
        redactor._handle_custom_msg(message, [])
    assert parts(redactor) == ["metadata"]
    redactor._handle_custom_msg({"type": "undo"}, [])
    assert parts(redactor) == ["source", "metadata"]
    path.unlink()
    redactor._handle_custom_msg({"type": "undo"}, [])
    assert "it cannot be read" in redactor.said


def test_no_key_is_in_any_trait(redactor: Redactor) -> None:
    """Nothing that is synced, shown or saved holds the value, before and after each action."""

    def wire() -> str:
        state: dict[str, Any] = redactor.get_state()
        return json.dumps(state, default=str) + repr(redactor) + str(redactor._repr_mimebundle_())

    assert KEY not in wire()
    redactor.replace(0)
    assert KEY not in wire()
    redactor.undo()
    assert KEY not in wire()


@pytest.mark.parametrize("content", [None, "no json", "[]"])
def test_what_is_no_notebook_is_told(tmp_path: Path, content: str | None) -> None:
    """A missing file and one that is no notebook are named with the reason."""
    path = tmp_path / "odd.ipynb"
    if content is not None:
        path.write_text(content)
    with pytest.raises(NotebookError, match=r"odd\.ipynb"):
        Redactor(path)


def test_the_current_notebook_is_the_default(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jupyter tells a kernel the file that it was started for; without it the next step is told."""
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    assert repr(Redactor()).startswith("1 key at 3 places")
    monkeypatch.delenv("JPY_SESSION_NAME")
    with pytest.raises(NotebookError, match=r"pg\.Redactor\("):
        Redactor()


def test_a_key_is_marked_only_where_the_policy_allows(redactor: Redactor, path: Path) -> None:
    """Without the policy's word nothing is written; with it the key may be saved in that cell."""
    before = path.read_bytes()
    with pytest.raises(PolicyError, match="test_keys"):
        redactor.mark_as_test_key(0)
    assert path.read_bytes() == before

    path.with_name("playground.toml").write_text('test_keys = ["linquid-live-key"]\n')
    redactor.refresh()
    assert [row["may_mark"] for row in redactor.rows] == [True, True, False]
    redactor.mark_as_test_key(0)

    assert [one.verdict for one in redactor.findings] == ["allow", "allow", "ban"]
    redactor.undo()
    assert path.read_bytes() == before
