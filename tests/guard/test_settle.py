"""Where a key begins and ends, and what is none after all."""

import pytest

from playground.guard import Catalogue, findings_in_notebook

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
