"""What a manager looks at while a batch is worked on: pace, haste, and labels given more often than others do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from projects.domain.intervals import Share, share

#: fewer answers than this say nothing about a person
FEWEST = 20
#: an answer in less than this part of the median time is hasty
HASTY = 1 / 3
#: from this share of hasty answers on somebody is speeding
SPEEDING = 0.2
#: a label with more than this share of what somebody gives is most of it
MOST_OF_IT = 0.5
#: the pace is that of the last days with work, at most so many
WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Forecast:
    """How fast answers come and when the last one will, None where nothing came yet; held against a date."""

    per_day: float | None
    done_on: date | None
    due_on: date | None

    @property
    def is_late(self) -> bool:
        """True when the last answer will come after the date it is due."""
        return self.done_on is not None and self.due_on is not None and self.done_on > self.due_on


def forecast(*, left: int, recent: int, since: datetime, now: datetime, due_on: date | None) -> Forecast:
    """Return the pace of the `recent` answers given since a moment, and when `left` more are there at that pace."""
    days = max((now - since) / timedelta(days=1), 1 / 24)
    per_day = recent / days if recent else None
    if not left:
        return Forecast(per_day, now.date(), due_on)
    done_on = (now + timedelta(days=min(left / per_day, 36_500))).date() if per_day else None
    return Forecast(per_day, done_on, due_on)


def hasty_below(seconds: Sequence[float]) -> float:
    """Return the time under which an answer is hasty: a third of the median of all; 0 where none was measured.

    >>> hasty_below([9, 12, 30]), hasty_below([])
    (4.0, 0.0)
    """
    return median(seconds) * HASTY if seconds else 0.0


def hasty_share(seconds: Sequence[float], below: float) -> Share:
    """Return the share of answers that took less than `below` seconds."""
    return share(sum(second < below for second in seconds), len(seconds))


@dataclass(frozen=True, slots=True)
class Lean:
    """The label somebody gives more often, compared with the others, than any other label."""

    label: str
    own: Share
    others: Share

    @property
    def is_one_sided(self) -> bool:
        """True when it is most of what they give, the intervals lie apart and there is enough to judge by."""
        enough = self.own.n >= FEWEST and self.others.n >= FEWEST
        is_apart = (self.own.low or 0.0) > (self.others.high or 0.0)
        return enough and is_apart and (self.own.value or 0.0) > MOST_OF_IT


def lean(own: Mapping[str, int], everybody: Mapping[str, int]) -> Lean | None:
    """Return the label in which a person exceeds the others most; None where there is nothing to compare."""
    mine, all_of_us = sum(own.values()), sum(everybody.values())
    others = all_of_us - mine
    if not mine or not others:
        return None
    rows = [
        Lean(label, share(own.get(label, 0), mine), share(times - own.get(label, 0), others))
        for label, times in everybody.items()
    ]
    return max(rows, key=lambda row: (row.own.value or 0.0) - (row.others.value or 0.0))
