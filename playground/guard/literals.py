"""The forms in which a kind's keyword may stand in a text: plain, in base64, in hex."""

from collections.abc import Iterable, Sequence
import re
from typing import Literal, NamedTuple

from playground.guard.characters import inside_base64
from playground.guard.kind import KeyKind

__all__ = ["LARGEST_PACKED", "PACKED", "Encoding", "Form", "forms"]

Encoding = Literal["base64", "gzip", "hex", "numbers", "plain", "png", "spaced hex"]

_GZIP_IN_BASE64 = "H4sI"
_GZIP_IN_HEX = "1f8b08"
# As bytes, of which one is not ASCII.
_GZIP = "\x1f?\x08"
_PNG_IN_BASE64 = "iVBORw0KGgo"
# What begins with so little must go on the longer as text does.
_SHORTEST_BASE64, _LITTLE = 2, 3
_TAIL, _LONG_TAIL = 8, 24
_SHORTEST_LIST = 3
# How many characters stand for one at most: colours, escapes and entities around each.
_WIDEST, _MARGIN, _LONGEST = 24, 256, 1 << 15
_NOT_SPACE = re.compile(r"\[\^\\s(?:\\.|[^\]\\])*\]")
_SPACE = re.compile(r"\s|\\[snW]|\[\^|\.[*+{]")
PACKED: frozenset[Encoding] = frozenset({"gzip", "png"})
# How far something packed may reach.
LARGEST_PACKED = 4 << 20


class Form(NamedTuple):
    """
    A literal to look for.

    `lead` is how many characters before it belong to the same group of an encoding, `tail` how
    many key characters must follow, `kinds` the indices of the kinds that it may begin. `word` is
    the keyword that is encoded, and `is_any_case` tells that its case does not matter.
    `before` and `after` tell how far from it a key may reach, however its characters are written;
    `is_apart` that no letter or digit may stand before it, `is_word` that the key
    is one word around it, and `has_lead` that some of it stands before.
    """

    text: str
    encoding: Encoding
    kinds: tuple[int, ...] = ()
    word: str = ""
    is_any_case: bool = False
    lead: int = 0
    tail: int = 0
    ignore_case: bool = False
    before: int = 0
    after: int = 0
    is_apart: bool = False
    is_word: bool = False
    has_lead: bool = False

    @property
    def length(self) -> int:
        """How many bytes it and its tail are: one a character."""
        return len(self.text) + self.tail


def forms(kinds: Sequence[KeyKind]) -> tuple[Form, ...]:
    """Return every literal that may betray one of *kinds*, each once."""
    keywords: dict[tuple[str, bool], list[int]] = {}
    for index, kind in enumerate(kinds):
        for keyword in kind.keywords:
            keywords.setdefault((keyword, kind.ignore_case), []).append(index)
    found: list[Form] = []
    for (keyword, ignore_case), indices in keywords.items():
        these = [kinds[index] for index in indices]
        before, after = _reach(these)
        plain = Form(
            text=keyword,
            encoding="plain",
            kinds=tuple(indices),
            tail=min(kind.tail for kind in these),
            ignore_case=ignore_case,
            before=before,
            after=after,
            is_apart=all(kind.starts != "anywhere" and kind.lead == (0,) for kind in these),
            is_word=all(_is_word(kind) for kind in these),
            has_lead=any(kind.lead != (0,) for kind in these),
        )
        found.append(plain)
        for spelling in sorted({keyword, keyword.upper()} if ignore_case else {keyword}):
            encoded = [*_encoded(spelling, tail=plain.tail), *_listed(spelling)]
            found += (
                form._replace(word=spelling, is_any_case=ignore_case, before=before, after=after)
                for form in encoded
            )
    return tuple(_unique([*found, *_compressed()]))


def _is_word(kind: KeyKind) -> bool:
    """Return whether no space stands in a key of *kind*, nor between it and its keyword."""
    return not _SPACE.search(_NOT_SPACE.sub("", kind.pattern))


def _reach(kinds: Sequence[KeyKind]) -> tuple[int, int]:
    """Return how far before and after a keyword the shortest key of each of *kinds* may reach."""
    lead = max(max(kind.lead) for kind in kinds)
    shortest = max(min(len(hit) for hit in kind.hits) for kind in kinds)
    return _MARGIN + _WIDEST * lead, min(_MARGIN + _WIDEST * shortest, _LONGEST)


def _encoded(keyword: str, *, tail: int) -> Iterable[Form]:
    for first, stable in inside_base64(keyword.encode()):
        if len(stable) >= (_SHORTEST_BASE64 if tail >= _LONG_TAIL else _LITTLE):
            most = _TAIL if len(stable) >= _LITTLE else _LONG_TAIL
            for text in sorted({stable, stable.replace("+", "-").replace("/", "_")}):
                yield Form(text=text, encoding="base64", lead=first, tail=min(tail, most))
    text, digits = keyword.encode().hex(), 2 * min(tail, _TAIL)
    yield Form(text=text, encoding="hex", tail=digits, ignore_case=True)


def _listed(keyword: str) -> Iterable[Form]:
    """Return the forms in which each byte of *keyword* stands by itself."""
    if len(keyword) >= _SHORTEST_LIST:
        data = keyword.encode()
        yield Form(text=data.hex(" ") + " ", encoding="spaced hex", tail=2, ignore_case=True)
        for between in (", ", ","):
            yield Form(text=between.join(map(str, data)) + between, encoding="numbers", tail=2)


def _compressed() -> Iterable[Form]:
    far = LARGEST_PACKED
    yield Form(text=_GZIP, encoding="gzip")
    yield Form(text=_GZIP_IN_BASE64, encoding="gzip", tail=16, after=far)
    yield Form(text=_GZIP_IN_HEX, encoding="gzip", tail=16, ignore_case=True, after=far)
    yield Form(text=_PNG_IN_BASE64, encoding="png", tail=16, after=far)


def _unique(found: Iterable[Form]) -> Iterable[Form]:
    return dict.fromkeys(found)
