"""Only windows round a keyword or a sign are looked at, and none is left out."""

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.guard import Catalogue, Piece, Place, findings_in_text
from playground.guard.piece import Segment
from playground.guard.suspects import suspects
from tests.guard.keys import live_key

CATALOGUE = Catalogue.load()
KEY = live_key(4)
FILLER = "The campaign was clicked by visitors from many countries. " * 2000


def piece(text: str, *, label: str = "") -> Piece:
    """Return a piece of *text*."""
    return Piece(place=Place(part="text"), segments=(Segment((), text),), label=label)


def test_prose_is_not_looked_at() -> None:
    """A long text without a keyword has no window."""
    assert list(suspects([piece(FILLER)], CATALOGUE)) == []


def test_only_the_surroundings_are_looked_at() -> None:
    """A key in a long text opens a window round itself, of a small part of the text."""
    text = FILLER + KEY + " " + FILLER
    ((_, [(low, high)]),) = suspects([piece(text)], CATALOGUE)
    assert low <= len(FILLER) < len(FILLER) + len(KEY) <= high
    assert high - low < len(text) / 10


@pytest.mark.parametrize(
    "between",
    [
        "\n",
        "<wbr>",
        "\x1b[31m",
        "\u200b",
        '" + "',
        '" * "',
        '"\n"',
        "&shy;",
        "\\\n",
        '"  # half\n"',
        '"\n  # the rest\n  f"',
        "{}",
    ],
    ids=[
        "line",
        "tag",
        "colour",
        "zero-width",
        "plus",
        "times",
        "implicit",
        "entity",
        "continued",
        "comment",
        "comment below",
        "latex",
    ],
)
@pytest.mark.parametrize("at", [1, 4, 7, 10, 20, 40])
def test_something_inside_a_key_opens_a_window(between: str, at: int) -> None:
    """Wherever a key is interrupted, it is found in the middle of a long text."""
    text = f'{FILLER} value = ("{KEY[:at]}{between}{KEY[at:]}") {FILLER}'
    assert [finding.kind.code for finding in findings_in_text(text, CATALOGUE)] == [
        "linquid-live-key"
    ]


@pytest.mark.parametrize(
    "between",
    ['"\n  r"', '" + b"', '" + \\\n  f"', '" \\\n  u"', '"r"'],
    ids=["implicit", "plus", "plus, continued", "continued", "touching"],
)
@pytest.mark.parametrize("at", [1, 4, 10, 40])
def test_strings_with_a_prefix_are_brought_together(between: str, at: int) -> None:
    """Python joins them, whatever prefix the second one has."""
    code = f'value = ("{KEY[:at]}{between}{KEY[at:]}")'
    assert [finding.kind.code for finding in findings_in_text(code, CATALOGUE, language="python")]


@pytest.mark.parametrize(
    "text",
    [
        "the capital is Bogot\\u00e1",
        "color: blue;\n  --color: #fff;\n  --width: 3px;",
        "import numpy\n\n%matplotlib inline",
        'plot(x, color="r", marker="b")',
    ],
    ids=["accent", "stylesheet", "magic", "letter"],
)
def test_what_hides_nothing_opens_no_window(text: str) -> None:
    """Accented letters, stylesheets, magics and strings of one letter stand in every notebook."""
    assert list(suspects([piece(text)], CATALOGUE)) == []


@pytest.mark.parametrize("call", ['paste0("{}")', '["{}"].join("")', '"".concat("{}")'])
@pytest.mark.parametrize("at", [4, 10, 40])
def test_parts_that_a_call_brings_together_are_one(call: str, at: int) -> None:
    """R, Julia and JavaScript join the strings of a list."""
    text = f"{FILLER} x <- {call.format(KEY[:at] + chr(34) + ', ' + chr(34) + KEY[at:])} {FILLER}"
    assert [finding.kind.code for finding in findings_in_text(text, CATALOGUE)] == [
        "linquid-live-key"
    ]


def test_an_escaped_underscore_in_braces_is_one_of_the_key() -> None:
    """LaTeX writes it so."""
    text = KEY.replace("_", "{\\_}")
    assert findings_in_text(f"{FILLER} \\texttt{{{text}}}", CATALOGUE)


@given(st.integers(0, 40_000), st.integers(0, 3))
def test_windows_do_not_change_offsets(before: int, empty: int) -> None:
    """A key's span is told in the whole text, wherever its window begins."""
    text = "\n" * empty + FILLER[:before] + " " + KEY + " " + FILLER[:500]
    (finding,) = findings_in_text(text, CATALOGUE)
    assert text[finding.start : finding.end] == KEY
    assert finding.line == empty + 1


def test_pieces_do_not_run_into_each_other() -> None:
    """Two halves of a key in two pieces are no key."""
    halves = [piece(KEY[:20]), piece(KEY[20:])]
    assert [finding for half in halves for finding in findings_in_text(half.text, CATALOGUE)] == []


def test_tiny_pieces_do_not_wait_for_each_other() -> None:
    """Of a million tiny pieces, few are held before the first window is told."""
    every = iter([piece(KEY), *(piece("a = 1") for _ in range(10_000))])
    next(suspects(every, CATALOGUE))
    assert len(list(every)) > 9_000
