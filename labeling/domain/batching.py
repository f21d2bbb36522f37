"""Bounds of a batch and of what is said about it."""

MOST_ITEMS = 10_000_000
MOST_OVERLAP = 50
LONGEST_REASON = 2_000
