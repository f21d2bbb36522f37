"""Reads: the parts of the data a sample is drawn from, and how each part did."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from accounts.models import User
from guidelines.domain.kinds import KINDS
from labeling.models import Annotation, Batch
from projects.domain.roles import Right
from projects.selectors import rights_of
from verification.domain.intervals import Share, exact_share
from verification.models import Audit, Consensus, StrataBy
from verification.selectors.audits import Standing
from verification.selectors.consensus import blind_numbers


def strata_of(rows: QuerySet[Consensus], by: str) -> dict[int, str]:
    """Return item → the part of the data it belongs to, in the words of the audit; nothing when not parted.

    Parted by label it is the consensus on its first field, by annotator whoever answered first.
    """
    if by == StrataBy.LABEL:
        first = rows.order_by("item_id", "-field").values_list("item_id", "answer")
        return {item: _told(answer) for item, answer in first}
    if by == StrataBy.SOURCE:
        return dict(rows.values_list("item_id", "item__source__name").distinct())
    return _first_annotators(rows) if by == StrataBy.ANNOTATOR else {}


def _told(answer: Any) -> str:
    return answer if isinstance(answer, str) else str(answer)


def _first_annotators(rows: QuerySet[Consensus]) -> dict[int, str]:
    """Return item → the id of the person whose answer to it is the oldest."""
    oldest = {item: min(answers) for item, answers in rows.values_list("item_id", "annotations") if answers}
    by_answer = _people_behind(set(oldest.values()))
    return {item: by_answer.get(answer, "") for item, answer in oldest.items()}


def _people_behind(answers: Collection[int], at_once: int = 10_000) -> dict[int, str]:
    wanted, found = sorted(answers), {}
    for start in range(0, len(wanted), at_once):
        rows = Annotation.objects.filter(pk__in=wanted[start : start + at_once]).values_list("pk", "by_id")
        found.update({pk: str(by) for pk, by in rows})
    return found


@dataclass(frozen=True)
class StratumLine:
    """One part of the data: how many it has, how many were drawn, and the errors found among those judged."""

    name: str
    population: int
    drawn: int
    wrong: int
    error_rate: Share


def strata_for(user: User, standing: Standing) -> list[StratumLine]:
    """Return how each stratum of an audit did, in the order of the plan, called as this reader may call it.

    People are named to those who see quality; to an auditor they are numbers.
    """
    audit = standing.audit
    names = _names_for(user, audit)
    of_item = dict(audit.items.values_list("pk", "stratum"))
    judged = Counter(of_item[one.audit_item_id] for one in standing.judgements)
    wrong = Counter(of_item[one.audit_item_id] for one in standing.judgements if not one.conforms)
    return [
        StratumLine(
            name=names.get(row["name"], row["name"]),
            population=row["population"],
            drawn=row["drawn"],
            wrong=wrong[row["name"]],
            error_rate=exact_share(wrong[row["name"]], judged[row["name"]], audit.confidence),
        )
        for row in audit.strata
    ]


def _names_for(user: User, audit: Audit) -> dict[str, str]:
    parts = [row["name"] for row in audit.strata]
    if audit.strata_by == StrataBy.LABEL:
        batches = Batch.objects.filter(pk__in=audit.items.values("batch")).select_related("schema")
        fields = [field for batch in batches for field in batch.schema.fields]
        return {
            str(label): str(title)
            for field in fields
            for label, title in KINDS[field["kind"]].titles(field["config"]).items()
        }
    if audit.strata_by != StrataBy.ANNOTATOR:
        return {}
    if Right.SEE_QUALITY in rights_of(user, audit.project):
        rows = User.objects.filter(pk__in=[pk for pk in parts if pk.isdecimal()])
        return {str(person.pk): str(person) for person in rows}
    numbers = blind_numbers(f"audit {audit.pk}", parts)
    return {part: gettext("Person %(n)s") % {"n": number} for part, number in numbers.items()}
