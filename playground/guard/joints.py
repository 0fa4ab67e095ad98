"""The places where a word may go on beyond something that can be left out."""

import re

__all__ = ["Joints"]

_LONGEST_WORD = 128
_WORD = re.compile(rb"[A-Za-z0-9_.+/=~:@%-]*+")
_BEFORE = re.compile(
    rb"""(?:[A-Za-z0-9+/=_.:@~-][ \t]*\r?\n[ \t]*(?:[#>|*/%-]{1,2}[ \t]*)?"""
    rb"""|["'`{][\s)\\]*(?:\+|\*|\.\.?|&|<>|,|#)?[\s(\\]*[A-Za-z]{0,2}["'`]|[\\?}\0-\x08\x0e\x0f])"""
    rb"""[A-Za-z0-9_.+/=~:@%-]*\Z"""
)
_AFTER = re.compile(
    rb"""[ \t]*\r?\n[ \t]*(?:[#>|*/%-]{1,2}[ \t]*)?[A-Za-z0-9+/=_.:@~-]"""
    rb"""|["'`][\s)\\]*(?:\+|\*|\.\.?|&|<>|,|#)?[\s(\\]*[A-Za-z]{0,2}["'`}]"""
    rb"""|[\\?\0-\x08\x0e\x0f]|\{(?:["'}]|\\?[_-]\})"""
)


class Joints:
    """
    Tells of places in *data*, asked for in ascending order, whether a word goes on there.

    Each word is read once, however many places are in it.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._start = self._end = 0
        self._goes_on = False

    def is_at(self, place: int, *, has_lead: bool) -> bool:
        """Return whether the word at *place* goes on after it or, with a lead, before it."""
        if not self._start <= place < self._end:
            word = _WORD.match(self._data, place)
            self._start, self._end = place, word.end() if word else place
            self._goes_on = _AFTER.match(self._data, self._end) is not None
        if self._goes_on:
            return True
        low = max(place - _LONGEST_WORD, 0)
        return has_lead and _BEFORE.search(self._data, low, place) is not None
