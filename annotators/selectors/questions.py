"""Reads: the one door to questions, and how much of each a reader sees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from annotators.domain.questions import USUAL_HOURS, QuestionState, answer_due
from annotators.domain.similar import most_alike
from annotators.models import Answer, Question, Teaching
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import projects_for

#: among so many of the latest questions similar ones are looked for
COMPARED = 2_000
FILTERS = ("state", "field", "label", "section", "item")


def teaching_projects(user: User, right: Right | None = None) -> QuerySet[Project]:
    """Return the projects whose questions this person reads: where they ask or teach, or where they have a right."""
    if right is not None:
        return projects_for(user, right)
    return projects_for(user, Right.ASK) | projects_for(user, Right.TEACH)


def teaching_project_for(user: User, pk: int) -> Project:
    """Return the project if this person reads its questions; otherwise it does not exist."""
    return get_object_or_404(teaching_projects(user), pk=pk)


def questions_for(user: User, right: Right | None = None) -> QuerySet[Question]:
    """Return the questions this person may read, or those of the projects in which they have a right."""
    rows = Question.objects.filter(project__in=teaching_projects(user, right))
    return rows.select_related("project", "asked_by", "item_version__item")


def question_for(user: User, pk: int, right: Right | None = None) -> Question:
    """Return the question if this person may read it; otherwise it does not exist."""
    return get_object_or_404(questions_for(user, right), pk=pk)


def questions_of(project: Project) -> QuerySet[Question]:
    """Return the questions of a project that stand for themselves, latest first."""
    rows = Question.objects.filter(project=project).exclude(state=QuestionState.MERGED)
    return rows.select_related("asked_by", "item_version__item").order_by("-pk")


def filtered(questions: QuerySet[Question], **wanted: str | int | bool | None) -> QuerySet[Question]:
    """Return the questions about an item, a field, a label or a section, or in a state; None asks for nothing."""
    for name in FILTERS:
        if (value := wanted.get(name)) not in (None, ""):
            column = "item_version__item" if name == "item" else name
            questions = questions.filter(**{column: value})
    return questions


def questions_about(project: Project, item_id: int) -> QuerySet[Question]:
    """Return the questions about an item, for the labelling screen."""
    return filtered(questions_of(project), item=item_id)


def frequent_questions(project: Project) -> QuerySet[Question]:
    """Return the questions everybody should know, oldest first."""
    return questions_of(project).filter(is_faq=True).order_by("pk")


def open_questions(project: Project) -> QuerySet[Question]:
    """Return the questions that wait for an official answer, the longest waiting first."""
    return questions_of(project).filter(state=QuestionState.OPEN).order_by("waiting_since", "pk")


def answer_hours(project: Project) -> int:
    """Return within how many hours questions are answered."""
    hours = Teaching.objects.filter(project=project).values_list("answer_hours", flat=True).first()
    return USUAL_HOURS if hours is None else hours


def overdue_questions(project: Project) -> QuerySet[Question]:
    """Return the questions that wait longer than the project's time limit."""
    limit = timezone.now() - timedelta(hours=answer_hours(project))
    return open_questions(project).filter(waiting_since__lt=limit)


def similar_questions(project: Project, text: str, but: Question | None = None) -> list[Question]:
    """Return the questions that probably ask the same, the likest first."""
    others = questions_of(project).exclude(pk=but.pk) if but else questions_of(project)
    texts = others.values_list("pk", "text")[:COMPARED]
    alike = most_alike(text, texts)
    found = questions_of(project).in_bulk(alike)
    return [found[pk] for pk in alike if pk in found]


def askers(question: Question) -> QuerySet[User]:
    """Return who asked: also those whose questions were merged into this one."""
    asked = Question.objects.filter(Q(pk=question.pk) | Q(merged_into=question))
    return User.objects.filter(is_active=True, pk__in=asked.values("asked_by"))


def official_answer(question: Question) -> Answer | None:
    """Return the official answer in force: the last one, or None."""
    rows = Answer.objects.filter(question=question, is_official=True).select_related("message__by")
    return rows.order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Said:
    """One message as its reader sees it; `who` is empty where the name stays hidden."""

    text: str
    at: datetime
    is_official: bool
    is_from_teacher: bool
    is_mine: bool
    who: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as its reader sees it; `item_text` only for who teaches."""

    question: Question
    is_mine: bool
    who: str
    answers: Sequence[Said]
    due_at: datetime | None
    is_late: bool

    @property
    def official(self) -> Said | None:
        """Return the official answer in force."""
        return next((said for said in reversed(self.answers) if said.is_official), None)


def readings(questions: Iterable[Question], reader: User, *, teaches: bool) -> list[Reading]:
    """Return questions of one project as a person sees them.

    Who does not teach sees official answers, what a teacher told them and what they wrote themselves. What
    colleagues say shows only where no item is asked about: it could tell how they labelled. Names stay hidden.
    """
    questions = list(questions)
    rows = Answer.objects.filter(question__in=questions).select_related("message__by").order_by("pk")
    said: dict[int, list[Answer]] = {}
    for row in rows:
        said.setdefault(row.question_id, []).append(row)
    hours = answer_hours(questions[0].project) if questions else USUAL_HOURS
    return [_reading(one, said.get(one.pk, []), reader, hours, teaches=teaches) for one in questions]


def _reading(question: Question, rows: list[Answer], reader: User, hours: int, *, teaches: bool) -> Reading:
    is_open = question.state == QuestionState.OPEN
    due_at = answer_due(question.waiting_since, hours) if is_open else None
    return Reading(
        question=question,
        is_mine=question.asked_by_id == reader.pk,
        who=str(question.asked_by) if teaches else "",
        answers=[
            _said(row, reader, teaches=teaches)
            for row in rows
            if teaches or _is_open_to(row, question, reader)
        ],
        due_at=due_at,
        is_late=due_at is not None and due_at < timezone.now(),
    )


def _is_open_to(row: Answer, question: Question, reader: User) -> bool:
    if row.is_official or row.message.by_id == reader.pk:
        return True
    if row.is_from_teacher:
        return question.asked_by_id == reader.pk
    return question.item_version_id is None


def _said(row: Answer, reader: User, *, teaches: bool) -> Said:
    return Said(
        text=row.message.text,
        at=row.message.at,
        is_official=row.is_official,
        is_from_teacher=row.is_from_teacher,
        is_mine=row.message.by_id == reader.pk,
        who=str(row.message.by) if teaches else "",
    )
