"""The Jupyter server extension: save guard, routes."""
