"""The proof of a kind: it finds its hits, and neither its near misses nor its siblings' hits."""

from collections.abc import Callable, Sequence

from playground.errors import KindError
from playground.guard.kind import KeyKind
from playground.guard.literals import forms
from playground.guard.matcher_python import PythonMatcher
from playground.guard.settle import Key, key_at
from playground.guard.view import View

__all__ = ["prove"]


def prove(
    kinds: Sequence[KeyKind], *, place: str, places: Callable[[int], str] | None = None
) -> None:
    """
    Check every one of *kinds*, the kinds of one issuer, by its own examples.

    Raises:
        KindError: one fails; it names *place*, or that of the kind by *places*, the kind and the
            number of the example.
    """
    for number, kind in enumerate(kinds):
        where = f"{places(number) if places else place}, kind {kind.code!r}"
        if not kind.hits or not kind.misses:
            raise KindError(
                "a kind is proved by at least one hit and one miss",
                place=where,
                next_step="Add `hits` and `misses`.",
            )
        _fail("its hit", [not _keys(kind, hit) for hit in kind.hits], where)
        _fail("its near miss", [bool(_keys(kind, miss)) for miss in kind.misses], where)
        _fail("its sample", [bool(_keys(kind, text)) for text in sorted(kind.samples)], where)
        for other in kinds:
            if other.code != kind.code:
                found = [bool(_keys(kind, hit)) for hit in other.hits]
                _fail(f"the hit of its sibling {other.code!r}", found, where)


def _fail(what: str, failed: Sequence[bool], place: str) -> None:
    if not any(failed):
        return
    verb = "is not found" if what == "its hit" else "is found"
    raise KindError(
        f"{what} number {failed.index(True) + 1} {verb}",
        place=place,
        next_step="Mend its `pattern`, `keywords` or that example.",
    )


def _keys(kind: KeyKind, text: str) -> list[Key]:
    engine = PythonMatcher([form for form in forms([kind]) if form.encoding == "plain"])
    view = View(text=text)
    data = text.encode("ascii", "replace")
    found = [key_at(view, kind, place) for _, place in engine.places(data)]
    return [key for key in found if key is not None]
