"""Reads: how far people are on the path, what checks their understanding, and live sessions."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from annotators.domain.learning import PathStep, Step, next_step
from annotators.models import Attempt, AttemptKind, CheckQuestion, GoldUse, PathMark, TeachingSession, Use
from annotators.selectors.questions import teaching_projects
from guidelines.selectors import acknowledged_ids, published_guideline
from projects.domain.roles import Right, Role
from projects.models import Project
from projects.selectors import members, projects_for


@dataclass(frozen=True, slots=True)
class PersonPath:
    """How far one person is on the path."""

    person: User
    steps: list[PathStep]

    @property
    def next(self) -> Step | None:
        """Return the step they are at, or None when they can start."""
        return next_step(self.steps)


def path_of(project: Project, person: User) -> PersonPath:
    """Return how far this person is in the project."""
    return paths(project, [person])[0]


def paths(project: Project, people: Iterable[User]) -> list[PersonPath]:
    """Return how far each of these people is, in a fixed number of statements."""
    people = list(people)
    done = _done(project, people)
    offered = _offered(project)
    return [
        PersonPath(person, [PathStep(step, step in offered, person.pk in done[step]) for step in Step])
        for person in people
    ]


def everybody(project: Project) -> list[PersonPath]:
    """Return how far every annotator of the project is."""
    held = members(project, Role.ANNOTATOR).filter(user__is_active=True)
    return paths(project, [member.user for member in held])


def _offered(project: Project) -> set[Step]:
    """Return the steps for which the project has something to show."""
    uses = set(GoldUse.objects.filter(project=project).values_list("use", flat=True))
    there = {
        Step.READ: published_guideline(project) is not None,
        Step.EXAMPLES: Use.EXAMPLE in uses,
        Step.PRACTICE: Use.PRACTICE in uses,
        Step.CHECK: check_questions(project).exists(),
    }
    return {step for step, is_there in there.items() if is_there}


def _done(project: Project, people: list[User]) -> dict[Step, set[int]]:
    guideline = published_guideline(project)
    done: dict[Step, set[int]] = {step: set() for step in Step}
    done[Step.READ] = acknowledged_ids(guideline) if guideline else set()
    marks = PathMark.objects.filter(project=project, person__in=people, done_at__isnull=False)
    for step, person in marks.values_list("step", "person"):
        done[Step(step)].add(person)
    practised = Attempt.objects.filter(project=project, person__in=people, kind=AttemptKind.PRACTICE)
    done[Step.PRACTICE] = set(practised.exclude(ended_at=None).values_list("person", flat=True))
    return done


def check_questions(project: Project) -> QuerySet[CheckQuestion]:
    """Return the questions of the comprehension check, in order."""
    return CheckQuestion.objects.filter(project=project, retired_at=None).order_by("pk")


def check_question_for(user: User, pk: int) -> CheckQuestion:
    """Return the question if this person teaches its project; otherwise it does not exist."""
    taught = CheckQuestion.objects.filter(project__in=projects_for(user, Right.TEACH))
    return get_object_or_404(taught.select_related("project"), pk=pk)


def sessions_for(user: User, right: Right | None = None) -> QuerySet[TeachingSession]:
    """Return the live sessions this person may read about, or those of projects where they have a right."""
    rows = TeachingSession.objects.filter(project__in=teaching_projects(user, right))
    return rows.select_related("project", "by").annotate(came=Count("attendees")).order_by("-held_at", "-pk")


def session_for(user: User, pk: int, right: Right | None = None) -> TeachingSession:
    """Return the live session if this person may read about it; otherwise it does not exist."""
    return get_object_or_404(sessions_for(user, right), pk=pk)
