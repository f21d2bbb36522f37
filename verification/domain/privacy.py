"""Personal data in texts, found as preprocessing finds it: an audit looks for exactly what a recipe masks."""

from sourcing.domain.personal import Personal, masked, scan

__all__ = ["Personal", "masked", "scan"]
