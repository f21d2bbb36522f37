"""Intervals of shares, which every app uses."""

from projects.domain.intervals import Share, share, two_sided_z

__all__ = ["Share", "share", "two_sided_z"]
