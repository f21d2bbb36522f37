"""Pages of the path from newcomer to work, and of live sessions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotators.domain.learning import Step
from annotators.forms.learning import CheckForm, CheckQuestionForm, MinutesForm, SessionForm
from annotators.models import Attempt, AttemptKind, TeachingSession, Use
from annotators.models.learning import STEP_NAMES
from annotators.selectors import attempts as pieces
from annotators.selectors import learning as selectors
from annotators.selectors import questions
from annotators.selectors.questions import teaching_project_for
from annotators.services import learning as services
from annotators.services.attempts import take_pieces
from annotators.views.joining import screen_props
from dmops_platform.errors import BadInput
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from projects.domain.roles import Right, Role
from projects.models import Project
from projects.selectors import members, project_for, rights_of

MOST_SHOWN = 50
GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def path_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show an annotator where they are on the path, and who teaches where everybody is."""
    project = teaching_project_for(request.user, project_pk)
    rights = rights_of(request.user, project)
    own = selectors.path_of(project, request.user) if Right.ASK in rights else None
    context = {
        "project": project,
        "own": own,
        "rows": [
            (step, STEP_NAMES[step.step], _leads_to(step.step, project))
            for step in own.steps
            if step.is_offered
        ]
        if own
        else [],
        "next_url": _leads_to(own.next, project) if own and own.next else "",
        "everybody": selectors.everybody(project) if Right.TEACH in rights else None,
        "names": STEP_NAMES.values(),
        "teaches": Right.TEACH in rights,
    }
    return render(request, "annotators/path_page.html", context)


def _leads_to(step: Step, project: Project) -> str:
    """Return where a step is done."""
    names = {
        Step.READ: "guidelines:guideline_reading",
        Step.EXAMPLES: "annotators:see_examples",
        Step.PRACTICE: "annotators:practice",
        Step.CHECK: "annotators:answer_check",
    }
    return reverse(names[step], args=[project.pk])


@require_http_methods(GET_OR_POST)
def see_examples(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the worked examples with their reasons, and note that they were seen."""
    if request.method == "POST":
        project = project_for(request.user, project_pk, Right.ASK)
        services.see_examples(project=project, by=request.user)
        return redirect("annotators:path_page", project_pk)
    project = teaching_project_for(request.user, project_pk)
    context = {
        "project": project,
        "examples": pieces.worked_examples(project),
        "may_mark": Right.ASK in rights_of(request.user, project),
    }
    return render(request, "annotators/example_list.html", context)


@require_http_methods(GET_OR_POST)
def practice(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what practice is, and begin it."""
    project = project_for(request.user, project_pk, Right.ASK)
    if request.method == "POST":
        attempt = services.begin_practice(project=project, by=request.user)
        return redirect("annotators:practice_work", attempt.pk)
    context = {
        "project": project,
        "running": pieces.running_attempt(request.user, project, AttemptKind.PRACTICE),
        "there": pieces.items_in_use(project, Use.PRACTICE).count(),
    }
    return render(request, "annotators/practice.html", context)


@require_safe
def practice_work(request: PageRequest, pk: int) -> HttpResponse:
    """Show the next item of one's practice in the labelling screen, which leads on to what was right."""
    attempt = pieces.attempt_for(request.user, pk)
    work = take_pieces(attempt=attempt, ahead=1) if attempt.kind == AttemptKind.PRACTICE else []
    after = reverse("annotators:practice_page", args=[pk])
    if not work:
        return redirect(after)
    props = screen_props(attempt, pieces.units_of(attempt, work), after)
    props["urls"]["after"] = after
    return render(request, "labeling/work_page.html", {"project": attempt.project, "props": props})


@require_http_methods(GET_OR_POST)
def practice_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show whether the last answer of one's practice was right and why, and lead on; at the end, everything."""
    attempt = pieces.attempt_for(request.user, pk)
    if request.method == "POST":
        services.finish_practice(attempt=attempt)
        return redirect("annotators:path_page", attempt.project_id)
    return render(request, "annotators/practice_page.html", _practice(attempt))


def _practice(attempt: Attempt) -> dict[str, Any]:
    return {
        "project": attempt.project,
        "attempt": attempt,
        "last": pieces.last_result(attempt) if attempt.kind == AttemptKind.PRACTICE else None,
        "left": pieces.open_pieces(attempt).count(),
        "total": attempt.pieces.count(),
        "is_over": pieces.is_over(attempt),
        "results": pieces.piece_results(attempt) if attempt.ended_at else [],
    }


@require_http_methods(GET_OR_POST)
def answer_check(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the comprehension check, and say what was not right with the reason."""
    if request.method == "POST":
        project = project_for(request.user, project_pk, Right.ASK)
    else:
        project = teaching_project_for(request.user, project_pk)
    questions = list(selectors.check_questions(project))
    form = CheckForm(request.POST or None, questions=questions)
    wrong = []
    if request.method == "POST" and questions and form.is_valid():
        result = services.answer_check(project=project, by=request.user, answers=form.answers())
        if result.is_passed:
            messages.success(request, gettext("All right. You can start."))
            return redirect("annotators:path_page", project_pk)
        wrong = [question for question in questions if question.pk in result.wrong]
    context = {
        "project": project,
        "form": form,
        "questions": questions,
        "wrong": wrong,
        "may_answer": Right.ASK in rights_of(request.user, project),
    }
    return render(request, "annotators/check.html", context, status=422 if wrong or form.errors else 200)


@require_http_methods(GET_OR_POST)
def check_question_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the questions of the check to who teaches, and add one."""
    project = project_for(request.user, project_pk, Right.TEACH)
    form = CheckQuestionForm(request.POST or None)
    if form.is_valid():
        try:
            services.add_check_question(project=project, by=request.user, **form.question())
            return redirect("annotators:check_question_list", project_pk)
        except BadInput as refusal:
            path = refusal.path if refusal.path in form.fields else "options"
            form.add_error(path, refusal_sentence(refusal))
    context = {"project": project, "questions": selectors.check_questions(project), "form": form}
    return render(request, "annotators/check_question_list.html", context, status=422 if form.errors else 200)


@require_POST
def retire_check_question(request: PageRequest, pk: int) -> HttpResponse:
    """Ask a question of the check no longer."""
    question = selectors.check_question_for(request.user, pk)
    services.retire_check_question(question=question, by=request.user)
    return redirect("annotators:check_question_list", question.project_id)


@require_http_methods(GET_OR_POST)
def session_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the live sessions of a project; who teaches plans one."""
    if request.method == "POST":
        project = project_for(request.user, project_pk, Right.TEACH)
    else:
        project = teaching_project_for(request.user, project_pk)
    form = SessionForm(request.POST or None)
    if form.is_valid():
        session = services.plan_session(project=project, by=request.user, **form.cleaned_data)
        return redirect("annotators:session_page", session.pk)
    context = {
        "project": project,
        "sessions": selectors.sessions_for(request.user).filter(project=project),
        "form": form,
        "teaches": Right.TEACH in rights_of(request.user, project),
    }
    return render(request, "annotators/session_list.html", context, status=422 if form.errors else 200)


@require_http_methods(GET_OR_POST)
def session_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show one live session; who teaches writes down what came of it."""
    right = Right.TEACH if request.method == "POST" else None
    session = selectors.session_for(request.user, pk, right)
    teaches = Right.TEACH in rights_of(request.user, session.project)
    form = _minutes_form(request, session) if teaches else None
    if form and form.is_valid():
        services.write_minutes(session=session, by=request.user, **form.outcome())
        return redirect("annotators:session_page", pk)
    context = {
        "project": session.project,
        "session": session,
        "form": form,
        "came": session.attendees.order_by("full_name") if teaches else None,
    }
    return render(
        request, "annotators/session_page.html", context, status=422 if form and form.errors else 200
    )


def _minutes_form(request: PageRequest, session: TeachingSession) -> MinutesForm:
    people = [member.user for member in members(session.project, Role.ANNOTATOR)]
    return MinutesForm(request.POST or None, people=people, session=session)


@require_safe
def feedback_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show an annotator what came back: answers to their questions, tests and practice with every mistake."""
    project = project_for(request.user, project_pk, Right.ASK)
    asked = questions.questions_of(project).filter(asked_by=request.user)[:MOST_SHOWN]
    tried = pieces.attempts_for(request.user).filter(project=project, ended_at__isnull=False)
    context = {
        "project": project,
        "questions": questions.readings(asked, request.user, teaches=False),
        "attempts": tried.exclude(kind=AttemptKind.GOLD).order_by("-pk")[:MOST_SHOWN],
    }
    return render(request, "annotators/feedback_page.html", context)
