"""The fuzzer's promises hold for what it begins with, and for whatever hypothesis thinks of."""

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from tests.fuzz.target import PATHS, check, notebook_around, seeds
from tests.guard.keys import live_key

SEEDS = seeds()
KEY = live_key(8)
SCRAPS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *(KEY, KEY[:9], KEY[9:], "\0", "\n", "' + '", '"', "\\", "f'{x}", "b'", "# ", "%6c"),
            *("&#x6c;", "<b>", "\x1b[1m", "H4sI", "key = ", "=", "(", ")", "\ud800", "%%bash\n"),
        ]
    ),
)


@pytest.mark.parametrize("number", range(0, len(SEEDS), 9))
def test_the_seeds_keep_the_promises(number: int) -> None:
    """A planted notebook is scanned and redacted as promised."""
    check(SEEDS[number], path=PATHS[0])


@settings(max_examples=150)
@given(st.lists(SCRAPS, max_size=12).map("".join))
def test_no_text_breaks_a_promise(text: str) -> None:
    """Text in a notebook, in code and on its own: no exception, no change without a finding."""
    check(notebook_around(text), path=PATHS[0])
    for path in PATHS:
        check(text.encode("utf-8", "surrogatepass"), path=path)


@settings(max_examples=150)
@given(st.integers(0, len(SEEDS) - 1), st.data())
def test_no_change_of_a_byte_breaks_a_promise(number: int, data: st.DataObject) -> None:
    """A planted notebook with bytes cut out, put in or changed is an error of ours, or is kept."""
    raw = bytearray(SEEDS[number])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    check(bytes(raw), path=PATHS[0])
