"""Deciding disputes and talking about them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken, _
from guidelines.domain.kinds import KINDS
from guidelines.models import EdgeCase, Guideline
from guidelines.reading import label_titles
from guidelines.selectors import fields_of, published_guideline, schema_fields
from guidelines.services import add_edge_case
from labeling.domain.lifecycle import Purpose
from labeling.models import Batch
from labeling.selectors import current_annotations
from labeling.services.batches import open_batch
from projects.domain.roles import Right
from projects.models import Message, Notice
from projects.selectors import people_with
from projects.services import notify, open_thread, record, say
from verification import selectors
from verification.domain.mentions import mentioned
from verification.models import LONGEST_REASON, Cause, Decision, Dispute, DisputeState
from verification.services.dependants import answer_dependants, are_decided, settle_dependants


class DisputeMoved(RuleBroken):
    """The dispute is not as the person saw it: somebody decided, or the answers changed."""

    code = "dispute_moved"


@transaction.atomic
def decide(
    *,
    dispute: Dispute,
    answer: Any,
    cause: str,
    reason: str,
    by: User,
    seen: str | None = None,
    edge_case: str = "",
    dependent_answers: Mapping[str, Any] | None = None,
) -> Decision:
    """Settle a dispute, or decide it again: a later decision is a new one, and the last is in force.

    `seen` is what `selectors.seen_of` gave when the dispute was read; without it only the first decision is taken.
    `edge_case` says what is hard about the item: with a gap of the guideline as cause it goes into the guideline's
    next version, with the reason as what holds. The same decision sent twice is one.
    `dependent_answers` (field → answer) are to fields that the decision makes asked and that nobody has answered;
    required ones that stay without wait for a decision of their own.

    Raises DisputeMoved where the dispute is not as it was seen, NotAllowed for somebody who answered the item,
    BadInput for an answer the field does not know.
    """
    dispute = _locked(dispute)
    _refuse_own_work(dispute, by)
    _refuse_over(dispute)
    facts: dict[str, Any] = {
        "answer": _clean_answer(dispute, answer),
        "cause": _clean_cause(cause),
        "reason": _clean_reason(reason),
    }
    given = dependent_answers or {}
    last = _decision_in_force(dispute)
    if last and last.by_id == by.pk and _says(last, facts) and are_decided(dispute, given):
        return last
    _refuse_moved(dispute, seen)
    case = _open_edge_case(dispute, edge_case, by=by, **facts)
    decision = Decision.objects.create(
        dispute=dispute, by=by, edge_case=case, guideline=_settled_by(dispute, case), **facts
    )
    Dispute.objects.filter(pk=dispute.pk).update(state=DisputeState.SETTLED)
    made = answer_dependants(decision, given, by)
    settle_dependants(dispute.batch, [dispute.item_id])
    record(
        "verification.decide",
        project=dispute.batch.project,
        about=dispute,
        by=by,
        decision=decision.pk,
        cause=decision.cause,
        is_again=dispute.state == DisputeState.SETTLED,
        dependants=[one.pk for one in made],
    )
    _tell_annotators(dispute)
    return decision


@transaction.atomic
def discuss(*, dispute: Dispute, text: str, by: User) -> Message:
    """Say something about a dispute; the first message opens its discussion. Reviewers who are spoken to
    (@username) are told, but those who answered the item.
    """
    dispute = _locked(dispute)
    _refuse_own_work(dispute, by)
    if dispute.thread is None:
        dispute.thread = open_thread(project=dispute.batch.project)
        dispute.save(update_fields=["thread"])
    message = say(thread=dispute.thread, text=text, by=by)
    notify(
        _spoken_to(dispute, message.text),
        project=dispute.batch.project,
        text=_("%(by)s mentions you in the discussion of a dispute in “%(project)s”."),
        url=reverse("verification:dispute_page", args=[dispute.pk]) + "#discussion",
        by=by,
    )
    return message


@transaction.atomic
def relabel_affected(*, decision: Decision, name: str, overlap: int, by: User) -> Batch:
    """Open a batch over the items that a decision touches elsewhere, once the guideline that settles it is out."""
    guideline = decision.guideline
    if guideline is None or not guideline.is_published:
        raise RuleBroken(
            _("Publish the guideline version that settles this first: people label by it."),
            code="guideline_not_published",
        )
    items = list(selectors.affected_items(decision).values_list("pk", flat=True))
    if not items:
        raise RuleBroken(_("No item is touched, so there is nothing to label again."), code="no_items")
    project, purpose = decision.dispute.batch.project, Purpose.RELABEL
    return open_batch(project=project, name=name, by=by, overlap=overlap, items=items, purpose=purpose)


def _locked(dispute: Dispute) -> Dispute:
    """Return the dispute as it is once nobody else holds it.

    The thread is left to a second statement: joined here it would be as old as the wait for the lock.
    """
    rows = Dispute.objects.select_for_update(of=("self",))
    return rows.select_related("batch__project", "batch__schema", "item_version").get(pk=dispute.pk)


def _refuse_over(dispute: Dispute) -> None:
    if dispute.state == DisputeState.DISSOLVED:
        raise RuleBroken(
            _("The answers agree by now, so there is nothing left to decide."), code="dispute_dissolved"
        )
    if dispute.state == DisputeState.NOT_ASKED:
        raise RuleBroken(
            _("After what was decided on another field this one is not asked. Decide that one again first."),
            code="field_not_asked",
        )


def _refuse_own_work(dispute: Dispute, by: User) -> None:
    if selectors.has_answered(by, dispute):
        raise NotAllowed(
            _("You answered this item yourself, so somebody else decides about it."), code="own_work"
        )


def _decision_in_force(dispute: Dispute) -> Decision | None:
    is_settled = dispute.state == DisputeState.SETTLED
    return dispute.decisions.order_by("pk").last() if is_settled else None


def _says(decision: Decision, facts: dict[str, Any]) -> bool:
    return all(getattr(decision, name) == fact for name, fact in facts.items())


def _refuse_moved(dispute: Dispute, seen: str | None) -> None:
    now = selectors.seen_of(dispute)
    if seen == now or (seen is None and dispute.state == DisputeState.OPEN):
        return
    is_decided = seen is None or seen.partition(".")[0] != now.partition(".")[0]
    if is_decided:
        sentence = _("Somebody decided this dispute meanwhile. Read their decision; yours is not stored yet.")
    else:
        sentence = _("The answers or the item changed while you decided. Look again; nothing is stored yet.")
    code = "already_decided" if is_decided else "dispute_moved"
    raise DisputeMoved(sentence, code=code, details={"seen": now})


def _open_edge_case(
    dispute: Dispute, text: str, *, answer: Any, cause: str, reason: str, by: User
) -> EdgeCase | None:
    """Return the edge case of the dispute, written down now where there is none yet; None where none is wanted."""
    if not text.strip():
        return None
    if cause != Cause.GUIDELINE_GAP:
        raise BadInput(_("Only a gap of the guideline becomes an edge case."), path="edge_case")
    project, made_from = dispute.batch.project, f"verification.dispute:{dispute.pk}"
    before = EdgeCase.objects.filter(project=project, made_from=made_from).first()
    return before or add_edge_case(
        project=project,
        text=text,
        decision=reason,
        item_version=dispute.item_version,
        made_from=made_from,
        by=by,
        **_place_in_schema(dispute, answer),
    )


def _place_in_schema(dispute: Dispute, answer: Any) -> dict[str, str]:
    """Return the field and, where the answer is one label, the label, as far as the schema still has them."""
    fields = schema_fields(dispute.batch.project)
    if dispute.field not in {field["name"] for field in fields}:
        return {"field": "", "label": ""}
    is_label = isinstance(answer, str) and (dispute.field, answer) in label_titles(fields)
    return {"field": dispute.field, "label": answer if is_label else ""}


def _settled_by(dispute: Dispute, case: EdgeCase | None) -> Guideline | None:
    """Return the guideline version that settles it: the one that will have the edge case, else the one in force."""
    return case.guideline if case else published_guideline(dispute.batch.project)


def _tell_annotators(dispute: Dispute) -> None:
    """Tell who answered that there is an outcome; many of them are one piece of news until it is read."""
    project = dispute.batch.project
    url = reverse("verification:own_feedback", args=[project.pk])
    answered = current_annotations(dispute.batch).filter(assignment__item=dispute.item_id).values("by")
    unread = Notice.objects.filter(user__in=answered, url=url, read_at=None).values("user")
    people = User.objects.filter(pk__in=answered).exclude(pk__in=unread)
    text = _("It was decided what holds for items of yours in “%(project)s”.")
    notify(people, project=project, text=text, url=url, by=None)


def _spoken_to(dispute: Dispute, text: str) -> Iterable[User]:
    names = mentioned(text)
    people = people_with(dispute.batch.project, Right.REVIEW) if names else ()
    return [
        person
        for person in people
        if person.username.casefold() in names and not selectors.has_answered(person, dispute)
    ]


def _clean_answer(dispute: Dispute, answer: Any) -> Any:
    [field] = [field for field in fields_of(dispute.batch.schema) if field["name"] == dispute.field]
    return KINDS[field["kind"]].clean(answer, field["config"], dispute.item_version.parts, "answer")


def _clean_cause(cause: str) -> str:
    if cause not in set(Cause):
        raise BadInput(_("Say what caused it: mistake, guideline_gap, ambiguity or bad_item."), path="cause")
    return str(cause)


def _clean_reason(reason: str) -> str:
    text = reason.strip()
    if not text:
        raise BadInput(_("Say why: the people who differed and the guideline learn from it."), path="reason")
    if len(text) > LONGEST_REASON:
        raise BadInput(_("A reason has at most %(most)s characters."), path="reason", most=LONGEST_REASON)
    return text
