"""Redacted code does what it did before, with the key from the keyring."""

from base64 import b64encode
import gzip
from random import Random
import sys
from types import ModuleType
from typing import Any

import pytest

from playground.guard import Catalogue, findings_in_notebook, redact_notebook
from playground.guard.redaction import Redaction

PEM = "".join(
    [
        *("-----BEGIN RSA PRIV", "ATE KEY-----\n"),
        *(b64encode(Random(line).randbytes(48)).decode() + "\n" for line in range(12)),  # noqa: S311  no key
        *("-----END RSA PRIV", "ATE KEY-----"),
    ]
)
HEAD, TAIL = "lw_live_" + "Zk3vQ9xLm2Ty", "7RbW4sHd8NfJ"
KEY = HEAD + TAIL
ENCODED = b64encode(KEY.encode()).decode()
BASIC = b64encode(f"user:{KEY}".encode()).decode()
PACKED = b64encode(gzip.compress(KEY.encode(), mtime=0)).decode()
PERCENT = "".join(f"%{ord(sign):02x}" for sign in KEY)


class _Lent(str):
    """A value that is had by `reveal()`, as the keyring's are."""

    __slots__ = ()

    def reveal(self) -> str:
        return str(self)


def redacted(source: str) -> Redaction:
    """Return the redaction of a notebook of one code cell."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": source}
    return redact_notebook({"cells": [cell], "nbformat": 4}, Catalogue.load())


def learned(redaction: Redaction, source: str) -> dict[str, str]:
    """Return what the kernel's keyring is told before the edit, as the front end tells it."""
    (edit,) = redaction.edits
    values: dict[str, str] = {}
    for entry in edit.keyring:
        text = source[entry.start : entry.end]
        value = eval(f"({text})", {}) if entry.form == "python" else text  # noqa: S307  our own
        values[entry.name] = value.decode() if isinstance(value, bytes) else value
    return values


def outcome(source: str, monkeypatch: pytest.MonkeyPatch, keyring: dict[str, str]) -> Any:
    """Return `out` after running *source*, where `playground.keys` is *keyring*."""
    module = ModuleType("playground")
    module.keys = {name: _Lent(value) for name, value in keyring.items()}  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "playground", module)
    names: dict[str, Any] = {"pre": "a", "post": "b", "y": 7}
    exec(compile(source, "cell", "exec"), names)  # noqa: S102  our own source
    return names["out"]


@pytest.mark.parametrize(
    "source",
    [
        f"out = '{KEY}'",
        f'out = "{HEAD}" "{TAIL}"',
        f'out = "{HEAD}" + "{TAIL}"',
        f'out = (\n    "{HEAD}"\n    "{TAIL}"\n)',
        f'out = "".join(["{HEAD}", "{TAIL}"])',
        f'out = {{"X-API-Key": "{KEY}"}}',
        f'out = "Bearer {KEY}"',
        f'out = f"https://x.example/?api_key={KEY}&a={{1 + 1}}"',
        f'out = f"{KEY}{{y}}"',
        f'out = rf"{KEY}{{y}}"',
        f'out = f"{{y}}-{KEY}-{{y!r:>4}}"',
        f'out = pre + "{HEAD}" + "{TAIL}" + post',
        f'out = pre + "{KEY}" + post',
        f"out = b'{KEY}'",
        f"held = {{}}\nheld['key'] = '{KEY}'\nout = held",
        f'out = """first\n{KEY}\nlast"""',
        f'def f():\n    """A docstring."""\n    return "{KEY}"\n\nout = f()',
        f'from __future__ import annotations\nout = "{KEY}"',
        f'out = "é😀", "{KEY}"',
        f'import base64\nout = base64.b64decode("{ENCODED}").decode()',
        f'import base64\nout = base64.b64decode(b"{ENCODED}")',
        f'out = {{"Authorization": "Basic {BASIC}"}}',
        f'out = f"Basic {BASIC}{{y}}"',
        f'out = bytes.fromhex("{KEY.encode().hex()}").decode()',
        f'import base64, gzip\nout = gzip.decompress(base64.b64decode("{PACKED}"))',
        f'from urllib.parse import unquote\nout = unquote("https://a.example/?key={PERCENT}")',
        f"out = {PEM!r}",
        f"out = {PEM[:70]!r} + {PEM[70:]!r}",
        f"out = b{PEM!r}",
        f'out = """{PEM}"""',
        f'"""A module for {KEY}."""\nout = 1',
        f'def f():\n    """Made for {KEY}."""\n    return f.__doc__[:8]\n\nout = f()',
        f'"Bearer {KEY}".count("e")\nout = 1',
        f'def f():\n    return"{KEY}"\n\nout = f()',
        f'def f():\n    return"Bearer {KEY}"\n\nout = f()',
        f'out = "a"in"{KEY}"',
        f'out = " {KEY} ".strip()[:1]',
        f'out = "##{KEY}".strip("#")[:1]',
        f'def f(keys):\n    return "{KEY}", keys\n\nout = f([1])',
        f'f = lambda *keys: ("{KEY}", keys)\nout = f(1)',
        f'out = """{{"key": "{KEY}"}}"""',
        f'out = r"""{{"key": "{KEY}"}}"""',
    ],
    ids=lambda source: source.replace(HEAD, "HEAD").replace(TAIL, "TAIL")[:60],
)
def test_a_redacted_cell_still_does_what_it_did(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gives the same value from the keyring, and the key is gone."""
    before = outcome(source, monkeypatch, {})
    redaction = redacted(source)
    after = redaction.notebook["cells"][0]["source"]
    assert KEY not in after
    assert TAIL not in after
    assert not findings_in_notebook(redaction.notebook, Catalogue.load())
    assert outcome(after, monkeypatch, learned(redaction, source)) == before


@pytest.mark.parametrize(
    ("source", "after"),
    [
        (f"out = {KEY}", 'out = keys["linquid-live-key"].reveal()'),
        (f"out = [{KEY}, 1]  # mine", 'out = [keys["linquid-live-key"].reveal(), 1]  # mine'),
        (KEY, 'keys["linquid-live-key"]'),
        (f"# {KEY}", "# [redacted:linquid-live-key]"),
        (f"see {KEY} there", "see [redacted:linquid-live-key] there"),
    ],
)
def test_a_key_without_quotes_becomes_a_reference(source: str, after: str) -> None:
    """Where a value may stand a reference does, and on a line of its own it shows nothing."""
    redaction = redacted(source)
    assert redaction.notebook["cells"][0]["source"].splitlines()[-1] == after
    if "keys" in after:
        assert learned(redaction, source) == {"linquid-live-key": KEY}


def test_a_key_has_one_name_in_all_kinds_of_literals() -> None:
    """Beside other strings, an f-string names it as a plain literal does."""
    source = f"at = {{'a': '{KEY}'}}\nout = f'{{at[\"a\"]}} {KEY}'"
    after = redacted(source).notebook["cells"][0]["source"]
    assert after.count("linquid-live-key") == after.count('keys["linquid-live-key"]') == 2


def test_redacting_again_changes_nothing() -> None:
    """Redaction is idempotent."""
    once = redacted(f"out = '{KEY}'").notebook
    assert redact_notebook(once, Catalogue.load()).notebook == once
    assert not redact_notebook(once, Catalogue.load()).edits
