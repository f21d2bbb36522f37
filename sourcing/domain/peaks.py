"""The outline of a recording: how loud it is, a hundred times a second."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

PEAKS_A_SECOND = 100
LOUDEST = 255


def outline(blocks: Iterable[bytes], *, channels: int, width: int, rate: int) -> Iterator[NDArray[np.uint8]]:
    """Yield the outline of PCM frames, block by block: the loudest sample of each hundredth of a second, 0 to 255.

    `width` is the bytes of a sample, 1 to 4; samples of one byte are unsigned, as WAV has them. The last, incomplete
    hundredth counts as one.
    """
    left: NDArray[np.float32] = np.zeros(0, dtype=np.float32)
    at, start = 0.0, 0
    size = rate / PEAKS_A_SECOND
    for block in blocks:
        samples = np.concatenate([left, _loudness(block, channels, width)])
        count = int((start + len(samples) - at) / size)
        edges = np.rint(at - start + size * np.arange(count)).astype(int)
        end = int(np.rint(at - start + size * count))
        if count:
            yield _levels(np.maximum.reduceat(samples[:end], edges))
        left, start, at = samples[end:], start + end, at + size * count
    if len(left):
        yield _levels(left.max(keepdims=True))


def _loudness(block: bytes, channels: int, width: int) -> NDArray[np.float32]:
    """Return how far each frame is from silence, 0 to 1: the loudest of its channels."""
    whole = len(block) - len(block) % (channels * width)
    data = np.frombuffer(block[:whole], dtype=np.uint8)
    if width == 1:
        values = (data.astype(np.float32) - 128) / 128
    elif width == 3:
        triples = data.reshape(-1, 3).astype(np.int32)
        packed = (triples[:, 0] << 8) | (triples[:, 1] << 16) | (triples[:, 2] << 24)
        values = packed.astype(np.float32) / 2**31
    else:
        values = data.view(f"<i{width}").astype(np.float32) / 2 ** (8 * width - 1)
    loudest: NDArray[np.float32] = np.abs(values).reshape(-1, channels).max(axis=1)
    return loudest


def _levels(loudness: NDArray[np.float32]) -> NDArray[np.uint8]:
    levels: NDArray[np.uint8] = np.rint(np.minimum(loudness, 1) * LOUDEST).astype(np.uint8)
    return levels
