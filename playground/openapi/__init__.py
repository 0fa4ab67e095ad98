"""An OpenAPI document, one operation at a time."""

from playground.openapi.document import Document, Operations
from playground.openapi.load import linquid, load
from playground.openapi.operation import (
    Alternative,
    Body,
    Operation,
    Parameter,
    Response,
    SchemeRequirement,
)
from playground.openapi.reference import Definitions
from playground.openapi.router import Router

__all__ = [
    "Alternative",
    "Body",
    "Definitions",
    "Document",
    "Operation",
    "Operations",
    "Parameter",
    "Response",
    "Router",
    "SchemeRequirement",
    "linquid",
    "load",
]
