"""Widgets that draw a session; no HTTP, no pattern matching."""
