"""Keys that were pasted into a form: each is kept in the keyring, its name in every trait."""

from collections.abc import Callable, Iterator
from typing import Any

from playground.credentials.secret import Secret
from playground.widgets.pointer import join

__all__ = ["Kept"]


class Kept:
    """
    The texts that held a key, by what stands for them; *masked* is what names keys.

    They come back only where a request is made, and no repr shows them.
    """

    def __init__(self, masked: Callable[[str], str]) -> None:
        self._masked = masked
        self._texts: dict[str, Secret] = {}

    def lift(self, tree: Any) -> Any:
        """Return *tree* with the name of each key in its place, in names as in texts."""
        return _mapped(tree, self._lifted)

    def fill(self, tree: Any) -> Any:
        """Return *tree* with the keys back in their places."""
        return _mapped(tree, self._filled)

    def places(self, tree: Any, above: str = "") -> Iterator[tuple[str, str]]:
        """Yield the pointer into *tree* of each text that stands for one with a key, and it."""
        if isinstance(tree, dict):
            for name, below in tree.items():
                if name in self._texts:
                    yield above + join(name), name
                yield from self.places(below, above + join(name))
        elif isinstance(tree, list):
            for number, below in enumerate(tree):
                yield from self.places(below, above + join(number))
        elif isinstance(tree, str) and tree in self._texts:
            yield above, tree

    def __contains__(self, text: object) -> bool:
        return text in self._texts

    def _lifted(self, text: str) -> str:
        stands = self._masked(text)
        if stands != text:
            self._texts[stands] = Secret(text)
        return stands

    def _filled(self, text: str) -> str:
        secret = self._texts.get(text)
        return text if secret is None else secret.reveal()


def _mapped(tree: Any, change: Callable[[str], str]) -> Any:
    if isinstance(tree, dict):
        return {change(name): _mapped(below, change) for name, below in tree.items()}
    if isinstance(tree, list):
        return [_mapped(below, change) for below in tree]
    return change(tree) if isinstance(tree, str) else tree
