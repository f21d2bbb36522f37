"""The evidence a release carries, read from the apps below at the moment it is frozen."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC
from typing import Any, NamedTuple, Protocol

from django.db.models import Count, Exists, OuterRef

import verification.selectors
from delivery.domain.cells import cell_text
from delivery.domain.lines import instant
from delivery.domain.quality import (
    Asked,
    agreement,
    answer_facts,
    label_shares,
    requirement_facts,
    share_facts,
    shown_measures,
)
from delivery.models import Release
from delivery.selectors.lines import among
from projects.domain.stages import Measure, Stage
from projects.models import Cycle, Membership, Project, StagePass
from projects.selectors import brief_in_force, cycle_of, requirements
from verification.models import Consensus, Decision, Dispute, DisputeState
from verification.selectors.printed import printed_facts

BY_HAND, BY_HAND_WITHDRAWN = "by_hand", "by_hand_withdrawn"


class Measures(Protocol):
    """A module that measures something of a project."""

    def measures(self, project: Project) -> list[Measure]:
        """Return what it measures, under the names requirements use."""


#: the modules below that measure; what a release says of its own batches goes before what they say
WITH_MEASURES: tuple[Measures, ...] = (verification.selectors,)


class Held(NamedTuple):
    """What a release will hold: ids of its runs and of the decisions in force, its manifest, how many items."""

    runs: Sequence[int]
    decisions: Collection[int]
    manifest: Mapping[str, Any]
    items: int


def quality_facts(release: Release, held: Held) -> dict[str, Any]:
    """Return the facts of the quality report, in a fixed number of statements whatever the size."""
    project, manifest = release.project, held.manifest
    decided = _decided(held)
    answers = answer_facts(_answer_counts(held, decided))
    measures = _measures(project, held, answers)
    asked = _asked(project)
    brief = brief_in_force(project)
    n = sum(field["answered"] for field in answers.values())
    return {
        "project": project.name,
        "release": release.number,
        "frozen_at": instant(release.frozen_at),
        "items": held.items,
        "brief": brief.number if brief else None,
        "requirements": requirement_facts(asked, measures),
        "measures": shown_measures(measures.values(), asked),
        "schemas": manifest["schemas"],
        "batches": manifest["batches"],
        "disputes": {
            "open": manifest["open_disputes"],
            "decided": dict(Counter(each.cause for each in decided)),
        },
        "answers": answers,
        "decided_by_people": share_facts(len(decided), n),
        "passed_by_hand": _passed_by_hand(project),
        "cycles": _cycles(project),
        **printed_facts(project),
    }


class Decided(NamedTuple):
    """A decision in force: its field, the answer it set in place of another, and the cause of the dispute.

    `before` is None where nobody had answered: only the decision on another field made this one asked.
    """

    field: str
    before: Any
    answer: Any
    cause: str


def _decided(held: Held) -> list[Decided]:
    columns = ("dispute__item_id", "dispute__field", "answer", "cause")
    decisions = Decision.objects.filter(pk__in=among(held.decisions)).exclude(
        dispute__state=DisputeState.NOT_ASKED
    )
    rows = list(decisions.order_by("pk").values_list(*columns))
    before = _consensus_of([item for item, *_rest in rows], held.runs)
    items = {item for item, _field in before}
    return [
        Decided(field, before.get((item, field)), answer, cause)
        for item, field, answer, cause in rows
        if item in items
    ]


def _consensus_of(items: Collection[int], runs: Sequence[int]) -> dict[tuple[int, str], Any]:
    rows = Consensus.objects.filter(run__in=runs, item__in=among(items))
    return {(item, field): answer for item, field, answer in rows.values_list("item_id", "field", "answer")}


def _answer_counts(held: Held, decided: Sequence[Decided]) -> Counter[tuple[str, str]]:
    """Return (field, answer in force) → items: those of the consensus, with what was decided put in place."""
    unasked = Dispute.objects.filter(
        batch=OuterRef("run__batch"),
        item=OuterRef("item"),
        field=OuterRef("field"),
        state=DisputeState.NOT_ASKED,
    )
    given = Consensus.objects.filter(~Exists(unasked), run__in=held.runs)
    rows = given.order_by().values_list("field", "answer")
    counts: Counter[tuple[str, str]] = Counter()
    for field, answer, n in rows.annotate(n=Count("pk")):
        counts[field, cell_text(answer)] += n
    for each in decided:
        if each.before is not None:
            counts[each.field, cell_text(each.before)] -= 1
        counts[each.field, cell_text(each.answer)] += 1
    return counts


def _measures(project: Project, held: Held, answers: Mapping[str, Any]) -> dict[str, Measure]:
    n = held.manifest["open_disputes"]
    own = [
        Measure("items.accepted", held.items, held.items),
        Measure("disputes.open", n, n),
        agreement(held.manifest["batches"]),
        *label_shares(answers, held.manifest["schemas"]),
    ]
    below = [measure for module in WITH_MEASURES for measure in module.measures(project)]
    return {measure.name: measure for measure in [*below, *own]}


def _asked(project: Project) -> list[Asked]:
    return [
        Asked(row.position, row.sentence, row.metric, row.comparison, row.threshold)
        for row in requirements(project)
    ]


def is_passed_by_hand(project: Project, stage: Stage) -> bool:
    """Return whether a gate is passed by hand in the present cycle."""
    rows = StagePass.objects.filter(
        project=project, stage=stage, cycle=cycle_of(project), what__in=[BY_HAND, BY_HAND_WITHDRAWN]
    )
    last = rows.order_by("-pk").first()
    return last is not None and last.what == BY_HAND


def _passed_by_hand(project: Project) -> list[dict[str, Any]]:
    """Return the gates passed by hand and not taken back, by role: a report names no person."""
    rows = StagePass.objects.filter(project=project, what__in=[BY_HAND, BY_HAND_WITHDRAWN]).order_by("pk")
    last = {(row.cycle, row.stage): row for row in rows}
    passed = [row for row in last.values() if row.what == BY_HAND]
    roles = _roles(project, [row.by_id for row in passed])
    return [
        {
            "stage": row.stage,
            "cycle": row.cycle,
            "reason": row.reason,
            "roles": roles.get(row.by_id, []),
            "on": row.at.astimezone(UTC).date().isoformat(),
        }
        for row in sorted(passed, key=lambda row: (row.cycle, row.stage))
    ]


def _roles(project: Project, people: Collection[int]) -> dict[int, list[str]]:
    roles: dict[int, list[str]] = {}
    held = Membership.objects.filter(project=project, user__in=people).order_by("role")
    for person, role in held.values_list("user_id", "role"):
        roles.setdefault(person, []).append(role)
    return roles


def _cycles(project: Project) -> list[dict[str, Any]]:
    rows = Cycle.objects.filter(project=project).order_by("number")
    return [
        {"number": row.number, "reason": row.reason, "on": row.at.astimezone(UTC).date().isoformat()}
        for row in rows
    ]
