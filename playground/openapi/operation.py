"""One operation of an OpenAPI document, resolved: what it takes, gives and asks of a credential."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from playground.openapi.reference import Definitions

__all__ = [
    "Alternative",
    "Body",
    "Location",
    "Operation",
    "Parameter",
    "Provenance",
    "Response",
    "Schema",
    "SchemeRequirement",
]

Schema: TypeAlias = Mapping[str, Any] | bool
Provenance: TypeAlias = Literal["documented", "inferred", "unmarked"]
Location: TypeAlias = Literal["path", "query", "header", "cookie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeRequirement:
    """One security scheme with the scopes it must carry, all of them; none = any credential."""

    scheme: str
    scopes: tuple[str, ...] = ()


Alternative: TypeAlias = tuple[SchemeRequirement, ...]
"""Requirements that must all hold; the empty alternative lets anonymous requests through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """
    A path, query, header or cookie parameter.

    The reference at the top of `schema` is resolved, the ones inside are not (see
    `Operation.resolve`). `style` and `explode` are filled in with OpenAPI's defaults; a parameter
    with a `media_type` travels as that type's text instead, JSON mostly.
    """

    name: str
    location: Location
    required: bool = False
    description: str = ""
    schema: Schema = field(default_factory=dict)
    example: Any = None
    provenance: Provenance = "unmarked"
    reason: str = ""
    style: str = ""
    explode: bool = False
    allow_reserved: bool = False
    media_type: str = ""
    deprecated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """
    A request body: a schema for each media type, in the document's order.

    `examples` holds the first example of a media type; `all_examples` all of them by name, and
    `encoding` how single fields of a form travel.
    """

    required: bool = False
    description: str = ""
    content: Mapping[str, Schema] = field(default_factory=dict)
    examples: Mapping[str, Any] = field(default_factory=dict)
    all_examples: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    encoding: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer that the document declares; `status` is "200", "4XX" or "default"."""

    status: str
    description: str = ""
    content: Mapping[str, Schema] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """
    What one method on one path does.

    `security` is an OR of ANDs (OpenAPI 3.1, "Security Requirement Object"): any one alternative
    is enough, all requirements of it must hold; `()` = public.
    `id` is the document's `operationId`, or "METHOD /path" where it has none.
    `extensions` holds its `x-` fields; `warnings` says what of it could not be read.
    """

    id: str
    method: str
    path: str
    summary: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[Alternative, ...] = ()
    provenance: Provenance = "unmarked"
    reason: str = ""
    deprecated: bool = False
    extensions: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    definitions: Definitions = field(default_factory=Definitions, repr=False, compare=False)

    def resolve(self, schema: Schema) -> Schema:
        """Return *schema* with the reference at its top followed; `{}` if it leads nowhere."""
        found = self.definitions.resolve(schema)
        return found if isinstance(found, (Mapping, bool)) else {}
