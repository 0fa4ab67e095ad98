"""A key in a picture's text is taken out, also where the picture is damaged."""

from base64 import b64encode
import json
from random import Random

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.guard import Catalogue, Scope, findings_in_file, redact_bytes
from playground.guard.png import text_chunks
from tests.fuzz.target import check
from tests.guard.keys import live_key
from tests.planting.picture import png, text

PATH = "a.ipynb"
PICTURE = b64encode(png(text(live_key(5)), rng=Random(1))).decode()  # noqa: S311  the same each time


def notebook(picture: str) -> bytes:
    """Return a notebook that shows *picture*."""
    output = {"output_type": "display_data", "data": {"image/png": picture}, "metadata": {}}
    return json.dumps({"cells": [{"cell_type": "code", "outputs": [output]}]}).encode()


@pytest.mark.parametrize(
    "picture",
    [
        PICTURE,
        PICTURE.rstrip("="),
        PICTURE[:-3],
        f"{PICTURE}=",
        f"{PICTURE[:120]}\n{PICTURE[120:]}",
    ],
)
def test_the_text_is_taken_out_of_a_picture(picture: str) -> None:
    """No padding, a missing end or a line end in its base64 is no way past."""
    raw = notebook(picture)
    assert findings_in_file(raw, Catalogue.load(), path=PATH)
    redacted = redact_bytes(raw, Scope(catalogue=Catalogue.load()), path=PATH)
    left = json.loads(redacted)["cells"][0]["outputs"][0]["data"]["image/png"]
    assert left.startswith(PICTURE[:40])
    assert text_chunks(left)[0] == ""


@given(st.integers(0, len(PICTURE)), st.text(alphabet="=A+/_-! \n\u2603", max_size=3))
def test_damage_is_no_way_past(at: int, scrap: str) -> None:
    """Whatever is cut off or put in, nothing fails, and no key that is read is left."""
    for picture in (PICTURE[:at] + scrap, PICTURE[:at] + scrap + PICTURE[at:]):
        check(notebook(picture), path=PATH)
