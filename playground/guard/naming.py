"""Names for keys that are taken out: the same key has the same name throughout a notebook."""

from collections.abc import Iterable, Mapping
import re

__all__ = ["Names", "placeholder"]

_IN_USE = re.compile(r"keys\[\\?[\"']([^\"'\\\]]{1,100})\\?[\"']\]|\[redacted:([^\]]{1,100})\]")


def placeholder(name: str) -> str:
    """Return what stands outside code where the key called *name* stood."""
    return f"[redacted:{name}]"


class Names:
    """
    Gives each fingerprint a name: the one it is *known* by, or its kind's code with a number.

    Names that *texts* already refer to stand for other keys, and are not given again.
    """

    def __init__(self, texts: Iterable[str], *, known: Mapping[str, str] | None = None) -> None:
        self._names = dict(known or {})
        self._taken = {a or b for text in texts for a, b in _IN_USE.findall(text)}
        self._taken.update(self._names.values())

    def name(self, fingerprint: str, *, code: str) -> str:
        """Return the name of the key with *fingerprint*, of the kind *code*."""
        if fingerprint not in self._names:
            number, name = 1, code
            while name in self._taken:
                number += 1
                name = f"{code}-{number}"
            self._taken.add(name)
            self._names[fingerprint] = name
        return self._names[fingerprint]
