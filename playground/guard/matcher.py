"""The engine's interface: it proposes places, and others settle what stands there."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from playground.guard.characters import text_in_base64
from playground.guard.literals import Form
from playground.guard.signs import squeezed

__all__ = ["Finder", "Literal", "Matcher", "literals_of", "matcher"]

# "l", as HTML may write it.
_SIGN = b"&#x6c;"
_TAIL_CLASS = r"[A-Za-z0-9_.+/=~:@%-]"


# Returns where any of some texts begins in what it is given, in order.
Finder = Callable[[bytes], list[int]]


class Literal(NamedTuple):
    """
    What an engine looks for: bytes of the form with that index, squeezed ones among them.

    `tail` characters must follow; `phase` is where in its group of base64 the first of them is.
    """

    form: int
    text: bytes
    tail: int
    phase: int | None
    ignore_case: bool
    is_squeezed: bool

    @property
    def length(self) -> int:
        """How many bytes it and its tail are."""
        return len(self.text) + self.tail

    @property
    def follows(self) -> str:
        """The pattern of the tail: key characters, or in base64 what text is encoded as."""
        if self.phase is None:
            return f"{_TAIL_CLASS}{{{self.tail}}}" if self.tail else ""
        return "".join(text_in_base64()[(self.phase + number) % 4] for number in range(self.tail))


def literals_of(forms: Sequence[Form]) -> tuple[Literal, ...]:
    """Return the literals of *forms*, then those that only a squeezed text can hold."""
    plain = [
        Literal(index, form.text.encode(), form.tail, _phase(form), form.ignore_case, False)  # noqa: FBT003  fast
        for index, form in enumerate(forms)
    ]
    others = [
        one._replace(text=text, is_squeezed=True)
        for one in plain
        if (text := squeezed(one.text)) != one.text
    ]
    return (*plain, *others)


def _phase(form: Form) -> int | None:
    return (form.lead + len(form.text)) % 4 if form.encoding == "base64" else None


class Matcher(Protocol):
    """Finds literals; safe to share between threads."""

    def places(self, data: bytes) -> list[tuple[int, int]]:
        """Return each place as index of the form and offset of its first byte, by offset."""
        ...

    def squeezed_places(self, data: bytes) -> list[tuple[int, int]]:
        """Return the same for *data* that is squeezed."""
        ...

    def signs(self, data: bytes) -> list[int]:
        """Return where a sign ends that some decoding could matter, in order."""
        ...

    def finder(self, texts: tuple[bytes, ...]) -> Finder:
        """Return what finds any of *texts*: ready to be asked often."""
        ...


def matcher(forms: Sequence[Form], *, recipe: bytes) -> Matcher:
    """
    Return the fastest engine that works here for *forms*, which are made by *recipe*.

    The compiled one needs its wheel, a processor that it knows, and to find what it is shown.
    """
    try:
        from playground.guard.matcher_hyperscan import (  # noqa: PLC0415 - optional
            HyperscanMatcher,
        )

        compiled = HyperscanMatcher(forms, recipe=recipe)
        if _works(compiled, forms):
            return compiled
    except Exception:  # noqa: BLE001, S110  whatever keeps it from working, the other one does
        pass
    from playground.guard.matcher_python import PythonMatcher  # noqa: PLC0415 - a fallback

    return PythonMatcher(forms)


def _works(engine: Matcher, forms: Sequence[Form]) -> bool:
    """Return whether *engine* finds the first and the last of *forms*, and a sign."""
    for index in {0, len(forms) - 1} if forms else ():
        shown = forms[index].text.encode() + b"a" * forms[index].tail
        if (index, 0) not in engine.places(shown):
            return False
    return bool(engine.signs(_SIGN))
