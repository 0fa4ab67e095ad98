"""Credentials: what a key may do, and its value where it must be."""
