"""Every operation that the gate judges; the OAuth provider judges its own."""

from playground.openapi import linquid

__all__ = ["GATED"]

GATED = {
    name: operation
    for name, operation in linquid().operations.items()
    if "x-own-security" not in operation.extensions
}
