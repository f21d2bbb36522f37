"""What annotators says about stages 6 and 7: what waits for whom, and the steps of an item."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts.models import User
from annotators.domain.questions import QuestionState
from annotators.models import Answer, Question
from projects.domain.roles import Right
from projects.domain.stages import Stage, TraceStep
from projects.domain.waiting import Waiting
from projects.models import Project
from projects.selectors import projects_for
from sourcing.models import Item


def waiting_for(user: User) -> list[Waiting]:
    """Return the projects in which questions wait for this person's answer."""
    open_ones = Question.objects.filter(state=QuestionState.OPEN, project__in=projects_for(user, Right.TEACH))
    counted = open_ones.values("project").annotate(n=Count("pk"), oldest=Min("waiting_since"))
    by_project = {row["project"]: row for row in counted}
    return [
        Waiting(
            project_id=project.pk,
            project=project.name,
            what=gettext("Questions without an answer: %(n)s, the oldest since %(since)s")
            % {
                "n": by_project[project.pk]["n"],
                "since": date_format(timezone.localtime(by_project[project.pk]["oldest"]), "Y-m-d H:i"),
            },
            button=gettext("Answer them"),
            url=f"{reverse('annotators:question_list', args=[project.pk])}?state=open",
            n=by_project[project.pk]["n"],
        )
        for project in Project.objects.filter(pk__in=by_project).order_by("pk")
    ]


def trace(item: Item) -> list[TraceStep]:
    """Return what was asked about an item and when it was officially answered, in order of time."""
    return sorted(_question_steps(item), key=lambda step: step.at)


def _question_steps(item: Item) -> Iterator[TraceStep]:
    for question in Question.objects.filter(item_version__item=item).select_related("asked_by"):
        url = reverse("annotators:question_page", args=[question.pk])
        what, who = gettext("Asked about"), str(question.asked_by)
        yield TraceStep(question.asked_at.isoformat(), Stage.INSTRUCT, what, who, url)
    answers = Answer.objects.filter(question__item_version__item=item, is_official=True)
    for answer in answers.select_related("message__by"):
        url = reverse("annotators:question_page", args=[answer.question_id])
        what, who = gettext("A question about it was answered"), str(answer.message.by)
        yield TraceStep(answer.message.at.isoformat(), Stage.INSTRUCT, what, who, url)
