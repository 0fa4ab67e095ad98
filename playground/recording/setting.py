"""Whether this process replays or records, and which cassette: read from the environment."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias, get_args

from playground.errors import PlaygroundError

__all__ = ["MODE", "PATH", "SANDBOX", "Setting", "TapeMode", "setting"]

MODE, PATH = "PLAYGROUND_CASSETTE", "PLAYGROUND_CASSETTE_PATH"
SANDBOX = "http://sandbox.invalid"
"""What stands in a cassette for the sandbox's address of the day. Source: RFC 2606, section 2."""

TapeMode: TypeAlias = Literal["off", "replay", "record"]


class Setting(NamedTuple):
    """`path` is where the cassette is; it means nothing when `mode` is "off"."""

    mode: TapeMode
    path: Path


def setting(environ: Mapping[str, str]) -> Setting:
    """
    Return what *environ* asks for.

    Raises:
        PlaygroundError: the mode is unknown, or no cassette is named.
    """
    mode = environ.get(MODE) or "off"
    path = environ.get(PATH, "")
    for known in get_args(TapeMode):
        if mode == known and (path or mode == "off"):
            return Setting(known, Path(path))
    raise PlaygroundError(
        f"{mode!r} is no way to use a cassette" if path else "no cassette is named",
        place=MODE if path else PATH,
        next_step=f"Set {MODE} to replay or record, and {PATH} to a file.",
    )
