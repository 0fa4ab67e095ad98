"""Cassettes: notebooks that run, and are checked, with the sandbox down."""

from playground.recording.process import open_from_environment
from playground.recording.setting import SANDBOX, Setting, setting

__all__ = ["SANDBOX", "Setting", "open_from_environment", "setting"]
