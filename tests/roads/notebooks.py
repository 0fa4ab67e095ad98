"""What the tests of the roads save."""

from typing import Any

__all__ = ["DIRTY", "KEY", "notebook"]

KEY = "lw_live_" + "a1b2c3d4" * 4


def notebook(*sources: str) -> dict[str, Any]:
    """Return a notebook with one code cell for each source."""
    cells = [
        {
            "id": f"cell-{index}",
            "cell_type": "code",
            "source": source,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for index, source in enumerate(sources)
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


DIRTY = notebook(f"key = '{KEY}'")
