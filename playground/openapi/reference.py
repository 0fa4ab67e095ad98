"""What `$ref` points to: local references of one document, however they are written."""

from collections.abc import Callable, Mapping
from typing import Any

from playground.openapi.pointer import lookup, parts

__all__ = ["Definitions", "Warn"]

Warn = Callable[[str], None]


def _silent(_message: str) -> None:
    pass


class Definitions:
    """
    The document that an operation's references lead into.

    `is_draft4` is true for OpenAPI 3.0, whose schemas are JSON Schema draft 4 with `nullable`.
    `compiled` keeps what was made from it, so that an operation is compiled once.
    """

    __slots__ = ("compiled", "is_draft4", "root")

    def __init__(self, root: Mapping[str, Any] | None = None) -> None:
        self.root: Mapping[str, Any] = root or {}
        self.is_draft4 = str(self.root.get("openapi", "")).startswith("3.0")
        self.compiled: dict[tuple[str, str], Any] = {}

    def resolve(self, node: Any, *, warn: Warn = _silent) -> Any:
        """
        Return *node* with its own `$ref` followed, to the end of the chain.

        Fields beside a `$ref` win over the target's in OpenAPI 3.1, and are ignored in 3.0.
        What leads nowhere, outside the document or in a circle is `{}`, after a warning.
        """
        beside: dict[str, Any] = {}
        seen: set[str] = set()
        while isinstance(node, Mapping) and isinstance(node.get("$ref"), str):
            ref = node["$ref"]
            if not self.is_draft4:
                beside = {**{k: v for k, v in node.items() if k != "$ref"}, **beside}
            if ref in seen:
                warn(f"the reference {ref} leads in a circle")
                return beside
            seen.add(ref)
            node = self.find(ref, warn=warn)
        return {**node, **beside} if beside and isinstance(node, Mapping) else node

    def find(self, ref: str, *, warn: Warn = _silent) -> Any:
        """Return what *ref* points to in this document; `{}`, after a warning, if nothing."""
        if not ref.startswith("#"):
            warn(f"the reference {ref} leads out of the document and is not followed")
            return {}
        try:
            return lookup(self.root, parts(ref[1:]))
        except LookupError:
            warn(f"the reference {ref} leads nowhere")
            return {}
