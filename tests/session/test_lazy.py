"""What a command does not need is not imported."""

import subprocess
import sys

import pytest

import playground

HEAVY = ("httpx", "ipywidgets", "sqlalchemy", "starlette", "uvicorn", "vcr", "anywidget")


def heavy_after(statement: str) -> set[str]:
    """Return which heavy packages *statement* brings into a fresh Python."""
    code = f"import sys; {statement}; print(*(set(sys.modules) & set({HEAVY!r})))"
    result = subprocess.run(  # noqa: S603  our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import playground",
        "import playground.cli.scan",
        "from playground import keys; keys.put('a', 'b' * 9); repr(keys)",
    ],
)
def test_light_work_stays_light(statement: str) -> None:
    """Scanning and naming keys need neither HTTP, widgets, a database nor a server."""
    assert heavy_after(statement) == set()


def test_connecting_brings_http() -> None:
    """The check can fail."""
    assert "httpx" in heavy_after("from playground import connect")


def test_connecting_brings_no_server() -> None:
    """The sandbox is imported only where one is started."""
    assert not {"sqlalchemy", "uvicorn", "vcr"} & heavy_after("from playground import connect")


def test_every_public_name_is_there() -> None:
    """What `__all__` promises can be had, and nothing else pretends to be."""
    assert [name for name in playground.__all__ if not hasattr(playground, name)] == []
    assert set(playground.__all__) <= set(dir(playground))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        playground.nothing  # noqa: B018  asking is the test
