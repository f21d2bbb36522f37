"""How much a figure would change with other items: the bootstrap, many draws at a time.

Items that are alike are folded into one row, and a draw is how often each row was drawn: drawing n items one by
one and counting them, or drawing the counts at once, is the same.
"""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from verification.domain.estimates import Interval, Undefined
from verification.domain.ratings import Codes, Floats

DRAWS = 1_000
AT_ONCE = 1 << 20  # numbers in one block of draws: 8 MB
DEAR = 20  # drawing the count of one row costs about as much as drawing so many items

Figures = Mapping[str, Floats]


def bootstrap(
    row_of_item: Codes,
    figures: Callable[[Floats], Figures],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    width: int = 1,
) -> dict[str, Floats]:
    """Return each figure of every draw of the items with replacement.

    `figures` takes weights of shape (draws, rows) and returns values by name, NaN where a draw has none.
    `width` says how many numbers one draw needs at most. Draws come in blocks, each with a generator of its
    own, so that the result depends on the seed alone and not on the number of threads.
    """
    rows = int(row_of_item.max()) + 1
    block = max(1, min(draws, AT_ONCE // max(rows, width)))
    sizes = [min(block, draws - start) for start in range(0, draws, block)]
    seeds = np.random.SeedSequence(seed).spawn(len(sizes))

    def of_block(size: int, of: np.random.SeedSequence) -> Figures:
        return figures(_weights(row_of_item, rows, size, np.random.default_rng(of)))

    with ThreadPoolExecutor(min(os.cpu_count() or 1, 4)) as threads:
        found = list(threads.map(of_block, sizes, seeds))
    return {name: np.concatenate([block[name] for block in found]) for name in found[0]}


def interval(values: Floats) -> Interval:
    """Return the 95 % percentile interval; draws without a value are left out and counted."""
    known = values[np.isfinite(values)]
    if not len(known):
        return Interval(None, None, len(values), left_out=len(values), undefined=Undefined.ONE_CATEGORY)
    low, high = np.percentile(known, [2.5, 97.5])
    return Interval(float(low), float(high), len(values), left_out=len(values) - len(known))


def whole(row_of_item: Codes) -> Floats:
    """Return the weights of the items as they are: one draw that holds each of them once."""
    return np.bincount(row_of_item).astype(np.float64)[np.newaxis]


def _weights(row_of_item: Codes, rows: int, draws: int, random: np.random.Generator) -> Floats:
    items = len(row_of_item)
    if rows * DEAR < items:
        return random.multinomial(items, np.bincount(row_of_item) / items, size=draws).astype(np.float64)
    weights = np.empty((draws, rows))
    for draw in weights:
        drawn = random.integers(items, size=items, dtype=np.int32 if items < 1 << 31 else np.int64)
        draw[:] = np.bincount(row_of_item[drawn], minlength=rows)
    return weights
