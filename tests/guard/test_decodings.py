"""What a text reads as once its decodings are undone, with and without the way back."""

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.guard.decodings import readings, views
from playground.guard.view import View

SCRAPS = st.lists(
    st.sampled_from(
        [
            *("ab", "c_d", "1", " ", "\n", "\r\n", '"', "'", "+", "\\", "\\x6c", "\\u006c", "\\n"),
            *("%6C", "&amp;", "&#108;", "&shy;", "<b>", "</b>", "<p>", "<!-- x -->", "\x1b[31m"),
            *("\x00", "\u200b", "{}", "{_}", "\\-", "# ", "> ", "é", "\ud800", "\\\n", "=\n"),
        ]
    ),
    max_size=14,
).map("".join)


def said(text: str) -> list[str]:
    """Return every way in which *text* reads."""
    return [view.text for view in views(View(text=text))]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\\x6cw_\\u006cive", "lw_live"),
        ("\\154w", "lw"),
        ("\\u{6c}w", "lw"),
        ("lw%5Flive", "lw_live"),
        ("l&#119;_l&#x69;ve", "lw_live"),
        ("lw&lowbar;live", "lw_live"),
        ("lw_<b>li</b>ve", "lw_live"),
        ('lw_<em title="a > b">live</em>', "lw_live"),
        ("lw_<!-- half -->live", "lw_live"),
        ("lw_\x1b[1;31mlive\x1b[0m", "lw_live"),
        ("lw_\u200blive", "lw_live"),
        ("lw\\_live", "lw_live"),
        ("lw{\\_}live", "lw_live"),
        ("8Q\\textasciitilde{}a", "8Q~a"),
        ('"lw_" + "live"', '"lw_live"'),
        ('"lw_"  # half\n"live"', '"lw_live"'),
        ("lw_\nlive", "lw_live"),
        ("# lw_\n# live", "# lw_live"),
        ("lw_-\n--live", "lw_---live"),
        ("&amp;#108;w_live", "lw_live"),
        ("&lt;b&gt;lw_&lt;/b&gt;live", "lw_live"),
    ],
)
def test_what_is_hidden_is_read(text: str, plain: str) -> None:
    """Each notation is undone, and so is one inside another."""
    assert plain in said(text)


@pytest.mark.parametrize(
    "text", ["The campaign was clicked 17 times.", "lw_live_<your key>", "-H <API_TOKEN> -v"]
)
def test_plain_text_has_one_reading(text: str) -> None:
    """Where nothing is to be undone, nothing is; a stand-in in angle brackets is no tag."""
    assert said(text) == [text]


@given(SCRAPS)
def test_readings_are_what_views_say(text: str) -> None:
    """The quick way reads the same as the one that knows the places, in the same order."""
    assert [reading.text for reading in readings(text)] == said(text)


@given(SCRAPS)
def test_the_way_back_is_kept(text: str) -> None:
    """Each character of each view comes from a span of the text, in order."""
    for view in views(View(text=text)):
        ends = [view.origin(at, at + 1)[:2] for at in range(len(view.text))]
        assert all(0 <= low <= high <= len(text) for low, high in ends)
        assert [low for low, _ in ends] == sorted(low for low, _ in ends)


def test_what_is_far_from_any_change_is_left_out() -> None:
    """A view of a huge text is as long as what is decoded in it, and what may belong to that."""
    text = "x" * 100_000 + "%41" + "y" * 100_000 + "%42" + "z" * 100_000
    view = list(views(View(text=text)))[1]
    assert len(view.text) < 20_000
    for character, at in (("A", 100_000), ("B", 200_003)):
        place = view.text.index(character)
        assert view.origin(place, place + 1) == (at, at + 3, ("percent",))
