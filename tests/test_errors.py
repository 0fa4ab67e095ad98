"""An expected error is told in a notebook in three lines, and never with a key."""

from collections.abc import Iterator

from IPython.core.interactiveshell import InteractiveShell
import pytest

from playground.errors import SWITCH, PlaygroundError, UnknownKey

KEY = "lw_live_" + "a1b2c3d4" * 4


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Iterator[InteractiveShell]:
    """Return an IPython of its own, whose output is captured."""
    del capsys
    yield InteractiveShell()
    InteractiveShell.clear_instance()


CELL = f"""
from playground.errors import SandboxUnreachable
def deep(key):
    try:
        raise ValueError(key)
    except ValueError:
        raise SandboxUnreachable("nothing answers", place="GET /x", next_step="Start it.")
deep("{KEY}")
"""


def test_a_notebook_shows_message_place_and_next_step(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    """No call, no source: what is wrong, where, and what to do."""
    shell.run_cell(CELL)
    assert capsys.readouterr().out.splitlines() == [
        "SandboxUnreachable: Nothing answers.",
        "Where: GET /x",
        "Next step: Start it.",
    ]


def test_the_calls_can_be_had_and_hold_no_key(
    shell: InteractiveShell,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With the switch every call is told by file, line and name; no text of theirs is."""
    monkeypatch.setenv(SWITCH, "full")
    shell.run_cell(CELL)
    shown = capsys.readouterr().out
    assert "in deep" in shown
    assert "ValueError, which led to:" in shown
    assert "Next step: Start it." in shown
    assert KEY not in shown


def test_an_error_of_somebody_else_keeps_its_traceback(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only ours are shortened: a person's own mistake shows where it is."""
    shell.run_cell("1 / 0")
    assert "Traceback" in capsys.readouterr().out


def test_what_is_not_known_is_not_shown() -> None:
    """An error without a place or a next step is one line."""
    assert PlaygroundError("it broke")._render_traceback_() == ["PlaygroundError: It broke."]
    assert "Did you mean 'a'?" in UnknownKey("aa", ["a"])._render_traceback_()[1]
