"""Lines that were wrapped in the middle of a word, joined again."""

import re

from playground.guard.view import View, substituted

__all__ = ["unwrapped"]

# A break inside a run of key characters, with the quotation, comment or indent that may follow.
_BREAK = re.compile(
    r"(?<=[A-Za-z0-9+/=_.-])=?[ \t]*\r?\n"
    r"[ \t]*(?:(?:#|//|>|\||\*|--|%)[ \t]*)?(?=[A-Za-z0-9+/=_.-])"
)


def unwrapped(view: View) -> View | None:
    """
    Return *view* with its lines joined, or None where no line ends inside a word.

    Whether two lines belong together shows only by what stands on them: a key may begin and end
    at any of the cuts.
    """
    breaks = _BREAK.finditer(view.text)
    return substituted(view, breaks, lambda _: "", decoding="wrapped", is_guess=True)
