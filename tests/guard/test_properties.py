"""What holds for every text and every notebook, however broken."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.guard import (
    Catalogue,
    Policy,
    Scope,
    findings_in_notebook,
    findings_in_text,
    judge,
    mask,
    redact_bytes,
    redact_notebook,
)
from tests.guard.keys import live_key

CATALOGUE = Catalogue.load()
KEYS = st.integers(0, 20).map(lambda seed: f"{live_key(seed)} ")
TEXTS = st.text(max_size=40)
SCRAPS = st.lists(
    st.one_of(
        KEYS, TEXTS, st.sampled_from(["<b>", "\\n", '"', "'", "\n", "\x1b[0m", "=", "\ud800"])
    ),
    max_size=6,
).map("".join)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), SCRAPS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(SCRAPS, inner, max_size=4)
    ),
    max_leaves=12,
)
OUTPUT = st.one_of(
    JSON,
    st.fixed_dictionaries({"output_type": st.just("stream"), "name": TEXTS, "text": JSON}),
    st.fixed_dictionaries({"output_type": st.just("display_data"), "data": JSON}),
)
CELL = st.one_of(
    JSON,
    st.fixed_dictionaries(
        {"cell_type": st.sampled_from(["code", "raw", "?"]), "source": st.one_of(SCRAPS, JSON)},
        optional={"outputs": st.lists(OUTPUT, max_size=3), "metadata": JSON, "attachments": JSON},
    ),
)
NOTEBOOKS = st.fixed_dictionaries(
    {"cells": st.one_of(st.lists(CELL, max_size=4), JSON)},
    optional={"metadata": JSON, "worksheets": JSON},
)


@given(st.lists(SCRAPS, max_size=4).map(" ".join))
def test_a_masked_text_holds_no_key(text: str) -> None:
    """Every key that is found in a text is gone once it is masked."""
    values: list[str] = []

    def replace(_finding: object, value: str) -> str:
        values.append(value)
        return "-"

    masked, found = mask(text, CATALOGUE, replace=replace)
    assert len(values) == len(found)
    assert not any(value in masked for value in values)


@given(NOTEBOOKS)
def test_no_notebook_is_an_error(notebook: dict[str, Any]) -> None:
    """Whatever JSON means to be a notebook is looked at without an exception."""
    found = findings_in_notebook(notebook, CATALOGUE)
    assert all(finding.start < finding.end for finding in found)


@settings(max_examples=60)
@given(NOTEBOOKS)
def test_redaction_is_complete_and_idempotent(notebook: dict[str, Any]) -> None:
    """A redacted notebook holds no banned key, and redacting it again changes nothing."""
    before = json.dumps(notebook)
    once = redact_notebook(notebook, CATALOGUE)
    assert json.dumps(notebook) == before
    assert not judge(findings_in_notebook(once.notebook, CATALOGUE), Policy()).banned
    assert redact_notebook(once.notebook, CATALOGUE).edits == ()


@given(TEXTS)
def test_a_text_without_a_key_stays(text: str) -> None:
    """Redaction changes no byte where nothing is found."""
    raw = text.encode("utf-8", "replace")
    if not findings_in_text(text, CATALOGUE):
        assert redact_bytes(raw, Scope(catalogue=CATALOGUE), path="notes.txt") == raw
