"""Cassettes: the only importer of vcr."""
