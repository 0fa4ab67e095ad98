"""Work shared among processes is all done, once, and what went wrong is told."""

import os

from psutil import Process
import pytest

from playground.cli.files.sharing import shared
from playground.errors import PlaygroundError, PolicyError

HERE = os.getpid()


def squared(number: int) -> int:
    """Return the square of *number*."""
    return number * number


@pytest.mark.parametrize("count", [1, 2, 7, 5000])
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_each_is_worked_on_once(count: int, workers: int) -> None:
    """Nothing is lost or done twice, however much there is and however many work."""
    done = list(shared(squared, range(count), workers=workers))
    assert sorted(done) == [(number, number * number) for number in range(count)]


def test_an_error_of_ours_is_raised_here() -> None:
    """What the work raises in another process has its words and its place here."""

    def refuse(number: int) -> int:
        raise PolicyError(f"number {number} is refused", place="here")

    with pytest.raises(PlaygroundError, match=r"here: number \d is refused"):
        list(shared(refuse, range(9), workers=2))


def test_a_process_that_ends_too_soon_is_told() -> None:
    """What a process did not tell of is no silence: it is an error."""

    def die(number: int) -> int:
        if os.getpid() != HERE:
            os._exit(0)
        return number

    with pytest.raises(PlaygroundError, match="came to an end too soon"):
        list(shared(die, range(9), workers=3))


def test_no_process_is_left() -> None:
    """Those that helped have ended, and nobody waits for them any more."""
    before = set(Process().children())
    list(shared(squared, range(9), workers=3))
    assert set(Process().children()) <= before
