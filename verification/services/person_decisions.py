"""What is decided about somebody's work: by a person, with a reason, open to appeal."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken, _
from projects.domain.roles import Role
from projects.models import Membership, Project
from projects.services import notify, record
from verification.models import LONGEST_REASON, Appeal, PersonDecision, Step
from verification.selectors.conduct import annotators_of, evidence_about


@transaction.atomic
def decide_about_person(
    *, project: Project, person: User, step: str, reason: str, by: User
) -> PersonDecision:
    """Write down a decision about somebody's work, with the alerts of the last report as evidence, and tell them.

    It does nothing else: whoever decides pauses or teaches.
    """
    if not annotators_of(project).filter(pk=person.pk).exists():
        raise BadInput(_("Choose somebody who has answered in this project."), path="person")
    if person == by:
        raise NotAllowed(_("Somebody else decides about your own work."), code="own_work")
    if step not in set(Step):
        raise BadInput(_("Say what to do: talk, teach, check, pause or nothing."), path="step")
    decision = PersonDecision.objects.create(
        project=project,
        person=person,
        step=step,
        reason=_clean(reason, "reason"),
        evidence=evidence_about(project, person),
        by=by,
    )
    record("verification.decide_about_person", project=project, about=decision, by=by, step=decision.step)
    _tell([person], decision, _("A decision about your work in %(project)s: read why."), by)
    return decision


@transaction.atomic
def appeal(*, decision: PersonDecision, text: str, by: User) -> Appeal:
    """Object to a decision about one's own work, once."""
    if decision.person != by:
        raise NotAllowed(_("Only the person a decision is about can appeal."), code="not_yours")
    decision = PersonDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if Appeal.objects.filter(decision=decision).exists():
        raise RuleBroken(_("You have appealed already. The answer comes to you as news."), code="appealed")
    made = Appeal.objects.create(decision=decision, text=_clean(text, "text"))
    record("verification.appeal", project=decision.project, about=decision, by=by)
    managers = Membership.objects.filter(project=decision.project, role=Role.PM).select_related("user")
    _tell([each.user for each in managers], decision, _("An appeal in %(project)s waits for an answer."), by)
    return made


@transaction.atomic
def answer_appeal(*, decision: PersonDecision, is_upheld: bool, answer: str, by: User) -> Appeal:
    """Answer an appeal, once: uphold it, or say why not. Somebody other than who decided, where there is one."""
    made = Appeal.objects.select_for_update(of=("self",)).filter(decision=decision).first()
    if made is None:
        raise RuleBroken(_("Nobody has appealed against this decision."), code="no_appeal")
    if made.answered_at is not None:
        raise RuleBroken(_("This appeal has been answered already."), code="appeal_answered")
    others = Membership.objects.filter(project=decision.project, role=Role.PM).exclude(user=decision.by)
    if by == decision.by and others.exclude(user=decision.person).exists():
        raise NotAllowed(_("Somebody other than you, who decided, answers the appeal."), code="own_decision")
    made.is_upheld, made.answer = is_upheld, _clean(answer, "answer")
    made.answered_by, made.answered_at = by, timezone.now()
    made.save(update_fields=["is_upheld", "answer", "answered_by", "answered_at"])
    record("verification.answer_appeal", project=decision.project, about=decision, by=by, is_upheld=is_upheld)
    _tell([decision.person], decision, _("Your appeal in %(project)s has an answer."), by)
    return made


def _tell(people: list[User], decision: PersonDecision, sentence: str, by: User) -> None:
    url = reverse("verification:person_decision_page", args=[decision.pk])
    notify(people, project=decision.project, text=sentence, url=url, by=by)


def _clean(text: Any, path: str) -> str:
    cleaned = str(text).strip()
    if not cleaned:
        raise BadInput(_("Write why: the other side reads it."), path=path)
    if len(cleaned) > LONGEST_REASON:
        raise BadInput(_("At most %(most)s characters."), path=path, most=LONGEST_REASON)
    return cleaned
