"""YAML with placeholders means what it meant: a text stays a text."""

import pytest
import yaml

from playground.guard import Catalogue, Scope, redact_bytes

KEY = "lw_live_" + "Zk3vQ9xLm2Ty7RbW4sHd8NfJ"
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
