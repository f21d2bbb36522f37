"""Pages of questions: the list, asking, one question and what becomes of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotators.domain.questions import QuestionState
from annotators.forms.questions import (
    AnswerForm,
    AskForm,
    CloseForm,
    EdgeCaseForm,
    LimitForm,
    MergeForm,
    QuestionFilter,
)
from annotators.models import Question
from annotators.selectors import questions as selectors
from annotators.services import questions as services
from dmops_platform.errors import BadInput
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from guidelines.domain.sections import SECTIONS
from guidelines.reading import label_titles
from guidelines.selectors import current_schema, fields_of
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for, rights_of

PER_PAGE = 50
MERGE_CHOICES = 100


@require_safe
def question_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what was asked in a project: what everybody should know first, then everything, latest first."""
    project = selectors.teaching_project_for(request.user, project_pk)
    rights = rights_of(request.user, project)
    form = QuestionFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = _listed(project, wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    teaches = Right.TEACH in rights
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "project": project,
        "form": form,
        "page": page,
        "readings": selectors.readings(page.object_list, request.user, teaches=teaches),
        "faq": None if any(wanted.values()) else _faq(project, request, teaches=teaches),
        "is_filtered": any(wanted.values()),
        "query": query.urlencode(),
        "teaches": teaches,
        "may_ask": Right.ASK in rights,
        "hours": selectors.answer_hours(project),
        "limit_form": _limit_form(project) if Right.MANAGE_PROJECT in rights else None,
    }
    template = "annotators/question_list.html#rows" if request.htmx else "annotators/question_list.html"
    return render(request, template, context)


def _listed(project: Project, wanted: dict[str, Any]) -> Any:
    if wanted.get("q"):
        return selectors.similar_questions(project, wanted["q"])
    if wanted.get("state") == QuestionState.OPEN:
        rows = selectors.open_questions(project)
    else:
        rows = selectors.questions_of(project)
    return selectors.filtered(rows, **wanted)


def _faq(project: Project, request: PageRequest, *, teaches: bool) -> list[selectors.Reading]:
    return selectors.readings(selectors.frequent_questions(project), request.user, teaches=teaches)


def _limit_form(project: Project) -> LimitForm:
    return LimitForm(initial={"hours": selectors.answer_hours(project)})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the form of a question; look for similar ones first, then ask it."""
    project = project_for(request.user, project_pk, Right.ASK)
    schema = current_schema(project)
    fields = fields_of(schema) if schema else ()
    form = AskForm(request.POST or None, fields=fields, initial=request.GET.dict())
    similar: list[Question] = []
    if form.is_valid():
        if not form.cleaned_data["anyway"]:
            similar = selectors.similar_questions(project, form.cleaned_data["text"])
        if not similar:
            return _asked(request, project, form)
    context = {
        "project": project,
        "form": form,
        "similar": selectors.readings(similar, request.user, teaches=False),
    }
    return render(request, "annotators/question_new.html", context, status=422 if form.errors else 200)


def _asked(request: PageRequest, project: Project, form: AskForm) -> HttpResponse:
    try:
        question = services.ask(project=project, by=request.user, **form.question())
    except BadInput as refusal:
        form.add_error(None, refusal_sentence(refusal))
        context = {"project": project, "form": form}
        return render(request, "annotators/question_new.html", context, status=422)
    messages.success(request, gettext("Your question is with the people who teach this project."))
    return redirect("annotators:question_page", question.pk)


@require_safe
def question_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show one question with its answers, and to who teaches what can become of it."""
    return _question_page(request, selectors.question_for(request.user, pk))


def _question_page(
    request: PageRequest, question: Question, *, status: int = 200, **forms: Form
) -> HttpResponse:
    project = question.project
    rights = rights_of(request.user, project)
    teaches = Right.TEACH in rights
    [reading] = selectors.readings([question], request.user, teaches=teaches)
    context = {
        "project": project,
        "question": question,
        "reading": reading,
        "place": _place(question),
        "section": next((gettext(one.title) for one in SECTIONS if one.id == question.section), ""),
        "teaches": teaches,
        "answer_form": AnswerForm(teaches=teaches),
        **(_teachers_part(question, reading, rights) if teaches else {}),
        **forms,
    }
    return render(request, "annotators/question_page.html", context, status=status)


def _teachers_part(
    question: Question, reading: selectors.Reading, rights: frozenset[Right]
) -> dict[str, Any]:
    is_settled = question.state == QuestionState.MERGED
    candidates = [] if is_settled else _merge_candidates(question)
    official = reading.official
    is_new_case = official is not None and question.promoted_at is None and Right.MANAGE_PROJECT in rights
    draft = official.text if official else ""
    return {
        "merge_form": MergeForm(candidates=candidates) if candidates else None,
        "close_form": CloseForm() if question.state == QuestionState.OPEN else None,
        "edge_form": EdgeCaseForm(initial={"decision": draft}) if is_new_case else None,
        "may_faq": official is not None and not is_settled,
    }


def _merge_candidates(question: Question) -> list[Question]:
    """Return the questions this one can be merged into, the likest first."""
    alike = selectors.similar_questions(question.project, question.text, but=question)
    others = selectors.questions_of(question.project).exclude(pk__in=[question.pk, *(q.pk for q in alike)])
    return [*alike, *others[:MERGE_CHOICES]]


def _place(question: Question) -> str:
    """Return the title of the field and label a question is about, in words of the schema, or ""."""
    schema = current_schema(question.project)
    fields = fields_of(schema) if schema else ()
    titles = [field["title"] for field in fields if field["name"] == question.field]
    label = label_titles(fields).get((question.field, question.label), question.label)
    return ": ".join(part for part in (*(titles or [question.field]), label) if part)


@require_POST
def answer_question(request: PageRequest, pk: int) -> HttpResponse:
    """Say something under a question."""
    question = selectors.question_for(request.user, pk)
    teaches = Right.TEACH in rights_of(request.user, question.project)
    form = AnswerForm(request.POST, teaches=teaches)
    if not form.is_valid():
        return _question_page(request, question, answer_form=form, status=422)
    services.answer_question(question=question, by=request.user, **form.cleaned_data)
    return redirect("annotators:question_page", pk)


@require_POST
def merge_question(request: PageRequest, pk: int) -> HttpResponse:
    """Let another question stand for this one."""
    question = selectors.question_for(request.user, pk, Right.TEACH)
    form = MergeForm(request.POST, candidates=_merge_candidates(question))
    if not form.is_valid():
        return _question_page(request, question, merge_form=form, status=422)
    services.merge_question(question=question, by=request.user, **form.cleaned_data)
    return redirect("annotators:question_page", form.cleaned_data["into"].pk)


@require_POST
def close_question(request: PageRequest, pk: int) -> HttpResponse:
    """Close a question without an official answer."""
    question = selectors.question_for(request.user, pk)
    form = CloseForm(request.POST)
    try:
        if form.is_valid():
            services.close_question(question=question, by=request.user, **form.cleaned_data)
            return redirect("annotators:question_page", pk)
    except BadInput as refusal:
        form.add_error("reason", refusal_sentence(refusal))
    return _question_page(request, question, close_form=form, status=422)


@require_POST
def set_faq(request: PageRequest, pk: int) -> HttpResponse:
    """Show a question among the frequent ones, or no longer."""
    question = selectors.question_for(request.user, pk, Right.TEACH)
    services.set_faq(question=question, is_faq=request.POST.get("is_faq") == "on", by=request.user)
    return redirect("annotators:question_page", pk)


@require_POST
def promote_question(request: PageRequest, pk: int) -> HttpResponse:
    """Write a question into the guideline as an edge case."""
    question = selectors.question_for(request.user, pk, Right.MANAGE_PROJECT)
    form = EdgeCaseForm(request.POST)
    if not form.is_valid():
        return _question_page(request, question, edge_form=form, status=422)
    services.promote_question(question=question, by=request.user, **form.cleaned_data)
    messages.success(request, gettext("The edge case is in the draft of the next guideline version."))
    return redirect("annotators:question_page", pk)


@require_POST
def set_answer_limit(request: PageRequest, project_pk: int) -> HttpResponse:
    """Say within how many hours questions are answered."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = LimitForm(request.POST)
    if not form.is_valid():
        raise BadInput(str(form.errors["hours"][0]), path="hours")
    services.set_answer_limit(project=project, by=request.user, **form.cleaned_data)
    return redirect("annotators:question_list", project_pk)
