"""Sourcing for programs."""

from sourcing.api.imports import CancelImport, ImportDetail, StartImport
from sourcing.api.items import Items, OneItem

__all__ = ["CancelImport", "ImportDetail", "Items", "OneItem", "StartImport"]
