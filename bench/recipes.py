"""How many items a second each step of preprocessing takes, on one core and without a database."""

import time
from typing import Any

from sourcing.domain.cleaning import InMemory, Text, clean_texts
from sourcing.domain.steps import STEPS, new_step

PORTION = 1_000


def measure_steps(texts: list[str]) -> dict[str, Any]:
    """Return step → items a second, portion by portion as a run takes them."""
    rows = [Text(number, {"text": text}, {}) for number, text in enumerate(texts)]
    return {name: round(len(rows) / _seconds(name, rows)) for name in STEPS}


def _seconds(name: str, rows: list[Text]) -> float:
    memory = InMemory()
    clean_texts(rows[:10], [new_step(name)], lambda _position: InMemory())
    begun = time.perf_counter()
    for start in range(0, len(rows), PORTION):
        clean_texts(rows[start : start + PORTION], [new_step(name)], lambda _position: memory)
    return time.perf_counter() - begun
