"""Pages of raw data, items and where they come from."""
