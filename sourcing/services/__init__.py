"""Writes of sourcing: sources, raw files, imports and items."""

from sourcing.services.items import add_items
from sourcing.services.sources import add_source, assess_source, review_source

__all__ = ["add_items", "add_source", "assess_source", "review_source"]
