"""What the widgets' tests begin with."""

import pytest

from playground.widgets import RequestBuilder
from tests.widgets.fake_lab import FakeLab


@pytest.fixture
def lab() -> FakeLab:
    """Return a lab without a server."""
    return FakeLab()


@pytest.fixture
def builder(lab: FakeLab) -> RequestBuilder:
    """Return a builder about to create a link, with the key that may."""
    return RequestBuilder(lab, operation="createLink", key="links-writer")
