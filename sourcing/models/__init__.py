"""Raw data as it came, and the items made from it."""

from sourcing.models.items import Import, Item, ItemVersion, RawFile

__all__ = ["Import", "Item", "ItemVersion", "RawFile"]
