"""Figures: periods, clicks and conversions as they were recorded, and what they add up to."""

__all__: list[str] = []
