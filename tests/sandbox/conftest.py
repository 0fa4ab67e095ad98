"""What tests of the sandbox share."""

from collections.abc import Iterator

import pytest

from tests.sandbox.laboratory import Laboratory


@pytest.fixture
def lab() -> Iterator[Laboratory]:
    """Give a fresh sandbox."""
    laboratory = Laboratory()
    yield laboratory
    laboratory.sandbox.close()
