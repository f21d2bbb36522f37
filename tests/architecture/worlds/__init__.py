"""Rows for the ids in addresses, made once for each of two projects."""

from tests.architecture.worlds.delivery import World

__all__ = ["World"]
