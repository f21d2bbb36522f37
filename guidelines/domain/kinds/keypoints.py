"""The field kind `keypoints`: named points on an image."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_flag, clean_object
from guidelines.domain.kinds.base import Agreement, Config, Parts, Setting
from guidelines.domain.kinds.comparing import all_alike
from guidelines.domain.kinds.image_marks import ImageMarks
from guidelines.domain.kinds.labels import check_labels
from guidelines.domain.kinds.marks import (
    PIXEL_DIGITS,
    Mark,
    check_part,
    clean_label,
    clean_number,
    each_mark,
    mean,
    media_of,
    pixel,
    refuse_twins,
)
from guidelines.domain.kinds.matching import Likeness, Member

CONFIG_PARTS = frozenset({"part", "labels", "is_once", "tolerance"})
POINT_PARTS = frozenset({"x", "y", "label", "is_hidden"})
TOLERANCE = 10
MAX_TOLERANCE = 10_000
#: points this many tolerances apart mean two things
FAR = 2


class Keypoints(ImageMarks):
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
        given.sort(key=lambda pair: self._place(pair[0]))
        points, paths = [point for point, _path in given], [where for _point, where in given]
        refuse_twins(points, paths)
        if config.get("is_once"):
            _refuse_repeats(points, paths)
        return points

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("alpha_distance",)

    def merge(self, values: Sequence[Sequence[Mark]], weights: Sequence[float], config: Config) -> list[Mark]:
        """Return the weighted mean of the points that at least half of the weight set near one another."""
        found = super().merge(values, weights, config)
        return (
            list({point["label"]: point for point in found[::-1]}.values())[::-1]
            if config.get("is_once")
            else found
        )

    def columns(self, value: Sequence[Mark]) -> dict[str, str]:
        """Return one line a point: label, x, y, and "hidden" where it is."""
        lines = (
            f"{one['label']}\t{one['x']}\t{one['y']}" + ("\thidden" if one["is_hidden"] else "")
            for one in value
        )
        return {"": "\n".join(lines)}

    def _likeness(self, config: Config) -> Likeness:
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

    def _place(self, point: Mark) -> tuple[Any, ...]:
        return point["y"], point["x"], point["label"], point["is_hidden"]

    def _one_of(self, members: Sequence[Member]) -> Mark:
        total = sum(member.weight for member in members)
        hidden = sum(member.weight for member in members if member.mark["is_hidden"])
        return {
            axis: mean(((member.mark[axis], member.weight) for member in members), PIXEL_DIGITS)
            for axis in ("x", "y")
        } | {"label": members[0].mark["label"], "is_hidden": hidden > total / 2}

    def _in_words(self, point: Mark, titles: Mapping[str, str]) -> str:
        title = titles.get(point["label"], point["label"])
        place = f"{point['x']}, {point['y']}"
        return f"{title} · ({place})" if point["is_hidden"] else f"{title} · {place}"

    def _agree(self, group: Sequence[Mark], likeness: Likeness) -> bool:
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
