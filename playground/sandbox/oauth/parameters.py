"""RFC 6749, sections 3.1, 3.2 and appendix B: parameters of a query and of a form."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from playground.sandbox.message import Request
from playground.sandbox.oauth.refusal import ErrorCode, Refusal
from playground.sandbox.oauth.wire import query_of, values_of

__all__ = ["Parameters", "form", "parse", "scopes_and_form"]

_MAX_BYTES = 16_384
_MAX_FIELDS = 100
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Parameters by name; one sent without a value is as if omitted (section 3.1)."""

    values: Mapping[str, str]
    repeated: frozenset[str]

    def get(self, name: str) -> str | None:
        """Return the parameter, None if it was not sent."""
        return self.values.get(name)

    def require(self, name: str) -> str:
        """
        Return the parameter.

        Raises:
            Refusal: it was not sent.
        """
        if (value := self.values.get(name)) is None:
            raise Refusal(ErrorCode.INVALID_REQUEST, f"The parameter {name} is missing.")
        return value

    def refuse_repeated(self) -> None:
        """Raise a refusal if a parameter was sent more than once (sections 3.1 and 3.2)."""
        if self.repeated:
            raise Refusal(ErrorCode.INVALID_REQUEST, "A parameter is sent more than once.")


def parse(raw: bytes) -> Parameters:
    """
    Return the parameters of *raw*, with the names of those sent more than once.

    Raises:
        Refusal: it is too long, or no UTF-8.
    """
    return _gathered(_pairs(raw))


def form(request: Request) -> Parameters:
    """
    Return the parameters of a form body.

    Raises:
        Refusal: the URL has a query, the body is no form, or a parameter is repeated.
    """
    parameters = _gathered(_form_pairs(request))
    parameters.refuse_repeated()
    return parameters


def scopes_and_form(request: Request) -> tuple[frozenset[str], Parameters]:
    """Return the ticked checkboxes of our own consent form, and its other fields."""
    found = _form_pairs(request)
    parameters = _gathered([(name, value) for name, value in found if name != "scope"])
    parameters.refuse_repeated()
    return frozenset(value for name, value in found if name == "scope"), parameters


def _gathered(found: Sequence[tuple[str, str]]) -> Parameters:
    counts = Counter(name for name, _ in found)
    return Parameters(
        values={name: value for name, value in reversed(found) if value},
        repeated=frozenset(name for name, count in counts.items() if count > 1),
    )


def _form_pairs(request: Request) -> list[tuple[str, str]]:
    """Return the names and values of a form body; nothing else is taken (section 2.3.1)."""
    if query_of(request):
        raise Refusal(ErrorCode.INVALID_REQUEST, "Parameters belong in the body, not the URL.")
    types = [
        value.partition(";")[0].strip().lower() for value in values_of(request, "content-type")
    ]
    if types != [_FORM]:
        raise Refusal(ErrorCode.INVALID_REQUEST, f"The body must be {_FORM}.")
    return _pairs(request.body)


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    if len(raw) > _MAX_BYTES:
        raise Refusal(ErrorCode.INVALID_REQUEST, "The parameters are too long.")
    try:
        return parse_qsl(
            raw.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS
        )
    except ValueError as wrong:
        raise Refusal(
            ErrorCode.INVALID_REQUEST, "The parameters are not form-encoded UTF-8."
        ) from wrong
