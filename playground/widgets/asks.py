"""What an operation asks of a credential, in words, and whether the chosen key has it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from playground.openapi.operation import Alternative, Operation
from playground.scopes.requirement import in_words
from playground.widgets.lab import Explanation
from playground.widgets.wire import Asks

__all__ = ["asks", "listed"]


def asks(
    operation: Operation, schemes: Mapping[str, Mapping[str, Any]], predicted: Explanation
) -> Asks:
    """Return what *operation* asks for, and what is *predicted* for the chosen key."""
    scopes = _unique(_scopes(alternative) for alternative in operation.security)
    carriers = _unique(_carrier(alternative, schemes) for alternative in operation.security)
    return {
        "sentence": _sentence(operation, scopes, carriers),
        "alternatives": scopes,
        "carriers": listed(carriers),
        "allowed": predicted.allowed,
        "words": _foretold(predicted),
        "change": predicted.smallest_change,
        "certainty": str(predicted.certainty),
    }


def _foretold(predicted: Explanation) -> str:
    """Return the headline as what would happen, since nothing was sent yet."""
    reason = predicted.headline.removeprefix("Refused: ").replace("was sent", "is sent")
    return f"Would be refused: {reason}" if predicted.allowed is False else predicted.headline


def _sentence(operation: Operation, scopes: list[str], carriers: list[str]) -> str:
    if not operation.security or () in operation.security:
        return "nothing: anyone may call it"
    if not scopes:
        return listed(carriers)
    return listed(f"`{scope}`" for scope in scopes)


def _scopes(alternative: Alternative) -> str:
    """Return the scopes that *alternative* wants, all of them."""
    return " + ".join(scope for requirement in alternative for scope in requirement.scopes)


def _carrier(alternative: Alternative, schemes: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the kinds of credential that *alternative* wants together, without their scopes."""
    return in_words(tuple(replace(one, scopes=()) for one in alternative), schemes)


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, words)))


def listed(words: Iterable[str], *, last: str = "or") -> str:
    """Return "a", "a or b", "a, b or c"."""
    *before, end = list(words) or [""]
    return f"{', '.join(before)} {last} {end}" if before else end
