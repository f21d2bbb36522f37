"""Reads: an evaluation as people read it."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from verification.domain.drawing import Picture, picture
from verification.domain.learning_curve import Saturation
from verification.models import Evaluation
from verification.selectors.evaluation import (
    accuracy_of,
    batches_named,
    gain_of,
    is_measured,
    model_measures,
    people_named,
)
from verification.selectors.in_force import asked_for, missed_goals

VERDICTS: dict[Saturation, str | Promise] = {
    Saturation.GROWING: _("The last doubling still helped: more data of this kind should help again."),
    Saturation.SATURATED: _(
        "The curve is flat: doubling the data once more would add less than one point of accuracy."
    ),
    Saturation.UNDECIDED: _(
        "Not decided: the hold-out is too small to tell the last gain from chance. More items would tell."
    ),
    Saturation.NOTHING_LEARNED: _(
        "The model does no better than always giving the most frequent label: it learned nothing from the texts."
    ),
}
WHY_NOT: dict[str, str | Promise] = {
    "no_text": _("It cannot be measured yet: no item with an answer in force says anything in words."),
    "one_label": _(
        "It cannot be measured yet: at least two labels have to stand on five different texts each. Label more items."
    ),
    "too_few": _("It cannot be measured yet: it takes at least 30 different texts. Label more items."),
}
WAYS: dict[str, str | Promise] = {
    "time": _("Earlier and later half of the answers"),
    "batch": _("Batches"),
    "source": _("Sources"),
    "annotator": _("People, each by their own answers"),
}
HALVES: dict[str, str | Promise] = {"first": _("Earlier half"), "second": _("Later half")}


@dataclass(frozen=True)
class EvaluationWords:
    """An evaluation with its figures, sentences and picture."""

    evaluation: Evaluation
    why_not: str
    verdict: str
    accuracy: Any
    gain: Any
    picture: Picture | None
    matrices: list[dict[str, Any]]
    titles: dict[str, str]


def evaluation_words(evaluation: Evaluation) -> EvaluationWords:
    """Return a finished evaluation in words; one that is not finished has none yet."""
    report = evaluation.report
    curve = report.get("curve")
    return EvaluationWords(
        evaluation=evaluation,
        why_not=str(WHY_NOT[report["why_not"]]) if report.get("why_not") else "",
        verdict=str(VERDICTS[Saturation(curve["verdict"])]) if curve else "",
        accuracy=accuracy_of(evaluation),
        gain=gain_of(evaluation),
        picture=_picture(curve) if curve else None,
        matrices=[_named(one) for one in report["slices"]] if is_measured(evaluation) else [],
        titles={row["label"]: row["title"] for row in report.get("labels", ())},
    )


def _picture(curve: dict[str, Any]) -> Picture:
    points = [(one["size"], one["accuracy"], one["low"], one["high"]) for one in curve["points"]]
    return picture(points, curve["most_frequent"])


def _named(matrix: dict[str, Any]) -> dict[str, Any]:
    """Return a matrix with its parts called as people call them."""
    names = {name: str(name) for name in matrix["names"]}
    if matrix["by"] == "batch":
        names |= batches_named(matrix["names"])
    elif matrix["by"] == "annotator":
        names |= people_named(matrix["names"])
    elif matrix["by"] == "time":
        names |= {name: str(HALVES[name]) for name in matrix["names"]}
    return {
        "title": str(WAYS[matrix["by"]]),
        "trained": matrix["trained"],
        "columns": [names[name] for name in matrix["names"]],
        "rows": [{"name": names[row["name"]], "cells": row["cells"]} for row in matrix["rows"]],
        "odd": ", ".join(names[name] for name in matrix["odd"]),
    }


def missed_words(project: Project) -> list[str]:
    """Return a sentence for each requirement on the model that its last evaluation misses."""
    return [
        gettext("“%(goal)s” is missed: the model reaches %(value)s, asked for is %(asked)s.")
        % {"goal": goal.sentence, "value": number_format(value, decimal_pos=3), "asked": asked_for(goal)}
        for goal, value in missed_goals(project, model_measures(project))
    ]
