"""A free slot as taking work sees it."""

from typing import NamedTuple


class FreeSlot(NamedTuple):
    """A slot this transaction has locked, with what a work unit shows of its item (parts and data as JSON)."""

    id: int
    item_id: int
    name: str
    version_id: int
    version: int
    parts: str
    data: str
    is_gold: bool = False
