"""Values that somebody's keyring holds, recognised by keyed hashes: nobody here has the values."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
import re

from playground.guard.fingerprint import Fingerprint
from playground.guard.kind import KeyKind
from playground.guard.matcher import Finder
from playground.guard.placeholder import is_placeholder
from playground.guard.signs import unsqueezed
from playground.guard.traces import Fold, squeezed_words, traces

__all__ = ["CODE", "SHORTEST", "Known", "KnownKind", "KnownValue", "Match", "described"]

CODE = "known-value"
SHORTEST = 8
_RUN = re.compile(r"[A-Za-z0-9]+")
_SHAPES = bytes(97 if _RUN.fullmatch(chr(byte)) else 32 for byte in range(256))
# How many characters may stand for one, what may stand around them, and how far one looks at most.
_WIDEST, _MARGIN, _LONGEST = 24, 256, 1 << 15
# An ordinary word is no secret, and stands everywhere.
_ORDINARY = re.compile(r"[A-Za-z]{1,11}|[0-9]{1,9}")


@dataclass(frozen=True, kw_only=True)
class KnownKind(KeyKind):
    """The kind of one value: `credential` is the name that its keyring has it by."""

    credential: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownValue:
    """
    One value of a keyring, without the value.

    `digest` is its keyed hash and `length` its length in characters. Its rarest run of letters
    and digits has `run_length` of these, and stands `run_start` from its beginning. `traces` show
    where to look at all.
    """

    name: str
    length: int
    digest: str
    run_start: int
    run_length: int
    traces: tuple[str, ...] = field(repr=False)

    def kind(self) -> KnownKind:
        """Return what a finding of this value says that it is."""
        return KnownKind(
            credential=self.name,
            code=CODE,
            issuer="The value of",
            title=f'keys["{self.name}"]',
            pattern="(?P<key>.+)",
            keywords=(),
            privilege="privileged",
            lifetime="unknown",
            source="The keyring of a kernel of yours that runs at this moment holds it.",
            hits=(),
            misses=(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A known value, and where it stands in a text."""

    value: KnownValue
    start: int
    end: int


def described(name: str, value: str, *, fingerprint: Fingerprint) -> tuple[KnownValue, ...]:
    """
    Return *value* as the server may know it, in each form in which a decoding may show it.

    There is none for a value that is too short or too ordinary to be told from harmless text,
    and none for a placeholder.
    """
    if len(value) < SHORTEST or _ORDINARY.fullmatch(value) or is_placeholder(value):
        return ()
    # What was encoded is read byte by byte.
    forms = dict.fromkeys((value, value.encode("utf-8", "surrogatepass").decode("latin-1")))
    fold = Fold.by(fingerprint)
    found = (_described(name, form, fingerprint, fold) for form in forms)
    return tuple(one for one in found if one is not None)


def _described(name: str, value: str, fingerprint: Fingerprint, fold: Fold) -> KnownValue | None:
    run = max(_RUN.finditer(value), key=_rarity, default=None)
    if run is None:
        return None
    return KnownValue(
        name=name,
        length=len(value),
        digest=fingerprint(value),
        run_start=run.start(),
        run_length=len(run[0]),
        traces=traces(value, run="" if _ORDINARY.fullmatch(run[0]) else run[0], fold=fold),
    )


def _rarity(run: re.Match[str]) -> tuple[bool, int]:
    return not _ORDINARY.fullmatch(run[0]), len(run[0])


@dataclass(frozen=True, kw_only=True)
class Known:
    """All values that are known at this moment; false where there are none to look for."""

    values: tuple[KnownValue, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    fingerprint: Fingerprint = field(default=str, repr=False, compare=False)
    finders: Callable[[tuple[bytes, ...]], Finder] = field(
        default=lambda _texts: lambda _data: [], repr=False, compare=False
    )

    def __bool__(self) -> bool:
        return bool(self.values)

    def places(self, data: bytes) -> list[int]:
        """Return where in *data*, in any encoding, a value could begin or go on, in order."""
        found = self._find(self._fold(data))
        return unsqueezed(data, found, squeeze=squeezed_words)

    def matches(self, text: str) -> Iterator[Match]:
        """Yield where in *text* a known value stands as it is."""
        shapes = b" " + text.encode("ascii", "replace").translate(_SHAPES) + b" "
        for length, values in self._values_by_run.items():
            for place in _runs(shapes, length):
                for value in values:
                    start = place - value.run_start
                    end = start + value.length
                    if start >= 0 and self.fingerprint(text[start:end]) == value.digest:
                        yield Match(value=value, start=start, end=end)

    @cached_property
    def reach(self) -> int:
        """How far the longest value may reach, however its characters are written."""
        longest = max((value.length for value in self.values), default=0)
        return min(_MARGIN + _WIDEST * longest, _LONGEST)

    @cached_property
    def _fold(self) -> Fold:
        return Fold.by(self.fingerprint)

    @cached_property
    def _find(self) -> Finder:
        every = {trace.encode() for value in self.values for trace in value.traces}
        return self.finders(tuple(sorted(every)))

    @cached_property
    def _values_by_run(self) -> Mapping[int, tuple[KnownValue, ...]]:
        grouped: dict[int, tuple[KnownValue, ...]] = {}
        for value in self.values:
            grouped[value.run_length] = (*grouped.get(value.run_length, ()), value)
        return grouped


def _runs(shapes: bytes, length: int) -> Iterator[int]:
    """Yield where in a text a run of so many letters and digits begins."""
    # Its shapes have one character more in front.
    shape = b" " + b"a" * length + b" "
    place = shapes.find(shape)
    while place >= 0:
        yield place
        place = shapes.find(shape, place + length + 1)
