"""Labels in the formats of their fields: read from files that others made, written for those who train with them.

Each file reads and writes one format; marks are those of the field kinds, places as the kinds count them.
"""

#: format → the kinds of field whose marks it holds
SUITS: dict[str, tuple[str, ...]] = {
    "conll": ("spans",),
    "conll_characters": ("spans",),
    "conll_bioes": ("spans",),
    "voc": ("boxes",),
    "voc_1_based": ("boxes",),
    "coco": ("boxes", "polygons", "keypoints"),
    "yolo": ("boxes", "polygons"),
    "rttm": ("segments",),
}
#: formats that are texts with items of their own; of the others each item is an image or a recording beside its labels
TEXTS = frozenset({"conll", "conll_characters"})
READ = tuple(name for name in SUITS if name != "conll_bioes")  # its tags are read as those of conll
WRITTEN = tuple(name for name in SUITS if name != "conll_characters")
KINDS = frozenset(kind for kinds in SUITS.values() for kind in kinds)


def read_as(kind: str) -> list[str]:
    """Return the formats in which labels for a field of this kind are read."""
    return [name for name in READ if kind in SUITS[name]]


def written_as(kind: str) -> list[str]:
    """Return the formats in which the answers to a field of this kind are written."""
    return [name for name in WRITTEN if kind in SUITS[name]]
