"""What annotators says about stages 6 and 7: gates, figures of pay, what waits for whom, the steps of an item."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts.models import User
from annotators.domain.fair_pay import Estimate
from annotators.domain.money import MINOR_DIGITS
from annotators.domain.questions import QuestionState
from annotators.models import Answer, Question, TeachingSession, Terms
from annotators.models.terms import PHASE_NAMES
from annotators.selectors.pay import fair_pay, warned
from annotators.selectors.questions import answer_hours, overdue_questions
from annotators.selectors.recruiting import needed_phases, planned_overlap, qualified_people
from annotators.selectors.terms import estimates, terms_in_force
from annotators.templatetags.pay_words import money
from guidelines.models import EdgeCase
from guidelines.selectors import acknowledged_ids, published_guideline
from projects.domain.roles import Right, Role
from projects.domain.stages import Gate, Measure, Missing, Stage, TraceStep
from projects.domain.waiting import Waiting
from projects.models import Cycle, Project
from projects.selectors import latest_cycle, people_with, projects_for
from sourcing.models import Item


def gates(project: Project) -> list[Gate]:
    """Return the gates of stages 6 and 7: people and pay, and what they were told and asked."""
    return [
        Gate(Stage.RECRUIT, (*_missing_people(project), *_missing_pay(project))),
        Gate(
            Stage.INSTRUCT,
            (*_missing_teaching(project), *_missing_reading(project), *_missing_answers(project)),
        ),
    ]


def _missing_people(project: Project) -> Iterator[Missing]:
    there, wanted = len(qualified_people(project)), planned_overlap(project)
    if there < wanted:
        sentence = gettext("%(there)s people are qualified to label, %(wanted)s are wanted for each item.")
        url = reverse("annotators:campaign_list", args=[project.pk])
        yield Missing(sentence % {"there": there, "wanted": wanted}, Role.PM, url)


def _missing_pay(project: Project) -> Iterator[Missing]:
    url = reverse("annotators:pay_page", args=[project.pk])
    in_force = {terms.phase: terms for terms in terms_in_force(project) if terms.role == Role.ANNOTATOR}
    for phase in needed_phases(project):
        if phase not in in_force:
            sentence = gettext("No pay is agreed for annotators in this phase: %(phase)s.")
            yield Missing(sentence % {"phase": PHASE_NAMES[phase]}, Role.PM, url)
    needed = [in_force[phase] for phase in needed_phases(project) if phase in in_force]
    for terms, estimate in estimates(project, needed):
        if not estimate.is_fair:
            yield Missing(_unfair(terms, estimate), Role.PM, url)


def _unfair(terms: Terms, estimate: Estimate) -> str:
    if estimate.floor is None:
        return gettext("No fair-pay floor in %(currency)s covers today.") % {"currency": terms.currency}
    values = {
        "phase": terms.phase_name,
        "hourly": money(estimate.hourly, terms.currency),
        "floor": money(estimate.floor, terms.currency),
    }
    if estimate.hourly is None:
        sentence = gettext(
            "%(phase)s: nobody knows yet how long an item takes. An entrance test or the pilot measures it; pay by"
            " the hour needs no measure."
        )
        return sentence % values
    sentence = gettext(
        "%(phase)s: an hour is expected to bring %(hourly)s, less than the floor of %(floor)s."
    )
    return sentence % values


def _missing_teaching(project: Project) -> Iterator[Missing]:
    """Yield that a new round began and nothing new was taught since."""
    cycle = latest_cycle(project)
    if cycle is None or _is_taught_since(project, cycle):
        return
    sentence = gettext(
        "Cycle %(number)s has begun, and people were told nothing new: publish the guideline with what changed,"
        " add an edge case or hold a session."
    )
    url = reverse("annotators:path_page", args=[project.pk])
    yield Missing(sentence % {"number": cycle.number}, Role.PM, url)


def _is_taught_since(project: Project, cycle: Cycle) -> bool:
    guideline = published_guideline(project)
    published_at = guideline.published_at if guideline else None
    return (
        (published_at is not None and published_at >= cycle.at)
        or EdgeCase.objects.filter(project=project, at__gte=cycle.at).exists()
        or TeachingSession.objects.filter(project=project, at__gte=cycle.at).exists()
    )


def _missing_reading(project: Project) -> Iterator[Missing]:
    guideline, people = published_guideline(project), people_with(project, Right.LABEL)
    if guideline is None:
        url = reverse("guidelines:guideline_page", args=[project.pk])
        yield Missing(gettext("No guideline is published that people could read."), Role.PM, url)
        return
    if not people:
        url = reverse("projects:member_list", args=[project.pk])
        yield Missing(gettext("Nobody is there yet who labels and could be taught."), Role.PM, url)
    read = acknowledged_ids(guideline)
    unread = [one for one in people if one.pk not in read]
    if unread:
        sentence = gettext("Version %(number)s of the guideline is not read yet by %(n)s people who label.")
        url = reverse("annotators:path_page", args=[project.pk])
        yield Missing(sentence % {"number": guideline.number, "n": len(unread)}, Role.ANNOTATOR, url)


def _missing_answers(project: Project) -> Iterator[Missing]:
    if n := overdue_questions(project).count():
        sentence = gettext("Questions waiting longer than %(hours)s hours: %(n)s.")
        url = f"{reverse('annotators:question_list', args=[project.pk])}?state=open"
        yield Missing(sentence % {"hours": answer_hours(project), "n": n}, Role.REVIEWER, url)


def measures(project: Project) -> list[Measure]:
    """Return what an hour of work brought over people and what an item cost, in major units of the currency."""
    fair = fair_pay(project)
    per_item = fair.cost / fair.items if fair.items else None
    figures = {
        "pay.hourly_median": (fair.median, len(fair.hourlies)),
        "pay.hourly_p10": (fair.lowest_decile, len(fair.hourlies)),
        "pay.cost_per_item": (per_item, fair.items),
    }
    return [Measure(name, _major(value, fair.currency), n) for name, (value, n) in figures.items()]


def _major(amount: float | None, currency: str) -> float | None:
    return None if amount is None else amount / 10 ** MINOR_DIGITS[currency]


def waiting_for(user: User) -> list[Waiting]:
    """Return the projects in which questions wait for this person's answer, or people earn less than the floor."""
    return [*_unanswered(user), *_underpaid(user)]


def _underpaid(user: User) -> Iterator[Waiting]:
    paying = projects_for(user, Right.MANAGE_PROJECT).filter(terms__isnull=False, floors__isnull=False)
    for project in paying.distinct().order_by("pk"):
        if people := warned(project):
            yield Waiting(
                project_id=project.pk,
                project=project.name,
                what=gettext("People whose hour brings less than the fair-pay floor: %(n)s")
                % {"n": len(people)},
                button=gettext("Look at their pay"),
                url=reverse("annotators:pay_page", args=[project.pk]),
                n=len(people),
            )


def _unanswered(user: User) -> list[Waiting]:
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
