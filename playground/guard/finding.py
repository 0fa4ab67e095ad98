"""A finding: a key's kind and place, and never the key."""

from dataclasses import dataclass

from playground.guard.kind import KeyKind
from playground.guard.lifetime import Lifetime
from playground.guard.piece import Place

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    One key in one piece.

    [start, end) is its span in the piece's text, in code points; `line` counts from 1 there.
    `fingerprint` is a keyed hash: the same key has the same one on this machine, and nobody can
    try keys against it elsewhere. `via` lists the decodings undone to see it, outermost first.
    `preview` shows no more than the kind's own prefix.
    """

    kind: KeyKind
    place: Place
    start: int
    end: int
    line: int
    fingerprint: str
    lifetime: Lifetime
    via: tuple[str, ...] = ()
    preview: str = "…"
