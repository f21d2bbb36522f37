"""How many rows a form says it has; what it says may be anything."""

import re

from django.http import QueryDict

#: with more labels than this in all, labels are one text: a request has room for 1,000 inputs
MOST_ROWS = 150
MOST_LABELS = MOST_ROWS + 50
COUNT = re.compile(r"[0-9]{1,4}")


def count(data: QueryDict, name: str) -> int:
    """Return the number in this input, within bounds; 0 where it is none."""
    value = data.get(name, "")
    return min(int(value), MOST_LABELS) if COUNT.fullmatch(value) else 0
