"""What the kinds that mark an image share: lists of shapes, alike by where they lie."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import _
from guidelines.domain.checks import clean_object
from guidelines.domain.kinds.base import Config, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, all_alike, by_likeness, by_place, marks
from guidelines.domain.kinds.labels import check_labels, titles_of
from guidelines.domain.kinds.marks import Mark, check_part, count_labels, distinct, show_labels
from guidelines.domain.kinds.matching import Likeness, Member, f1, groups, panoptic_quality

CONFIG_PARTS = frozenset({"part", "labels"})
#: shapes with less of their area in common mean two things (PASCAL VOC's threshold)
LEAST_IOU = 0.5


class ImageMarks(ABC):
    """Marks of one shape on an image. A kind says which shape, how alike two are, and what several come to."""

    settings: tuple[Setting, ...] = (
        Setting("part", "part", _("Image to mark"), _("Empty takes the first image of the item.")),
        Setting("labels", "labels", _("Labels")),
    )

    @abstractmethod
    def _likeness(self, config: Config) -> Likeness:
        """Return how alike two marks are."""

    @abstractmethod
    def _place(self, mark: Mark) -> tuple[Any, ...]:
        """Return what marks are ordered by: from top to bottom."""

    @abstractmethod
    def _one_of(self, members: Sequence[Member]) -> Mark:
        """Return the mark that stands for several that mean the same."""

    @abstractmethod
    def _in_words(self, mark: Mark, titles: Mapping[str, str]) -> str:
        """Return the mark in words."""

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"part", "labels"} with missing keys filled in."""
        given = clean_object(config, path, CONFIG_PARTS)
        return {
            "part": check_part(given.get("part", ""), f"{path}.part"),
            "labels": check_labels(given.get("labels", ()), f"{path}.labels"),
        }

    def scale(self, config: Config) -> Scale:
        return "nominal"

    def values(self, config: Config) -> list[Any]:
        """Return nothing: the answers cannot be listed."""
        return []

    def titles(self, config: Config) -> dict[str, str]:
        """Return label id → title."""
        return titles_of(config)

    def show(self, value: Sequence[Mark], config: Config) -> str:
        """Return how many marks have each label."""
        return show_labels(value, config)

    def distance(self, one: Sequence[Mark], other: Sequence[Mark], config: Config) -> float:
        """Return 1 - panoptic quality: how many marks were found by both, and how exactly."""
        return 1.0 - panoptic_quality(one, other, self._likeness(config))

    def units(self, value: Sequence[Mark]) -> list[Mark]:
        """Return the marks."""
        return list(value)

    def merge(self, values: Sequence[Sequence[Mark]], weights: Sequence[float], config: Config) -> list[Mark]:
        """Return one mark for each group that at least half of the weight drew alike."""
        found = groups(values, weights, self._likeness(config))
        return distinct(sorted(map(self._one_of, found), key=self._place))

    def compare(self, values: Sequence[Sequence[Mark]], config: Config) -> list[Aligned]:
        """Return the marks that all drew alike, and others at the same place put together."""
        titles, likeness = titles_of(config), self._likeness(config)
        return marks(
            values,
            same=by_likeness(likeness),
            near=by_place(likeness),
            order=self._place,
            show=lambda one: self._in_words(one, titles),
            agrees=lambda group: self._agree(group, likeness),
        )

    def _agree(self, group: Sequence[Mark], likeness: Likeness) -> bool:
        return all_alike(likeness)(group)

    def summarise(self, values: Sequence[Sequence[Mark]], config: Config) -> dict[str, int]:
        """Return label id → how many marks have it."""
        return count_labels(values, config)

    def score(self, value: Sequence[Mark], gold: Sequence[Mark], config: Config) -> float:
        """Return F1 of marks that are enough like those of gold."""
        return f1(value, gold, self._likeness(config))
