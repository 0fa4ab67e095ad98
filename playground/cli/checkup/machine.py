"""What else this machine holds: leftovers, and a keychain or none."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from playground.cli.checkup.check import Check, State
from playground.cli.files.rules import Rules
from playground.cli.leftovers.remains import Remains, remains_in
from playground.errors import PlaygroundError

__all__ = ["keychain", "leftovers"]

_SECONDS = 60
_LOOK = "Run `playground scan --leftovers`."


def leftovers() -> Iterator[Check]:
    """Yield how many keys lie in this person's stores and below the working directory."""
    told: Queue[list[Remains] | PlaygroundError] = Queue()
    # A home directory may be anything; whoever hangs in it does not hold up the rest.
    Thread(target=_look, args=(told,), daemon=True).start()
    try:
        found = told.get(timeout=_SECONDS)
    except Empty:
        yield _left(State.FAILED, f"looking took more than {_SECONDS} seconds", _LOOK)
        return
    if isinstance(found, PlaygroundError):
        yield _left(State.FAILED, str(found), _LOOK)
        return
    keys = sum(len(one.to_remove) for one in found)
    unread = sum(bool(one.error) for one in found)
    detail = f"{keys} in {len(found)} stores" + (f", {unread} not read" if unread else "")
    state = State.FAILED if unread else State.OFF if keys else State.ON
    next_step = "Run `playground redact --leftovers`, and rotate what is found." if keys else ""
    yield _left(state, detail, next_step or (_LOOK if unread else ""))


def _look(told: "Queue[list[Remains] | PlaygroundError]") -> None:
    try:
        told.put(list(remains_in([Path.cwd()], rules=Rules())))
    except PlaygroundError as error:
        told.put(error)
    except Exception as error:  # noqa: BLE001  its text may hold a key
        told.put(PlaygroundError(f"looking met an error of its own ({type(error).__name__})"))


def _left(state: State, detail: str, next_step: str = "") -> Check:
    return Check(
        code="leftovers", title="keys left behind", state=state, detail=detail, next_step=next_step
    )


def keychain() -> Iterator[Check]:
    """Yield where values rest: the system's keychain, or the memory of the kernel only."""
    backend = _backend()
    usable = backend and getattr(backend, "priority", 0) > 0
    detail = f"{type(backend).__module__} is there" if usable else "there is none"
    yield Check(
        code="keychain",
        title="the system's keychain",
        state=State.ABSENT,
        detail=f"{detail}; values rest in the kernel's memory, and end with it",
    )


def _backend() -> object | None:
    if find_spec("keyring") is None:
        return None
    try:
        backend: object = import_module("keyring").get_keyring()
    except Exception:  # noqa: BLE001  whatever a foreign backend raises, it cannot be used
        return None
    return backend
