"""Where a key begins and ends, and what is none after all."""

from random import Random
from string import ascii_letters, digits

import pytest

from playground.guard import Catalogue, findings_in_notebook, findings_in_text

SAMPLE = "sk_" + "test_4eC39Hq" + "LyjWDarjtT1zdp7dc"  # Stripe's documentation prints it


@pytest.mark.parametrize(
    "source",
    [
        repr(SAMPLE),
        f"{SAMPLE[:29]!r} + {SAMPLE[29:]!r}",
        f"{SAMPLE[:30]!r} '{SAMPLE[30]}' '{SAMPLE[31]}'",
        f"{SAMPLE}0",
    ],
)
def test_a_printed_sample_is_none_also_when_cut(source: str) -> None:
    """What an issuer's page prints opens nothing, whatever a person glues it from."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": f"key = {source}"}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    assert findings_in_notebook(notebook, Catalogue.load()) == []


def test_a_shape_over_joined_lines_goes_before_a_name() -> None:
    """What only its name betrays is the beginning of the key, up to the end of the line."""
    body = "".join(Random(5).choices(ascii_letters + digits, k=86))  # noqa: S311  no secret
    text = "AccountKey=" + body[:60] + "\n" + body[60:] + "==;EndpointSuffix=core.windows.net"
    (finding,) = findings_in_text(text, Catalogue.load())
    assert (finding.kind.certainty, finding.end) == ("shape", text.index(";"))
