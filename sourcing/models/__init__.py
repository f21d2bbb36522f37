"""Raw data as it came, where it came from, and the items made from it."""

from sourcing.models.items import Import, Item, ItemVersion, RawFile
from sourcing.models.recipes import Decision, KeptText, MaskedValue, Recipe, RecipeRun
from sourcing.models.searching import SearchText
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
    "Decision",
    "Import",
    "Item",
    "ItemVersion",
    "KeptText",
    "LegalReview",
    "MaskedValue",
    "RawFile",
    "Recipe",
    "RecipeRun",
    "SearchText",
    "Source",
]
