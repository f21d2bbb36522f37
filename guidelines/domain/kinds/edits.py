"""How far one text is from another, in single characters put in, taken out or replaced."""


def edit_distance(one: str, other: str) -> int:
    """Return Levenshtein's distance, by the bit vectors of Myers (1999) as Hyyrö (2003) simplified them.

    >>> edit_distance("kitten", "sitting")
    3
    """
    if len(one) < len(other):
        one, other = other, one
    if not other:
        return len(one)
    places: dict[str, int] = {}
    for place, character in enumerate(other):
        places[character] = places.get(character, 0) | 1 << place
    full = (1 << len(other)) - 1
    last = 1 << (len(other) - 1)
    plus, minus, score = full, 0, len(other)
    for character in one:
        same = places.get(character, 0)
        vertical = same | minus
        level = (((same & plus) + plus) ^ plus) | same
        up = minus | full & ~(level | plus)
        down = plus & level
        score += bool(up & last) - bool(down & last)
        up, down = up << 1 | 1, down << 1
        plus = full & (down | ~(vertical | up))
        minus = full & up & vertical
    return score
