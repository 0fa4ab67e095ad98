"""
What travels between a request builder and its front end; `lab/src/widgets/wire.ts` says the same.

An *address* is a JSON pointer into `Values`: "/query/limit", "/body/utm/source".
No key rests in any trait: what a person fills in travels in messages (`messages.py`), and what
comes back has the names of keys in their places, and masks in those of passwords.
"""

from typing import Any, Literal, NotRequired, TypedDict

__all__ = [
    "Asks",
    "Builder",
    "Card",
    "CardLine",
    "CardRow",
    "Complaint",
    "Example",
    "Field",
    "Form",
    "Heard",
    "KeyRow",
    "OperationRow",
    "Outcome",
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
    """A key as the chooser lists it: everything but its value; `scopes` is None where unknown."""

    name: str
    kind: str
    scopes: list[str] | None
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
    """
    What an operation asks of a credential, and whether the chosen one has it.

    `allowed` is None where nobody knows. Sentences hold code between backticks.
    """

    sentence: str
    alternatives: list[str]
    carriers: str
    allowed: bool | None
    words: str
    change: str
    certainty: str


class Complaint(TypedDict):
    """A problem at an address; `pointer` is what a person reads."""

    address: str
    pointer: str
    place: str
    message: str


class CardLine(TypedDict):
    """A sentence with code between backticks, perhaps the sandbox's assumption."""

    words: str
    inferred: bool


class CardRow(TypedDict):
    """A heading and its lines; what is `aside` is not the reason, and is folded away."""

    term: str
    lines: list[CardLine]
    aside: bool


class Card(TypedDict):
    """Why an answer came out as it did, in the rows that every drawing of it shows."""

    allowed: bool
    rule: str
    headline: str
    rows: list[CardRow]


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


class Heard(TypedDict):
    """The latest fill of a browser that the values take account of; `client` is that browser."""

    client: str
    number: int


class Builder(TypedDict):
    """The synced traits."""

    title: str
    operations: list[OperationRow]
    credentials: list[KeyRow]
    operation: str | None
    key: str | None
    form: Form | None
    values: dict[str, Values]
    heard: Heard | None
    asks: Asks | None
    complaints: list[Complaint]
    snippets: Snippets
    sending: bool
    held: bool
    outcome: Outcome | None
    sends: list[SendRow]
