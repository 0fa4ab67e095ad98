"""A computed string, written anew as one f-string or sum with its keys looked up."""

from collections.abc import Sequence

from playground.guard.settle import Key
from playground.guard.strings import Run

__all__ = ["spread"]


def spread(run: Run, inside: Sequence[tuple[Key, str]], *, view: str) -> str:
    """Return an expression for the value of *run*, in which each key is looked up by its name."""
    encode = ".encode()" if run.is_bytes else ""
    parts: list[str] = []
    rest = run.value
    for key, name in inside:
        before, found, after = rest.partition(key.value)
        if not found:
            continue
        parts += [_quoted(before, run)] if before else []
        parts.append(f'{view}["{name}"].reveal(){encode}')
        rest = after
    parts += [_quoted(rest, run)] if rest else []
    return parts[0] if len(parts) == 1 else f"({' + '.join(parts)})"


def _quoted(text: str, run: Run) -> str:
    return repr(text.encode("latin-1")) if run.is_bytes else repr(text)
