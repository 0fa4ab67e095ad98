"""What a front end says, checked before anything of it is believed; `wire.ts` says the same."""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from playground.errors import PlaygroundError

__all__ = ["Cancel", "Fill", "Hide", "Message", "Recall", "Send", "Turn", "understood"]


class _Said(BaseModel):
    # Its values may be keys: an error tells their place only.
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, strict=True)


class _Values(_Said):
    path: dict[str, Any] = {}
    query: dict[str, Any] = {}
    header: dict[str, Any] = {}
    cookie: dict[str, Any] = {}
    body: Any = None


Values: TypeAlias = _Values


class Turn(_Said):
    """Which of its fills a browser counts as this one, so that it knows what was heard."""

    client: str
    number: int


class Fill(_Said):
    """Fill in these values: they travel in a message, as no trait may hold a key."""

    type: Literal["fill"]
    operation: str
    values: Values
    turn: Turn


class Send(_Said):
    """Send these values; with `anyway`, even if there are problems."""

    type: Literal["send"]
    operation: str
    key: str | None
    values: Values
    anyway: bool


class Cancel(_Said):
    """Give up the request that is under way."""

    type: Literal["cancel"]


class Recall(_Said):
    """Bring back an earlier send."""

    type: Literal["recall"]
    number: Annotated[int, Field(ge=0)]


class Hide(_Said):
    """Keep this value out of every trait; `None` forgets it."""

    type: Literal["hide"]
    operation: str
    address: str
    value: str | None


Message: TypeAlias = Annotated[Fill | Send | Cancel | Recall | Hide, Field(discriminator="type")]

_QUOTING = {
    "extra_forbidden": "it has a member that is unknown",
    "union_tag_invalid": "its type is unknown",
}
_MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)


def understood(content: Any) -> Message:
    """
    Return the message that *content* is.

    Raises:
        PlaygroundError: it is none; its place is told, and never its value.
    """
    try:
        return _MESSAGE.validate_python(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place, reason = list(map(str, first["loc"])), first["msg"]
        if first["type"] in _QUOTING:
            # These errors quote what was said, or name it as their place.
            place, reason = place[:-1], _QUOTING[first["type"]]
        raise PlaygroundError(
            f"the form said something that the kernel does not understand ({reason})",
            place="/".join(place) or "message",
            next_step="Nothing was changed. Reload the page; if that does not help, run the cell.",
        ) from None
