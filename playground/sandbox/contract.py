"""What every tenant is answered by: the document, its routes, the rules of access, the handlers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from playground.openapi import Document, Router
from playground.sandbox.call import Handler
from playground.sandbox.refusal import accepted_scopes
from playground.scopes.checks import Check
from playground.scopes.rule import Rule

__all__ = ["Contract"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """`accepted` tells by operation which scopes would do."""

    document: Document
    router: Router
    handlers: Mapping[str, Handler]
    checks: Sequence[tuple[Rule, Check]]
    accepted: Mapping[str, str]

    @classmethod
    def of(
        cls,
        document: Document,
        *,
        handlers: Mapping[str, Handler],
        checks: Sequence[tuple[Rule, Check]],
    ) -> Self:
        """Return the contract that *document* is."""
        return cls(
            document=document,
            router=Router(document),
            handlers=handlers,
            checks=checks,
            accepted={
                operation.id: accepted_scopes(operation)
                for operation in document.operations.values()
            },
        )
