"""Linquid Playground: an API playground for JupyterLab."""
