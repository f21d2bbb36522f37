"""How alike two short texts are, in any language, without counting other texts."""

import math
import re
import unicodedata
from collections.abc import Iterable
from typing import TypeVar

K = TypeVar("K")

#: from here on two questions probably ask the same
ALIKE = 0.4
WRITTEN_TOGETHER = re.compile(r"[가-힣一-鿿぀-ヿ]+|[^\W_가-힣一-鿿぀-ヿ]+")


def likeness(one: str, other: str) -> float:
    """Return from 0 to 1 how much two texts share: the cosine of their sets of pieces.

    Pieces are three letters of a word with its edges. In Korean, Chinese and Japanese they are two characters
    with the beginning of a word, because endings change there and words are not always parted by spaces.

    >>> likeness("Is irony negative?", "is IRONY negative"), likeness("반어는 부정인가요?", "가격")
    (1.0, 0.0)
    """
    left, right = pieces(one), pieces(other)
    if not left or not right:
        return 0.0
    return len(left & right) / math.sqrt(len(left) * len(right))


def pieces(text: str) -> frozenset[str]:
    """Return the pieces a text is compared by.

    >>> sorted(pieces("반어는")), sorted(pieces("Oh"))
    ([' 반', '반어', '어는'], [' oh', 'oh '])
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return frozenset(piece for word in WRITTEN_TOGETHER.findall(plain) for piece in _of_word(word))


def _of_word(word: str) -> Iterable[str]:
    if "぀" <= word[0] <= "ヿ" or "一" <= word[0] <= "鿿" or "가" <= word[0] <= "힣":
        begun = f" {word}"
        return (begun[n : n + 2] for n in range(len(word)))
    edged = f" {word} "
    return (edged[n : n + 3] for n in range(len(edged) - 2))


def most_alike(text: str, others: Iterable[tuple[K, str]], *, most: int = 5) -> list[K]:
    """Return the keys of the texts that are alike, the likest first, at most so many.

    >>> most_alike("irony?", [(1, "How long may a text be?"), (2, "Is irony negative?")])
    [2]
    """
    scored = [(likeness(text, other), key) for key, other in others]
    alike = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: -pair[0])
    return [key for _score, key in alike[:most]]
