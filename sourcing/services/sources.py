"""Sources: what is stated about where data comes from, and who judged it."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import people_with
from projects.services import notify, record
from sourcing import selectors
from sourcing.domain.criteria import Criterion
from sourcing.domain.rights import LONGEST_TEXT, ReviewVerdict, clean_source
from sourcing.models import Assessment, LegalReview, Source
from sourcing.services.files import store_raw_file


class Upload(NamedTuple):
    """A file that arrives: its name and its bytes."""

    name: str
    chunks: Iterable[bytes]


class StaleSource(RuleBroken):
    """Somebody changed the source after the reader saw it."""

    code = "source_changed"


@transaction.atomic
def add_source(
    *, project: Project, facts: Mapping[str, Any], by: User, evidence: Upload | None = None
) -> Source:
    """Record where data comes from; a legal reviewer is told."""
    clean = clean_source(facts)
    Project.objects.select_for_update().get(pk=project.pk)
    _refuse_taken(project, clean["name"])
    source = Source.objects.create(project=project, by=by, changed_by=by, **clean)
    record("sourcing.add_source", project=project, about=source, by=by, name=source.name)
    _keep_evidence(source, evidence, by)
    _ask_for_review(source, by)
    return source


@transaction.atomic
def change_source(
    *,
    source: Source,
    facts: Mapping[str, Any],
    by: User,
    seen: str | None = None,
    evidence: Upload | None = None,
) -> Source:
    """State a source anew; a change of what was reviewed asks for a new review."""
    clean = clean_source(facts)
    source = _held(source, seen)
    _refuse_taken(source.project, clean["name"], but=source)
    before = selectors.digest_of(source)
    for name, value in clean.items():
        setattr(source, name, value)
    source.changed_by = by
    source.save()
    _keep_evidence(source, evidence, by)
    record("sourcing.change_source", project=source.project, about=source, by=by, name=source.name)
    if selectors.digest_of(source) != before:
        _ask_for_review(source, by)
    return source


@transaction.atomic
def attach_evidence(*, source: Source, evidence: Upload, by: User) -> Source:
    """Keep a file that proves the right to use a source; an earlier one stays among its files."""
    source = _held(source, None)
    _keep_evidence(source, evidence, by)
    _ask_for_review(source, by)
    return source


def _keep_evidence(source: Source, evidence: Upload | None, by: User) -> None:
    if evidence is not None:
        source.evidence = store_raw_file(
            source=source, name=evidence.name, chunks=evidence.chunks, by=by, is_evidence=True
        )
        source.changed_by = by
        source.save(update_fields=["evidence", "changed_by", "changed_at"])


@transaction.atomic
def review_source(
    *, source: Source, verdict: str, by: User, reason: str = "", seen: str | None = None
) -> LegalReview:
    """Say whether a source may be used. Nobody judges what they stated themselves."""
    if verdict not in set(ReviewVerdict):
        raise BadInput(_("Approve, approve with conditions, or reject."), path="verdict")
    reason = _reason(verdict, reason)
    source = _held(source, seen)
    _check_judge(source, verdict, by)
    review = LegalReview.objects.create(
        source=source, verdict=verdict, reason=reason, digest=selectors.digest_of(source), by=by
    )
    facts = {"name": source.name, "verdict": verdict}
    record("sourcing.review_source", project=source.project, about=source, by=by, **facts)
    _tell(source, Right.EDIT_SOURCES, _("%(by)s reviewed the source “%(source)s”."), by)
    return review


def _reason(verdict: str, reason: str) -> str:
    reason = reason.strip()
    if len(reason) > LONGEST_TEXT:
        raise BadInput(_("At most %(most)s characters fit here."), path="reason", most=LONGEST_TEXT)
    if not reason and verdict != ReviewVerdict.APPROVE:
        raise BadInput(_("Write down the conditions, or why it is rejected."), path="reason")
    return reason


def _check_judge(source: Source, verdict: str, by: User) -> None:
    if by.pk in (source.by_id, source.changed_by_id):
        raise RuleBroken(
            _("You stated this source yourself. Somebody else has to review it."), code="own_source"
        )
    if verdict != ReviewVerdict.REJECT and source.has_personal_data and not source.consent_basis:
        raise RuleBroken(
            _("The source holds personal data and names no basis of consent. Have it stated first."),
            code="no_consent_basis",
        )


@transaction.atomic
def assess_source(*, source: Source, criterion: str, is_met: bool, evidence: str, by: User) -> Assessment:
    """Judge a source by a criterion of data quality, on written evidence."""
    if criterion not in set(Criterion):
        raise BadInput(_("There is no such criterion."), path="criterion")
    evidence = evidence.strip()
    if not 0 < len(evidence) <= LONGEST_TEXT:
        sentence = _("Write down the evidence, in at most %(most)s characters.")
        raise BadInput(sentence, path="evidence", most=LONGEST_TEXT)
    assessment = Assessment.objects.create(
        source=source, criterion=criterion, is_met=is_met, evidence=evidence, by=by
    )
    facts = {"name": source.name, "criterion": criterion, "is_met": is_met}
    record("sourcing.assess_source", project=source.project, about=source, by=by, **facts)
    return assessment


def _held(source: Source, seen: str | None) -> Source:
    """Return the source locked and as it is now; StaleSource if it is not what the reader saw."""
    source = (
        Source.objects.select_for_update(of=("self",)).select_related("project", "evidence").get(pk=source.pk)
    )
    if seen is not None and seen != selectors.digest_of(source):
        raise StaleSource(
            _("The source was changed after you opened it. Read it again, then repeat what you wanted.")
        )
    return source


def _refuse_taken(project: Project, name: str, but: Source | None = None) -> None:
    others = Source.objects.filter(project=project, name=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        sentence = _("The project already has a source “%(name)s”. Use it, or choose another name.")
        raise BadInput(sentence, path="name", code="name_taken", name=name)


def _ask_for_review(source: Source, by: User) -> None:
    _tell(source, Right.REVIEW_SOURCES, _("The source “%(source)s” waits for your review."), by)


def _tell(source: Source, right: Right, text: str, by: User) -> None:
    url = reverse("sourcing:source_page", args=[source.pk])
    notify(
        people_with(source.project, right),
        project=source.project,
        text=text,
        url=url,
        by=by,
        source=source.name,
    )
