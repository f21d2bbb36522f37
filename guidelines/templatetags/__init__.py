"""Template tags of schemas and guidelines."""
