"""All kinds of key that the guard knows, proved and compiled once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
import json
from pathlib import Path
import re
from typing import Any, Self

import orjson

from playground.errors import KindError
from playground.guard.bound import prefixes
from playground.guard.cache import cached
from playground.guard.fingerprint import Fingerprint, personal
from playground.guard.kind import (
    KeyKind,
    kinds_in,
    place_of,
    proved_kinds,
    read_bytes,
    read_tables,
)
from playground.guard.known import Known, KnownValue
from playground.guard.literals import Form, forms
from playground.guard.matcher import Matcher, matcher

__all__ = ["Catalogue"]

_SHIPPED = Path(__file__).with_name("kinds")


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Kinds of key, the forms they take in text, and the engine that looks for these."""

    kinds: tuple[KeyKind, ...]
    forms: tuple[Form, ...] = field(repr=False)
    matcher: Matcher = field(repr=False)
    fingerprint: Fingerprint = field(repr=False)
    known: Known = field(default_factory=Known, repr=False)

    @classmethod
    def load(cls, *, extra: Sequence[Path] = (), fingerprint: Fingerprint | None = None) -> Self:
        """
        Return the shipped kinds and those of the files *extra*, each proved by its examples.

        Raises:
            KindError: a file cannot be read, or a kind in it fails its own proof.
        """
        paths = tuple(dict.fromkeys((*sorted(_SHIPPED.glob("*.toml")), *extra)))
        recipe = sha256(b"\0".join(read_bytes(path) for path in [*_rules(), *paths])).digest()
        kinds, found = cached("kinds", recipe, make=lambda: _proof(paths), read=_read)
        return cls(
            kinds=kinds,
            forms=found,
            matcher=matcher(found, recipe=recipe),
            fingerprint=fingerprint or personal(),
        )

    def with_known(self, values: Iterable[KnownValue], *, names: Mapping[str, str]) -> Self:
        """Return this catalogue, which finds *values* too; *names* has the names by fingerprint."""
        known = Known(
            values=tuple(values),
            names=dict(names),
            fingerprint=self.fingerprint,
            finders=self.matcher.finder,
        )
        return replace(self, known=known)

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the kinds."""
        return frozenset(kind.code for kind in self.kinds)

    @cached_property
    def prefixes(self) -> re.Pattern[str]:
        """The beginnings of keys that tell their kind."""
        return prefixes(self.kinds)


def _read(made: bytes) -> tuple[tuple[KeyKind, ...], tuple[Form, ...]]:
    """Return the kinds that were proved, byte for byte, and the forms that they take."""
    known: Any = orjson.loads(made)
    kinds = [
        kind
        for is_added, tables in known["kinds"]
        for kind in proved_kinds(tables, is_added=is_added)
    ]
    return tuple(kinds), tuple(
        Form(text, code, tuple(of), *rest) for text, code, of, *rest in known["forms"]
    )


def _rules() -> list[Path]:
    return sorted(Path(__file__).parent.glob("*.py"))


def _proof(paths: Sequence[Path]) -> bytes:
    from playground.guard.proof import prove  # noqa: PLC0415  what is cached is proved already

    known: list[tuple[bool, Any]] = []
    proved: list[KeyKind] = []
    owners: dict[str, str] = {}
    for path in paths:
        tables, places = read_tables(path), place_of(path, read_bytes(path))
        kinds = kinds_in(tables, place=str(path), places=places)
        prove(kinds, place=str(path), places=places)
        for number, kind in enumerate(kinds):
            if kind.code in owners:
                raise KindError(
                    f"the code {kind.code!r} is taken by {owners[kind.code]}",
                    place=places(number),
                    next_step="Choose another `code`.",
                )
            owners[kind.code] = places(number)
        # No path: another installation of the same version reads the same cache.
        known.append((path.parent != _SHIPPED, tables))
        proved += kinds
    return json.dumps({"kinds": known, "forms": forms(proved)}).encode()
