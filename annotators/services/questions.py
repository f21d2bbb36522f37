"""Writes: questions and what becomes of them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from annotators.domain.questions import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    QUESTION_MOVES,
    QuestionState,
    check_hours,
    clean_words,
)
from annotators.models import Answer, Question, Teaching
from annotators.selectors import questions as reads
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken, _
from dmops_platform.states import move
from guidelines.domain.kinds import KINDS
from guidelines.domain.sections import SECTION_IDS
from guidelines.reading import label_titles
from guidelines.selectors import current_schema, fields_of, schema_fields
from guidelines.services import add_edge_case
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import people_with, rights_of
from projects.services import notify, open_thread, record, say
from sourcing.models import ItemVersion
from sourcing.selectors import items_of


@transaction.atomic
def ask(
    *,
    project: Project,
    text: str,
    by: User,
    item: int | None = None,
    version: int | None = None,
    field: str = "",
    label: str = "",
    section: str = "",
) -> Question:
    """Ask a question about an item, a label or a part of the guideline, or about none of them.

    `version` is the version of the item that was seen, its latest unless told.
    """
    words = clean_words(text, most=LONGEST_QUESTION)
    _check_place(project, field, label, section)
    question = Question.objects.create(
        project=project,
        item_version=_seen_version(project, item, version),
        field=field,
        label=label,
        section=section,
        text=words,
        asked_by=by,
        waiting_since=timezone.now(),
        thread=open_thread(project=project),
    )
    record("annotators.ask", project=project, about=question, by=by)
    return question


def _check_place(project: Project, field: str, label: str, section: str) -> None:
    if section and section not in SECTION_IDS:
        raise BadInput(_("A guideline has no such section."), path="section")
    if label and not field:
        raise BadInput(_("Say to which field this label belongs."), path="field")
    if not field:
        return
    schema = current_schema(project)
    fields = {one["name"]: one for one in fields_of(schema)} if schema else {}
    if field not in fields:
        known = ", ".join(fields)
        raise BadInput(_("The schema has no such field. Its fields: %(known)s."), path="field", known=known)
    asked = fields[field]
    if label and label not in KINDS[asked["kind"]].titles(asked["config"]):
        raise BadInput(_("This field has no such label."), path="label")


def _seen_version(project: Project, item: int | None, version: int | None) -> ItemVersion | None:
    if item is None:
        return None
    versions = ItemVersion.objects.filter(item=item, item__in=items_of(project))
    seen = versions.filter(number=version) if version is not None else versions.order_by("-number")
    found = seen.first()
    if found is None:
        raise BadInput(_("This project has no such item, or not this version of it."), path="item")
    return found


@transaction.atomic
def answer_question(*, question: Question, text: str, by: User, is_official: bool | None = None) -> Answer:
    """Say something under a question. A teacher's word is official unless told; anybody else's never is.

    An official answer settles the question and tells everybody who asked. The asker writing again opens it again.
    """
    question = _locked(question)
    teaches = Right.TEACH in rights_of(by, question.project)
    official = teaches if is_official is None else is_official
    if official and not teaches:
        raise NotAllowed(
            _("Official answers come from reviewers and project managers."), code="not_a_teacher"
        )
    words = clean_words(text, most=LONGEST_ANSWER)
    if question.state == QuestionState.MERGED:
        raise RuleBroken(_("Another question stands for this one. Answer there."), code="question_merged")
    message = say(thread=question.thread, text=words, by=by)
    answer = Answer.objects.create(
        question=question, message=message, is_official=official, is_from_teacher=teaches
    )
    _settle_or_reopen(question, answer, by)
    return answer


def _settle_or_reopen(question: Question, answer: Answer, by: User) -> None:
    if answer.is_official:
        _move(question, QuestionState.ANSWERED)
        told: Iterable[User] = reads.askers(question)
        text = _("Your question in “%(project)s” has an official answer.")
    elif answer.is_from_teacher:
        told, text = reads.askers(question), _("Somebody wrote under your question in “%(project)s”.")
    elif by.pk == question.asked_by_id:
        _reopen(question)
        told, text = (
            people_with(question.project, Right.TEACH),
            _("A question in “%(project)s” is asked again."),
        )
    else:
        return
    _tell(question, told, text, by)


def _reopen(question: Question) -> None:
    if question.state == QuestionState.OPEN:
        return
    question.waiting_since = timezone.now()
    _move(question, QuestionState.OPEN, "waiting_since")


@transaction.atomic
def merge_question(*, question: Question, into: Question, by: User) -> Question:
    """Let another question stand for this one: who asked this one is told of every answer to the other."""
    question, into = _both_locked(question, into)
    if into.project_id != question.project_id:
        raise BadInput(_("This project has no such question."), path="into")
    if into.pk == question.pk or into.state == QuestionState.MERGED:
        raise BadInput(_("Choose another question, one that stands for itself."), path="into")
    question.merged_into = into
    _move(question, QuestionState.MERGED, "merged_into")
    Question.objects.filter(merged_into=question).update(merged_into=into)
    _wait_from_the_first(question, into)
    record("annotators.merge_question", project=into.project, about=question, by=by, into=into.pk)
    _tell(into, [question.asked_by], _("Your question in “%(project)s” was joined with a similar one."), by)
    return question


def _both_locked(question: Question, into: Question) -> tuple[Question, Question]:
    """Lock both in the order of their ids, so that two merges cannot wait for each other."""
    rows = {pk: _locked_pk(pk) for pk in sorted({question.pk, into.pk})}
    return rows[question.pk], rows[into.pk]


def _wait_from_the_first(question: Question, into: Question) -> None:
    if into.state == QuestionState.OPEN and question.waiting_since < into.waiting_since:
        into.waiting_since = question.waiting_since
        into.save(update_fields=["waiting_since"])


@transaction.atomic
def close_question(*, question: Question, by: User, reason: str = "") -> Question:
    """Close a question that needs no official answer. A teacher says why; the asker may just take it back."""
    question = _locked(question)
    teaches = Right.TEACH in rights_of(by, question.project)
    if not teaches and by.pk != question.asked_by_id:
        raise NotAllowed(_("Who asked, or who teaches, closes a question."), code="not_yours")
    if teaches and not reason.strip():
        raise BadInput(_("Say why the question is closed without an answer."), path="reason")
    _move(question, QuestionState.CLOSED)
    if reason.strip():
        message = say(
            thread=question.thread, text=clean_words(reason, most=LONGEST_ANSWER, path="reason"), by=by
        )
        Answer.objects.create(question=question, message=message, is_official=False, is_from_teacher=teaches)
    record("annotators.close_question", project=question.project, about=question, by=by)
    _tell(question, reads.askers(question), _("Your question in “%(project)s” was closed."), by)
    return question


@transaction.atomic
def set_faq(*, question: Question, is_faq: bool, by: User) -> Question:
    """Show an answered question among the frequent ones, or no longer. Everybody who labels is told of a new one."""
    question = _locked(question)
    if is_faq and reads.official_answer(question) is None:
        raise RuleBroken(_("Give an official answer first, then everybody can read it."), code="no_answer")
    if question.state == QuestionState.MERGED:
        raise RuleBroken(_("Another question stands for this one. Show that one."), code="question_merged")
    is_new, question.is_faq = is_faq and not question.is_faq, is_faq
    question.save(update_fields=["is_faq"])
    record("annotators.set_faq", project=question.project, about=question, by=by, is_faq=is_faq)
    if is_new:
        people = people_with(question.project, Right.ASK)
        _tell(question, people, _("A question everybody should know was answered in “%(project)s”."), by)
    return question


@transaction.atomic
def promote_question(*, question: Question, by: User, decision: str = "") -> Question:
    """Write an answered question into the guideline as an edge case, in the draft of its next version.

    `decision` is what the guideline says holds; the official answer unless told.
    """
    question = _locked(question)
    answer = reads.official_answer(question)
    if answer is None:
        raise RuleBroken(_("Give an official answer first, then the guideline can say it."), code="no_answer")
    add_edge_case(
        project=question.project,
        text=question.text,
        decision=decision.strip() or answer.message.text,
        item_version=question.item_version,
        made_from=f"annotators.question:{question.pk}",
        by=by,
        **_place_in_schema(question),
    )
    question.promoted_at = timezone.now()
    question.save(update_fields=["promoted_at"])
    record("annotators.promote_question", project=question.project, about=question, by=by)
    people = people_with(question.project, Right.ASK)
    _tell(question, people, _("A question in “%(project)s” became an edge case of the guideline."), by)
    return question


def _place_in_schema(question: Question) -> dict[str, str]:
    """Return the field and label a question is about, as far as the schema still has them."""
    fields = schema_fields(question.project)
    if question.field not in {field["name"] for field in fields}:
        return {"field": "", "label": ""}
    is_known = (question.field, question.label) in label_titles(fields)
    return {"field": question.field, "label": question.label if is_known else ""}


@transaction.atomic
def set_answer_limit(*, project: Project, hours: int, by: User) -> Teaching:
    """Say within how many hours questions are answered."""
    check_hours(hours)
    teaching, _is_new = Teaching.objects.update_or_create(project=project, defaults={"answer_hours": hours})
    record("annotators.set_answer_limit", project=project, by=by, hours=hours)
    return teaching


def _locked(question: Question) -> Question:
    return _locked_pk(question.pk)


def _locked_pk(pk: int) -> Question:
    rows = Question.objects.select_for_update(of=("self",)).select_related("project", "thread", "asked_by")
    return rows.get(pk=pk)


def _move(question: Question, state: QuestionState, *also: str) -> None:
    question.state = move(QUESTION_MOVES, question.state, state)
    question.save(update_fields=["state", *also])


def _tell(question: Question, people: Iterable[User], text: str, by: User, **values: Any) -> None:
    url = reverse("annotators:question_page", args=[question.pk])
    notify(people, project=question.project, text=text, url=url, by=by, **values)
