"""One figure for data that was measured in parts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Stratum:
    """An estimate of one part of the data: its value, the n it rests on and its 95 % interval, if any."""

    value: float
    n: int
    low: float | None = None
    high: float | None = None


def stratified(parts: Sequence[Stratum]) -> Stratum:
    """Return the mean of the parts (at least one) weighted by n, with its 95 % interval.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., section 5.3: the variance of a stratified mean is
    the sum of the variances times the squared weights. A part's standard error is taken from the width of
    its interval; a single part keeps its own interval, and where a part has none the mean has none.
    """
    if len(parts) == 1:
        return parts[0]
    n = sum(part.n for part in parts)
    value = sum(part.value * part.n for part in parts) / n
    errors = [_standard_error(part) for part in parts]
    if None in errors:
        return Stratum(value, n)
    weighted = (part.n / n * (error or 0.0) for part, error in zip(parts, errors, strict=True))
    margin = Z95 * sqrt(sum(error**2 for error in weighted))
    return Stratum(value, n, value - margin, value + margin)


def _standard_error(part: Stratum) -> float | None:
    if part.low is None or part.high is None:
        return None
    return (part.high - part.low) / (2 * Z95)


def least_reliable(batches: Iterable[tuple[bool, Mapping[str, Mapping[str, Any]]]]) -> Stratum | None:
    """Return the agreement of a project: that of its least reliable field, over batches the mean weighted by items.

    `batches` are (is main, field → alpha with value, n, low, high). Main batches count; pilots do while there is
    no main one. None where no alpha is defined.
    """
    given = list(batches)
    counted = [alphas for is_main, alphas in given if is_main] or [alphas for _is_main, alphas in given]
    parts: dict[str, list[Stratum]] = defaultdict(list)
    for alphas in counted:
        for field, alpha in alphas.items():
            if alpha["value"] is not None:
                parts[field].append(Stratum(alpha["value"], alpha["n"], alpha["low"], alpha["high"]))
    fields = [stratified(of_field) for of_field in parts.values()]
    return min(fields, key=lambda field: field.value, default=None)
