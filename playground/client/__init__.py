"""The only place that sends: credentials by name, answers without a key."""

from playground.client.client import Client
from playground.client.history import History
from playground.client.masking import Masker
from playground.client.transport import Transport

__all__ = ["Client", "History", "Masker", "Transport"]
