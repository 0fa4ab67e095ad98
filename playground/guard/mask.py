"""Mask keys in a text that is about to be shown, stored or logged."""

from collections.abc import Callable

from playground.guard.catalogue import Catalogue
from playground.guard.find import finding_of, keys_in_piece
from playground.guard.finding import Finding
from playground.guard.piece import text_piece

__all__ = ["mask"]

Replace = Callable[[Finding, str], str]


def mask(text: str, catalogue: Catalogue, *, replace: Replace) -> tuple[str, list[Finding]]:
    """
    Return *text* with each key replaced by what *replace* makes of finding and value, and these.

    A finding's span is where the key stood in *text*. Where the same characters stand again,
    be it glued to a word, they are replaced as well.
    """
    piece = text_piece(text)
    parts: list[str] = []
    found: list[Finding] = []
    known: dict[str, str] = {}
    done = 0
    for key in keys_in_piece(piece, catalogue):
        finding = finding_of(key, piece, catalogue)
        known[key.value] = replace(finding, key.value)
        parts += [text[done : key.start], known[key.value]]
        found.append(finding)
        done = key.end
    parts.append(text[done:])
    # Every second part is a replacement.
    for value, shown in known.items():
        parts[::2] = [part.replace(value, shown) for part in parts[::2]]
    return "".join(parts), found
