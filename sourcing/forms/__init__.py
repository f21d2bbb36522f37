"""What people type about raw data and items."""

LARGEST_ID = 2**63 - 1
