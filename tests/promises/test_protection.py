"""What the README says of the guard is so, also where it says that the guard sees nothing."""

from base64 import b64encode
import codecs
from pathlib import Path
import re

import pytest

from playground.guard import Catalogue, findings_in_notebook

README = re.sub(r"\s+", " ", (Path(__file__).parents[2] / "README.md").read_text())
DOES, DOES_NOT = README.split("## What it does not")
KEY = "lw_live_" + "a1b2c3d4" * 4
A, B = KEY[:16], KEY[16:]
ESCAPED = "".join(f"\\x{ord(letter):02x}" for letter in KEY)
NUMBERS = ", ".join(str(ord(letter)) for letter in KEY)


def found(*sources: str) -> int:
    """Return how many keys are found in a notebook with a code cell for each of *sources*."""
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in sources
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return len(findings_in_notebook(notebook, Catalogue.load()))


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("literal", f'key = "{KEY}"'),
        ("in a comment", f"# {KEY}"),
        ("in a URL", f'get("https://example.com/?k={KEY}")'),
        ("letters that follow it", f'key = "{KEY}zzz"'),
        ("adjacent literals", f'key = ("{A}"\n  "{B}")'),
        ("added up with `+`", f'key = "{A}" + "{B}"'),
        ("`+=`", f'key = "{A}"\nkey += "{B}"'),
        ('`"".join([…])`', f'key = "".join(["{A}", "{B}"])'),
        ("an f-string of constants", f"key = f\"{A}{{'{B}'}}\""),
        (r"escapes such as `\x6c`", f'key = "{ESCAPED}"'),
        ("lists of bytes or numbers", f"key = bytes([{NUMBERS}])"),
        ("base64", f'b64decode("{b64encode(KEY.encode()).decode()}")'),
        ("hex", f'bytes.fromhex("{KEY.encode().hex()}")'),
    ],
)
def test_what_it_finds_is_found(words: str, source: str) -> None:
    """Each form that the README names is found."""
    assert words in DOES
    assert found(source)


@pytest.mark.parametrize(
    ("words", "sources"),
    [
        ("`%`", [f'key = "%s%s" % ("{A}", "{B}")']),
        ("`.format`", [f'key = "{{}}{{}}".format("{A}", "{B}")']),
        ("an f-string or a sum over variables", [f'a = "{A}"\nkey = f"{{a}}{B}"']),
        ("two variables in one cell", [f'a = "{A}"\nb = "{B}"\nkey = a + b']),
        ("a sum over variables", [f'a = "{A}"', f'key = a + "{B}"']),
        ("`.replace`", [f'key = "{KEY.replace("_", "-")}".replace("-", "_")']),
        ("`[::-1]`", [f'key = "{KEY[::-1]}"[::-1]']),
        ('`"…" * 1`', [f'key = "{A}" * 1 + "{B}"']),
        ("rot13", [f'key = codecs.decode("{codecs.encode(KEY, "rot13")}", "rot13")']),
        ("glued to letters or digits before it", [f'key = "x{KEY}"']),
    ],
)
def test_what_it_does_not_find_is_said(words: str, sources: list[str]) -> None:
    """Each form that is not found stands in the README; one that is found today must leave it."""
    assert words in DOES_NOT
    assert not found(*sources)
