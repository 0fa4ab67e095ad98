"""Linquid, enforced: an API server that checks scopes, keeps state and can be reset."""

from playground.sandbox.clock import Clock
from playground.sandbox.core import Sandbox
from playground.sandbox.message import Request, Response
from playground.sandbox.seed import Seed, read_seed, shipped_seed
from playground.sandbox.serve import RunningSandbox, serve_in_thread

__all__ = [
    "Clock",
    "Request",
    "Response",
    "RunningSandbox",
    "Sandbox",
    "Seed",
    "read_seed",
    "serve_in_thread",
    "shipped_seed",
]
