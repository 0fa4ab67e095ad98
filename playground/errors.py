"""
Every error that Linquid Playground raises on purpose.

    PlaygroundError
    ├── DocumentError            an OpenAPI document, or a part of it, that cannot be read
    ├── UnknownName              a name that the document, keyring or vocabulary does not have
    │   ├── UnknownOperation
    │   ├── UnknownField
    │   ├── UnknownKey
    │   └── UnknownScope
    ├── NameTaken                a name by which the keyring has another key
    ├── RequestInvalid           a request that its own operation refuses, before sending
    ├── NotSent                  a request that never got an answer
    │   ├── SandboxUnreachable
    │   ├── EnvironmentRefused   a destructive request, or a test, aimed at production
    │   └── CassetteMiss         a replay met a request that was not recorded
    ├── SandboxError             a sandbox that cannot start or go on
    │   ├── PortInUse
    │   ├── AlreadyRunning
    │   └── SeedError
    ├── NotebookError            a file that is no notebook, or cannot be read or written
    ├── KindError                a kind of key that fails its own proof
    └── PolicyError              settings that cannot be read, or that loosen what is fixed

Each says what is wrong, where, and what to do next; none ever holds the value of a key. In a
notebook only that is shown: `%env PLAYGROUND_TRACEBACK=full` shows the calls too, without the
text of any source, which may hold a key.
"""

from collections.abc import Callable, Iterable, Iterator
import os
from pathlib import Path
import traceback

__all__ = [
    "SWITCH",
    "AlreadyRunning",
    "CassetteMiss",
    "DocumentError",
    "EnvironmentRefused",
    "KindError",
    "NameTaken",
    "NotSent",
    "NotebookError",
    "PlaygroundError",
    "PolicyError",
    "PortInUse",
    "RequestInvalid",
    "SandboxError",
    "SandboxUnreachable",
    "SeedError",
    "UnknownField",
    "UnknownKey",
    "UnknownName",
    "UnknownOperation",
    "UnknownScope",
]


SWITCH = "PLAYGROUND_TRACEBACK"
"""The environment variable that, set to "full", brings the calls back into a notebook."""


class PlaygroundError(Exception):
    """
    The root: *message* says what is wrong, *place* where, *next_step* what to do.

    Its text is "place: message. Next step."; `place` and `next_step` may be empty.
    """

    def __init__(self, message: str, *, place: str = "", next_step: str = "") -> None:
        self.message = message
        self.place = place
        self.next_step = next_step
        where = f"{place}: " if place else ""
        then = f" {next_step}" if next_step else ""
        super().__init__(f"{where}{message.rstrip('.')}.{then}")

    @property
    def _render_traceback_(self) -> Callable[[], list[str]]:
        """What IPython shows in place of a traceback; see `_shown`."""
        return lambda: list(_shown(self, is_full=os.environ.get(SWITCH) == "full"))


def _shown(error: PlaygroundError, *, is_full: bool) -> Iterator[str]:
    """Yield message, place and next step, a line for each; the calls before them if *is_full*."""
    if is_full:
        yield from _calls(error)
    message = error.message.rstrip(".")
    yield f"{type(error).__name__}: {message[:1].upper()}{message[1:]}."
    if error.place:
        yield f"Where: {error.place}"
    if error.next_step:
        yield f"Next step: {error.next_step}"


def _calls(error: BaseException) -> Iterator[str]:
    """Yield each call that led to *error* by its place, its causes first and by name only."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _calls(cause)
        yield f"{type(cause).__name__}, which led to:"
    for frame, line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        yield f'  File "{code.co_filename}", line {line}, in {code.co_name}'


class DocumentError(PlaygroundError):
    """An OpenAPI document, or a part of it, that cannot be read."""


class UnknownName(PlaygroundError):
    """A name that is not there; `suggestions` holds the nearest names that are."""

    noun = "name"

    def __init__(self, name: str, known: Iterable[str], *, place: str = "") -> None:
        from difflib import get_close_matches  # noqa: PLC0415  only when something went wrong

        self.suggestions = tuple(get_close_matches(name, tuple(known), n=3))
        did_you_mean = (
            f"Did you mean {' or '.join(map(repr, self.suggestions))}?" if self.suggestions else ""
        )
        super().__init__(
            f"there is no {self.noun} {name!r}",
            place=place,
            next_step=did_you_mean or self.otherwise,
        )

    otherwise = ""


class UnknownOperation(UnknownName):
    """An operation that the document does not describe."""

    noun = "operation"
    otherwise = "List them with `playground operations DOCUMENT`, or `lab.operations`."


class UnknownField(UnknownName):
    """A parameter or member of the body that an operation does not have."""

    noun = "field"
    otherwise = "The builder's form, and `lab.sample(…)`, show what there is."


class UnknownKey(UnknownName):
    """A key that the keyring does not hold."""

    noun = "key"
    otherwise = "List the keys with `lab.keys`."


class UnknownScope(UnknownName):
    """A scope that the vocabulary does not have."""

    noun = "scope"
    otherwise = "The names are in `playground/linquid/scopes.yaml`."


class NameTaken(PlaygroundError):
    """A name by which the keyring has another key, which it keeps."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "the keyring has another key by this name",
            place=f"keys[{name!r}]",
            next_step="Put this one under a name of its own.",
        )


class RequestInvalid(PlaygroundError):
    """A request that its own operation refuses; `problems` says where, by JSON pointer."""

    def __init__(self, operation_id: str, problems: Iterable[object]) -> None:
        self.operation_id = operation_id
        self.problems = tuple(problems)
        super().__init__(
            "; ".join(map(str, self.problems)),
            place=operation_id,
            next_step="Mend these fields, or send it as it is with `check=False`.",
        )


class NotSent(PlaygroundError):
    """A request that never got an answer."""


class SandboxUnreachable(NotSent):
    """No sandbox answers at the address."""


class EnvironmentRefused(NotSent):
    """A destructive request, or a test, aimed at production."""


class CassetteMiss(NotSent):
    """A replay met a request that was not recorded."""


class SandboxError(PlaygroundError):
    """A sandbox that cannot start or go on."""


class PortInUse(SandboxError):
    """Another program listens on the port."""

    def __init__(self, port: int, *, what: str, option: str) -> None:
        self.port = port
        super().__init__(
            f"port {port} is in use, so {what} cannot start",
            next_step=f"Stop the program that holds it, or choose another: {option}.",
        )


class AlreadyRunning(SandboxError):
    """A second start while the first still runs."""


class SeedError(SandboxError):
    """A seed file that cannot be replayed; `place` is its file and line."""


class NotebookError(PlaygroundError):
    """A file that is no notebook, or cannot be read or written."""

    def __init__(self, message: str, *, path: Path | str = "", next_step: str = "") -> None:
        self.path = str(path)
        super().__init__(message, place=self.path, next_step=next_step)


class KindError(PlaygroundError):
    """A kind of key that fails its own proof."""


class PolicyError(PlaygroundError):
    """Settings that cannot be read, or that loosen what is fixed."""
