"""Writes: steps on the path, practice, the comprehension check, live sessions."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from annotators.domain.learning import (
    LONGEST_CHECK,
    PRACTICE_SIZE,
    CheckResult,
    Step,
    check_result,
    clean_options,
)
from annotators.domain.questions import clean_words
from annotators.models import Attempt, AttemptKind, CheckQuestion, PathMark, TeachingSession, Use
from annotators.models.learning import LONGEST_MINUTES
from annotators.selectors import attempts as pieces
from annotators.selectors import learning as reads
from annotators.services.attempts import begin_attempt, held_against_gold, lock_attempt
from dmops_platform.errors import BadInput, RuleBroken, _
from guidelines.domain.sections import SECTION_IDS
from projects.domain.roles import Right, Role
from projects.models import Project
from projects.selectors import members, people_with
from projects.services import notify, record

#: a practice may rest so long before it begins anew
A_WEEK_IN_MINUTES = 7 * 24 * 60


@transaction.atomic
def see_examples(*, project: Project, by: User) -> PathMark:
    """Note that a person has gone through the worked examples; saying it twice changes nothing."""
    mark, _is_new = PathMark.objects.get_or_create(
        project=project, person=by, step=Step.EXAMPLES, defaults={"done_at": timezone.now(), "tries": 1}
    )
    return mark


@transaction.atomic
def begin_practice(*, project: Project, by: User) -> Attempt:
    """Start a practice, or return the one that is going on; one that rested for a week begins anew."""
    if running := pieces.running_attempt(by, project, AttemptKind.PRACTICE):
        if not pieces.is_over(running):
            return running
        finish_practice(attempt=running)
    there = pieces.items_in_use(project, Use.PRACTICE).count()
    return begin_attempt(
        project=project,
        person=by,
        kind=AttemptKind.PRACTICE,
        size=min(there, PRACTICE_SIZE),
        minutes=A_WEEK_IN_MINUTES,
    )


@transaction.atomic
def finish_practice(*, attempt: Attempt) -> Attempt:
    """End a practice when every item was tried; ending it twice changes nothing."""
    attempt = lock_attempt(attempt)
    if attempt.ended_at is not None or attempt.kind != AttemptKind.PRACTICE:
        return attempt
    if not pieces.is_over(attempt) and pieces.open_pieces(attempt).exists():
        raise RuleBroken(_("Some items of the practice have no answer yet."), code="practice_open")
    scores = held_against_gold(attempt)
    attempt.result = {"accuracy": sum(scores) / len(scores) if scores else 0.0, "n": len(scores)}
    attempt.ended_at = timezone.now()
    attempt.save(update_fields=["result", "ended_at"])
    return attempt


@transaction.atomic
def answer_check(*, project: Project, by: User, answers: Mapping[int, int]) -> CheckResult:
    """Hold the answers of a comprehension check against the right ones: all right passes, tries are counted."""
    right = dict(reads.check_questions(project).values_list("pk", "right"))
    if not right:
        raise RuleBroken(_("This project has no comprehension check."), code="no_check")
    result = check_result(right, answers)
    PathMark.objects.get_or_create(project=project, person=by, step=Step.CHECK)
    marks = PathMark.objects.filter(project=project, person=by, step=Step.CHECK)
    marks.update(tries=F("tries") + 1)
    if result.is_passed:
        marks.filter(done_at=None).update(done_at=timezone.now())
    record("annotators.answer_check", project=project, by=by, n=result.n, wrong=len(result.wrong))
    return result


@transaction.atomic
def add_check_question(
    *,
    project: Project,
    text: str,
    options: Collection[str],
    right: int,
    by: User,
    why: str = "",
    section: str = "",
) -> CheckQuestion:
    """Add a choice question to the comprehension check."""
    if section and section not in SECTION_IDS:
        raise BadInput(_("A guideline has no such section."), path="section")
    question = CheckQuestion.objects.create(
        project=project,
        text=clean_words(text, most=LONGEST_CHECK),
        options=clean_options(list(options), right),
        right=right,
        why=why.strip()[:LONGEST_CHECK],
        section=section,
        by=by,
    )
    record("annotators.add_check_question", project=project, about=question, by=by)
    return question


@transaction.atomic
def retire_check_question(*, question: CheckQuestion, by: User) -> CheckQuestion:
    """Ask a question no longer; who passed with it has still passed."""
    CheckQuestion.objects.filter(pk=question.pk, retired_at=None).update(retired_at=timezone.now())
    question.refresh_from_db()
    record("annotators.retire_check_question", project=question.project, about=question, by=by)
    return question


@transaction.atomic
def plan_session(
    *, project: Project, title: str, held_at: datetime, by: User, agenda: str = ""
) -> TeachingSession:
    """Plan a live session and tell everybody who labels."""
    session = TeachingSession.objects.create(
        project=project,
        title=clean_words(title, most=200, path="title"),
        held_at=held_at,
        agenda=_clean_minutes(agenda, "agenda"),
        by=by,
    )
    record("annotators.plan_session", project=project, about=session, by=by)
    notify(
        people_with(project, Right.ASK),
        project=project,
        text=_("A live session is planned in “%(project)s”: %(title)s"),
        url=reverse("annotators:session_page", args=[session.pk]),
        by=by,
        title=session.title[:100],
    )
    return session


@transaction.atomic
def write_minutes(
    *,
    session: TeachingSession,
    by: User,
    minutes: str,
    open_points: str = "",
    attendees: Collection[int] = (),
) -> TeachingSession:
    """Write down what was said in a live session, what stays open, and who came: annotators of the project."""
    session = TeachingSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    there = set(members(session.project, Role.ANNOTATOR).values_list("user_id", flat=True))
    if set(attendees) - there:
        raise BadInput(_("Only annotators of this project can have come."), path="attendees")
    session.minutes = _clean_minutes(minutes, "minutes")
    session.open_points = _clean_minutes(open_points, "open_points")
    session.save(update_fields=["minutes", "open_points"])
    session.attendees.set(attendees)
    record(
        "annotators.write_minutes", project=session.project, about=session, by=by, came=len(set(attendees))
    )
    return session


def _clean_minutes(text: str, path: str) -> str:
    words = text.strip()
    if len(words) > LONGEST_MINUTES:
        raise BadInput(_("This is longer than %(limit)s characters."), path=path, limit=LONGEST_MINUTES)
    return words
