"""The environment says whether to replay or record."""

from pathlib import Path

import pytest

from playground.errors import PlaygroundError
from playground.recording import setting


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, ("off", Path())),
        ({"PLAYGROUND_CASSETTE": "off"}, ("off", Path())),
        ({"PLAYGROUND_CASSETTE": "replay", "PLAYGROUND_CASSETTE_PATH": "a"}, ("replay", Path("a"))),
        ({"PLAYGROUND_CASSETTE": "record", "PLAYGROUND_CASSETTE_PATH": "a"}, ("record", Path("a"))),
    ],
)
def test_a_setting_is_read(environ: dict[str, str], expected: tuple[str, Path]) -> None:
    """Nothing set means off."""
    assert setting(environ) == expected


@pytest.mark.parametrize(
    "environ",
    [
        {"PLAYGROUND_CASSETTE": "replay"},
        {"PLAYGROUND_CASSETTE": "rewind", "PLAYGROUND_CASSETTE_PATH": "a"},
    ],
    ids=["no path", "no such mode"],
)
def test_half_a_setting_is_refused(environ: dict[str, str]) -> None:
    """A mode without a cassette, or an unknown one, is never taken for "off"."""
    with pytest.raises(PlaygroundError, match="PLAYGROUND_CASSETTE"):
        setting(environ)
