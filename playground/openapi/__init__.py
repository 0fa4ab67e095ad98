"""An OpenAPI document, one operation at a time."""

from playground.openapi.build import Request, build
from playground.openapi.check import answer_problems, body_problems, problems
from playground.openapi.document import Document, Operations
from playground.openapi.incoming import Incoming, read_params
from playground.openapi.load import linquid, load
from playground.openapi.operation import (
    Alternative,
    Body,
    Operation,
    Parameter,
    Response,
    SchemeRequirement,
)
from playground.openapi.problem import Problem
from playground.openapi.reference import Definitions
from playground.openapi.router import Router
from playground.openapi.sample import Sample, sample
from playground.openapi.security import as_plain

__all__ = [
    "Alternative",
    "Body",
    "Definitions",
    "Document",
    "Incoming",
    "Operation",
    "Operations",
    "Parameter",
    "Problem",
    "Request",
    "Response",
    "Router",
    "Sample",
    "SchemeRequirement",
    "answer_problems",
    "as_plain",
    "body_problems",
    "build",
    "linquid",
    "load",
    "problems",
    "read_params",
    "sample",
]
