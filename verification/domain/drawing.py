"""A learning curve as the geometry of a picture: plain numbers for a template to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 56, 16, 12, 40
LINES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Mark:
    """One point of the curve: where it stands, the ends of its interval, and the size it is of."""

    x: float
    y: float
    low: float
    high: float
    size: int


@dataclass(frozen=True)
class Picture:
    """A curve ready to be drawn: marks, the line through them, the band of the intervals, lines of the scale."""

    marks: list[Mark]
    line: str
    band: str
    scale: list[tuple[float, float]]
    floor: float | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def picture(points: Sequence[tuple[int, float, float, float]], floor: float | None = None) -> Picture:
    """Return the picture of (size, accuracy, low, high); sizes that double stand equally far apart."""
    step = (WIDTH - LEFT - RIGHT) / max(len(points) - 1, 1)
    marks = [
        Mark(round(LEFT + place * step, 1), _y(accuracy), _y(low), _y(high), size)
        for place, (size, accuracy, low, high) in enumerate(points)
    ]
    upper = [(mark.x, mark.high) for mark in marks]
    lower = [(mark.x, mark.low) for mark in reversed(marks)]
    return Picture(
        marks=marks,
        line=_path([(mark.x, mark.y) for mark in marks]),
        band=_path([*upper, *lower]),
        scale=[(value, _y(value)) for value in LINES],
        floor=None if floor is None else _y(floor),
    )


def _y(value: float) -> float:
    """Return how far down an accuracy from 0 to 1 stands."""
    return round(TOP + (1 - value) * (HEIGHT - TOP - BOTTOM), 1)


def _path(corners: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in corners)
