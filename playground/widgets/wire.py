"""
What travels between a request builder and its front end; `lab/src/widgets/wire.ts` says the same.

An *address* is a JSON pointer into `Values`: "/query/limit", "/body/utm/source".
Keys' values never travel; a password travels once, in a `Hide` message, and rests in no trait.
"""

from typing import Any, Literal, NotRequired, TypedDict

__all__ = [
    "Asks",
    "Builder",
    "Cancel",
    "Card",
    "Complaint",
    "Example",
    "Field",
    "Form",
    "Hide",
    "KeyRow",
    "Message",
    "OperationRow",
    "Outcome",
    "Recall",
    "Send",
    "SendRow",
    "Sent",
    "Snippets",
    "Values",
]


class OperationRow(TypedDict):
    """An operation as the chooser lists it."""

    id: str
    method: str
    path: str
    summary: str
    tag: str
    provenance: str
    deprecated: bool


class KeyRow(TypedDict):
    """A key as the chooser lists it: everything but its value."""

    name: str
    kind: str
    scopes: list[str]
    status: str
    usable: bool
    detail: str


class Field(TypedDict):
    """One field of a form; what is absent is empty. `because` says why a form cannot draw it."""

    address: str
    name: str
    kind: Literal["text", "number", "flag", "choice", "tags", "group", "json"]
    format: NotRequired[str]
    required: NotRequired[bool]
    nullable: NotRequired[bool]
    help: NotRequired[str]
    limits: NotRequired[str]
    default: NotRequired[Any]
    example: NotRequired[str]
    choices: NotRequired[list[Any]]
    item: NotRequired[str]
    fields: NotRequired[list["Field"]]
    because: NotRequired[str]
    provenance: NotRequired[str]
    reason: NotRequired[str]


class Example(TypedDict):
    """Values that fill a form in at a click."""

    name: str
    values: "Values"


class Form(TypedDict):
    """The form of one operation; `media` is empty where it takes no body."""

    operation: str
    description: str
    reason: str
    parameters: list[Field]
    body: list[Field]
    media: str
    hidden: list[str]
    examples: list[Example]


class Values(TypedDict, total=False):
    """What a person has filled in for one operation."""

    path: dict[str, Any]
    query: dict[str, Any]
    header: dict[str, Any]
    cookie: dict[str, Any]
    body: Any


class Asks(TypedDict):
    """What an operation asks of a credential, and whether the chosen one has it."""

    sentence: str
    alternatives: list[str]
    carriers: str
    allowed: bool
    words: str
    change: str
    certainty: str


class Complaint(TypedDict):
    """A problem at an address; `pointer` is what a person reads."""

    address: str
    pointer: str
    place: str
    message: str


class Card(TypedDict):
    """Why an answer came out as it did."""

    allowed: bool
    rule: str
    headline: str
    requires: list[str]
    holds: list[str]
    change: str
    certainty: str
    provenance: str


class Sent(TypedDict):
    """A request as it left, keys masked."""

    method: str
    url: str
    headers: list[list[str]]
    body: str


class Outcome(TypedDict):
    """An answer, or the failure to get one, and what was asked; `ms` is milliseconds."""

    kind: Literal["answer", "failure", "cancelled"]
    operation: str
    key: str | None
    status: int
    words: str
    ms: float
    headers: list[list[str]]
    body: str
    clipped: int
    sent: Sent | None
    card: Card | None
    message: str
    step: str


class SendRow(TypedDict):
    """One earlier send; `number` counts from 0."""

    number: int
    operation: str
    method: str
    path: str
    key: str
    status: int
    words: str


class Snippets(TypedDict):
    """The request as code."""

    python: str
    curl: str


class Builder(TypedDict):
    """The synced traits."""

    title: str
    operations: list[OperationRow]
    credentials: list[KeyRow]
    operation: str | None
    key: str | None
    form: Form | None
    values: dict[str, Values]
    asks: Asks | None
    complaints: list[Complaint]
    snippets: Snippets
    sending: bool
    held: bool
    outcome: Outcome | None
    sends: list[SendRow]


class Send(TypedDict):
    """Send these values; with `anyway`, even if there are problems."""

    type: Literal["send"]
    operation: str
    key: str | None
    values: Values
    anyway: bool


class Cancel(TypedDict):
    """Give up the request that is under way."""

    type: Literal["cancel"]


class Recall(TypedDict):
    """Bring back an earlier send."""

    type: Literal["recall"]
    number: int


class Hide(TypedDict):
    """Keep this value out of every trait; `None` forgets it."""

    type: Literal["hide"]
    operation: str
    address: str
    value: str | None


Message = Send | Cancel | Recall | Hide
