"""Raw data as it came, where it came from, and the items made from it."""

from sourcing.models.items import Import, Item, ItemVersion, RawFile
from sourcing.models.sources import (
    CRITERION_NAMES,
    KIND_NAMES,
    VERDICT_NAMES,
    Assessment,
    LegalReview,
    Source,
)

__all__ = [
    "CRITERION_NAMES",
    "KIND_NAMES",
    "VERDICT_NAMES",
    "Assessment",
    "Import",
    "Item",
    "ItemVersion",
    "LegalReview",
    "RawFile",
    "Source",
]
