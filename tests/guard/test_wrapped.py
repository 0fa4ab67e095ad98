"""A key whose lines were wrapped is found, whatever the width and the marks before each line."""

from random import Random
from string import ascii_letters, digits

import pytest

from playground.guard import Catalogue, findings_in_text, keyformat
from tests.guard.keys import live_key

CATALOGUE = Catalogue.load()
RANDOM = "".join(Random(2).choices(ascii_letters + digits, k=40))  # noqa: S311
TEXTS = {
    "linquid-live-key": f"The token of the robot is {live_key(6)} and that is all.",
    "named-api-key": f"It is set by api_key={RANDOM} and by nothing else.",
    "url-password": f"See postgresql://app:{RANDOM[:18]}7@db.internal/prod for more of it.",
}


@pytest.mark.parametrize("mark", ["", "    ", "# ", "> ", "// "])
@pytest.mark.parametrize("width", [12, 20, 33, 47, 64])
@pytest.mark.parametrize("code", TEXTS)
def test_a_wrapped_key_is_found(code: str, width: int, mark: str) -> None:
    """It is one finding, of the same kind as on one line."""
    text = TEXTS[code]
    lines = [mark + text[at : at + width] for at in range(0, len(text), width)]
    found = findings_in_text("\n".join(lines), CATALOGUE)
    assert [finding.kind.code for finding in found] == [code]


@pytest.mark.parametrize("tag", ["<br>", "<br />", "&lt;br&gt;"])
@pytest.mark.parametrize("code", TEXTS)
def test_a_key_wrapped_by_tags_is_found(code: str, tag: str) -> None:
    """What a page shows on two lines is one key."""
    text = TEXTS[code]
    html = f"<td>{text[:31]}{tag}{text[31:]}</td>"
    assert [finding.kind.code for finding in findings_in_text(html, CATALOGUE)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "{}\nREGION=eu-west-1a2b3c4d5e6f\nBUCKET=7c9d".format("API_KEY="),
        "password=hunter\nusername=a1b2c3d4e5\n",
        "api_key = None\nclient7 = connect9(8)\n",
        f"secret:\n{'=' * 30}\n",
    ],
)
def test_lines_of_their_own_are_not_joined(text: str) -> None:
    """Settings that follow each other are no key together."""
    assert findings_in_text(text, CATALOGUE) == []


@pytest.mark.parametrize("width", [28, 47])
def test_keys_one_below_the_other_stay_apart(width: int) -> None:
    """Where a line begins another key, the one before it has ended, also where it was wrapped."""
    keys = [keyformat.mint("lw_live_", expires_at=None) for _ in range(4)]
    lines = [key[at : at + width] for key in keys for at in range(0, len(key), width)]
    text = "\n".join(lines)
    found = findings_in_text(text, CATALOGUE)
    spans = [text[finding.start : finding.end].replace("\n", "") for finding in found]
    assert spans == keys
