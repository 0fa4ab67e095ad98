"""What the tests of the server extension save, and where."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.server.serving import Server, running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve an empty directory, guarded."""
    with running(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def key() -> str:
    """Return a live workspace key, made up at run time."""
    return "lw_live_" + "a1b2c3d4" * 4


@pytest.fixture
def notebook() -> Callable[..., dict[str, Any]]:
    """Return a maker of notebooks with one code cell for each source."""

    def make(*sources: str | list[str]) -> dict[str, Any]:
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

    return make
