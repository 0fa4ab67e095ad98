"""What holds for any bytes that are called a notebook: a fuzzer looks for the contrary."""

import json

from playground.errors import PlaygroundError
from playground.guard import Catalogue, Policy, Scope, findings_in_file, judge, redact_bytes

__all__ = ["PATHS", "check", "notebook_around", "seeds"]

CATALOGUE = Catalogue.load()
SCOPE = Scope(catalogue=CATALOGUE)
PATHS = ("a.ipynb", "a.py", "a.txt")


def check(raw: bytes, *, path: str) -> None:
    """
    Scan *raw*, redact it, and redact it again.

    Raises:
        AssertionError: it was changed without a finding, a banned key is left in it, or the
            second redaction changed something.
    """
    try:
        found = findings_in_file(raw, CATALOGUE, path=path)
        once = redact_bytes(raw, SCOPE, path=path)
    except PlaygroundError:
        return
    if not found:
        assert once == raw
    left = judge(findings_in_file(once, CATALOGUE, path=path), Policy())
    assert (*left.banned, *left.warned) == ()
    assert redact_bytes(once, SCOPE, path=path) == once


def notebook_around(text: str) -> bytes:
    """Return a notebook that holds the parts of *text*, which NULs divide, at several places."""
    source, printed, shown, name, *rest = [*text.split("\0"), "", "", "", ""]
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": [printed[:7], printed[7:]]},
        {"output_type": "display_data", "data": {"text/html": shown, name: rest}, "metadata": {}},
    ]
    cell = {"cell_type": "code", "source": source, "outputs": outputs, "metadata": {name: shown}}
    return json.dumps({"cells": [cell], "nbformat": 4}).encode()


def seeds() -> list[bytes]:
    """Return files to begin with: a key at every sort of place."""
    from tests.planting.plant import PLACES, plant  # noqa: PLC0415  for the fuzzer only

    return [plant("linquid-live", place, 1).content for place in PLACES]
