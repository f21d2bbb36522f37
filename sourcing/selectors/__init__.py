"""Reads: raw files, imports and items."""

from sourcing.selectors.items import (
    ARRIVED,
    AnyTextContains,
    ItemLine,
    contains,
    earlier_imports,
    import_for,
    imports_for,
    imports_of,
    item_for,
    item_lines,
    items_for,
    items_of,
    pace_of,
    raw_file_for,
    taken_names,
)

__all__ = [
    "ARRIVED",
    "AnyTextContains",
    "ItemLine",
    "contains",
    "earlier_imports",
    "import_for",
    "imports_for",
    "imports_of",
    "item_for",
    "item_lines",
    "items_for",
    "items_of",
    "pace_of",
    "raw_file_for",
    "taken_names",
]
