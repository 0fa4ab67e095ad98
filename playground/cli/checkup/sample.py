"""A key that opens nothing, and a notebook with it, made up for one trial."""

from typing import Any

from playground.guard import keyformat

__all__ = ["notebook", "sample_key"]


def sample_key() -> str:
    """Return a live workspace key that nobody issued."""
    return keyformat.mint("lw_live_", expires_at=None)


def notebook(source: str) -> dict[str, Any]:
    """Return a notebook whose only cell is *source*."""
    cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
    cells = [{**cell, "id": "sample", "execution_count": None}]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
