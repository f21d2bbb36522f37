"""The field kind `keypoints`: named points on an image."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_flag, clean_object
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, all_alike, by_likeness, by_place, marks
from guidelines.domain.kinds.labels import check_labels, titles_of
from guidelines.domain.kinds.marks import (
    PIXEL_DIGITS,
    Mark,
    check_part,
    clean_label,
    clean_number,
    count_labels,
    distinct,
    each_mark,
    mean,
    media_of,
    pixel,
    refuse_twins,
    show_labels,
)
from guidelines.domain.kinds.matching import Likeness, Member, f1, groups, panoptic_quality

CONFIG_PARTS = frozenset({"part", "labels", "is_once", "tolerance"})
POINT_PARTS = frozenset({"x", "y", "label", "is_hidden"})
TOLERANCE = 10
MAX_TOLERANCE = 10_000
#: points this many tolerances apart mean two things
FAR = 2


class Keypoints:
    """Points in pixels of the image as it is shown. A point is {"x", "y", "label", "is_hidden"}.

    `is_hidden` says that the place is known though something covers it. `tolerance` is how far two people's points
    for the same thing usually lie apart, in pixels.
    """

    name = "keypoints"
    title = _("Points on an image")
    help = _("Named places in an image: joints, corners of the eyes, landmarks.")
    settings: tuple[Setting, ...] = (
        Setting("part", "part", _("Image to mark"), _("Empty takes the first image of the item.")),
        Setting("labels", "labels", _("Labels")),
        Setting("is_once", "flag", _("Each label stands once at most")),
        Setting(
            "tolerance",
            "number",
            _("How far apart two points for the same place may lie, in pixels"),
            _("Agreement and scores are computed with it."),
        ),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"part", "labels", "is_once", "tolerance"} with missing keys filled in."""
        given = clean_object(config, path, CONFIG_PARTS)
        tolerance = given.get("tolerance")
        return {
            "part": check_part(given.get("part", ""), f"{path}.part"),
            "labels": check_labels(given.get("labels", ()), f"{path}.labels"),
            "is_once": clean_flag(given.get("is_once", False), f"{path}.is_once"),
            "tolerance": clean_number(
                TOLERANCE if tolerance is None else tolerance,
                f"{path}.tolerance",
                least=1,
                most=MAX_TOLERANCE,
            ),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> list[Mark]:
        """Return the points from top to bottom, to a hundredth of a pixel."""
        image = media_of(config, parts, path, "image")
        given = [
            (_clean_point(one, where, config, image), where)
            for one, where in each_mark(value, path, POINT_PARTS)
        ]
        given.sort(key=lambda pair: _place(pair[0]))
        points, paths = [point for point, _path in given], [where for _point, where in given]
        refuse_twins(points, paths)
        if config.get("is_once"):
            _refuse_repeats(points, paths)
        return points

    def scale(self, config: Config) -> Scale:
        return "nominal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("alpha_distance",)

    def values(self, config: Config) -> list[Any]:
        """Return nothing: the answers cannot be listed."""
        return []

    def titles(self, config: Config) -> dict[str, str]:
        """Return label id → title."""
        return titles_of(config)

    def show(self, value: Sequence[Mark], config: Config) -> str:
        """Return how many points have each label."""
        return show_labels(value, config)

    def distance(self, one: Sequence[Mark], other: Sequence[Mark], config: Config) -> float:
        """Return 1 - the mean nearness of points, those that only one of the two has counting as far."""
        return 1.0 - panoptic_quality(one, other, _likeness(config))

    def units(self, value: Sequence[Mark]) -> list[Mark]:
        """Return the points."""
        return list(value)

    def merge(self, values: Sequence[Sequence[Mark]], weights: Sequence[float], config: Config) -> list[Mark]:
        """Return the weighted mean of the points that at least half of the weight set near one another."""
        found = distinct(sorted(map(_mean, groups(values, weights, _likeness(config))), key=_place))
        return (
            list({point["label"]: point for point in found[::-1]}.values())[::-1]
            if config.get("is_once")
            else found
        )

    def compare(self, values: Sequence[Sequence[Mark]], config: Config) -> list[Aligned]:
        """Return the points that all set alike, and others at the same place put together."""
        titles = titles_of(config)
        return marks(
            values,
            same=by_likeness(_likeness(config)),
            near=by_place(_likeness(config)),
            order=_place,
            show=lambda one: _in_words(one, titles),
            agrees=lambda group: _agree(group, _likeness(config)),
        )

    def summarise(self, values: Sequence[Sequence[Mark]], config: Config) -> dict[str, int]:
        """Return label id → how many points have it."""
        return count_labels(values, config)

    def columns(self, value: Sequence[Mark]) -> dict[str, str]:
        """Return one line a point: label, x, y, and "hidden" where it is."""
        lines = (
            f"{one['label']}\t{one['x']}\t{one['y']}" + ("\thidden" if one["is_hidden"] else "")
            for one in value
        )
        return {"": "\n".join(lines)}

    def score(self, value: Sequence[Mark], gold: Sequence[Mark], config: Config) -> float:
        """Return F1 of points that lie within twice the tolerance of gold."""
        return f1(value, gold, _likeness(config))


def _in_words(point: Mark, titles: Mapping[str, str]) -> str:
    title = titles.get(point["label"], point["label"])
    place = f"{point['x']}, {point['y']}"
    return f"{title} · ({place})" if point["is_hidden"] else f"{title} · {place}"


def _agree(group: Sequence[Mark], likeness: Likeness) -> bool:
    return all_alike(likeness)(group) and len({point["is_hidden"] for point in group}) == 1


def _clean_point(given: Mapping[str, Any], path: str, config: Config, image: Mapping[str, Any]) -> Mark:
    return {
        "x": pixel(given.get("x"), f"{path}.x", image["width"]),
        "y": pixel(given.get("y"), f"{path}.y", image["height"]),
        "label": clean_label(given, config, path),
        "is_hidden": clean_flag(given.get("is_hidden", False), f"{path}.is_hidden"),
    }


def _refuse_repeats(points: Sequence[Mark], paths: Sequence[str]) -> None:
    seen: set[str] = set()
    for point, path in zip(points, paths, strict=True):
        if point["label"] in seen:
            raise BadInput(_("This label stands once at most in this field."), path=f"{path}.label")
        seen.add(point["label"])


def _place(point: Mark) -> tuple[Any, ...]:
    return point["y"], point["x"], point["label"], point["is_hidden"]


def _likeness(config: Config) -> Likeness:
    tolerance = float(config.get("tolerance") or TOLERANCE)

    def nearness(one: Mark, other: Mark) -> float:
        """Object keypoint similarity as COCO defines it, the tolerance being its s·k."""
        far = math.hypot(one["x"] - other["x"], one["y"] - other["y"])
        return math.exp(-(far**2) / (2 * tolerance**2))

    reach = FAR * tolerance / 2
    return Likeness(
        of=nearness,
        extent=lambda point: (point["x"] - reach, point["x"] + reach),
        least=math.exp(-(FAR**2) / 2),
    )


def _mean(members: Sequence[Member]) -> Mark:
    total = sum(member.weight for member in members)
    hidden = sum(member.weight for member in members if member.mark["is_hidden"])
    return {
        axis: mean(((member.mark[axis], member.weight) for member in members), PIXEL_DIGITS)
        for axis in ("x", "y")
    } | {"label": members[0].mark["label"], "is_hidden": hidden > total / 2}
