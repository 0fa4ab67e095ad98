"""YAML with placeholders means what it meant: a text stays a text."""

from base64 import b64encode, encodebytes
import gzip
from textwrap import indent

import pytest
import yaml

from playground.guard import Catalogue, Scope, redact_bytes

HEAD, TAIL = "lw_live_" + "Zk3vQ9xLm2Ty", "7RbW4sHd8NfJ"
KEY = HEAD + TAIL
STAND_IN = "[redacted:linquid-live-key]"


@pytest.mark.parametrize(
    "text",
    [
        f"key: {KEY}",
        f"headers:\n  X-API-Key:\n  - {KEY}\n  Accept: ['*/*']\n",
        f"- name: a\n  value: {KEY}  # ours\n- b\n",
        f'- - {KEY}\r\n- "a b": {KEY}\r\n',
        f"at: {KEY}/path and {KEY}\nnext: 1\n",
        f"key: '{KEY}'\nother: \"{KEY}\"\n",
        f"key: |\n  {KEY}\n",
        f"key: Bearer {KEY}\n",
    ],
)
def test_a_value_stays_a_text(text: str) -> None:
    """It is read as before, but for the key; redacting again changes nothing."""
    scope = Scope(catalogue=Catalogue.load())
    after = redact_bytes(text.encode(), scope, path="a.yaml")
    read, held = yaml.safe_load(after), yaml.safe_load(text)
    assert repr(read) == repr(held).replace(KEY, STAND_IN)
    assert redact_bytes(after, scope, path="a.yaml") == after


PACKED = encodebytes(gzip.compress(KEY.encode(), mtime=0)).decode()
MIXED = encodebytes(b"\xff\xfe then the key " + KEY.encode() + b" and \x00 more" * 9).decode()


@pytest.mark.parametrize(
    "value",
    [
        "!!binary |\n" + indent(PACKED, "    "),
        "!!binary |-\n" + indent(MIXED, "    "),
        f"!!binary {b64encode(KEY.encode()).decode()}",
        f'!!binary "{b64encode(KEY.encode()).decode()}"',
    ],
    ids=["packed", "mixed", "plain", "quoted"],
)
def test_what_was_binary_is_read_as_a_text(value: str) -> None:
    """Without its key it is no base64, and the rest of the file is as it was."""
    text = f"a: !!binary AAEC\nb: {value}\nc: !!binary /w==\n"
    scope = Scope(catalogue=Catalogue.load())
    after = redact_bytes(text.encode(), scope, path="a.yml")
    read = yaml.safe_load(after)
    assert (read["a"], read["c"]) == (b"\0\1\2", b"\xff")
    assert STAND_IN in read["b"]
    assert redact_bytes(after, scope, path="a.yml") == after
