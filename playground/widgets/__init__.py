"""Widgets that draw a session: no HTTP, no pattern matching, and no secret in any trait."""

from playground.widgets.redactor import Redactor
from playground.widgets.request_builder import RequestBuilder

__all__ = ["Redactor", "RequestBuilder"]
