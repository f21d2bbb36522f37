"""Pausing people: no new work in a project, for a reason they are told."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from dmops_platform.errors import RuleBroken, _
from labeling import selectors
from labeling.models import PausedPerson
from labeling.services.pilot import annotators_with_ids, clean_reason
from projects.models import Project
from projects.services import notify, record


@transaction.atomic
def pause_person(*, project: Project, person: int, reason: str, by: User) -> PausedPerson:
    """Give this person (by id) no new work until resumed; what they hold they may finish. They are told why."""
    reason = clean_reason(reason)
    Project.objects.select_for_update().get(pk=project.pk)
    [paused] = annotators_with_ids(project, [person])
    if selectors.pauses_of(project, paused).exists():
        raise RuleBroken(_("%(name)s is paused already."), code="already_paused", name=str(paused))
    pause = PausedPerson.objects.create(project=project, person=paused, by=by, reason=reason)
    record("labeling.pause_person", project=project, about=paused, by=by, reason=reason)
    _tell(pause, _("Your work in %(project)s is paused: %(reason)s"), by, reason)
    return pause


@transaction.atomic
def resume_person(*, project: Project, person: int, reason: str, by: User) -> PausedPerson:
    """Give this person (by id) work again, and tell them."""
    reason = clean_reason(reason)
    pause = selectors.pauses_in(project).select_for_update(of=("self",)).filter(person=person).first()
    if pause is None:
        raise RuleBroken(_("This person is not paused."), code="not_paused")
    pause.lifted_at = timezone.now()
    pause.save(update_fields=["lifted_at"])
    record("labeling.resume_person", project=project, about=pause.person, by=by, reason=reason)
    _tell(pause, _("You can work in %(project)s again: %(reason)s"), by, reason)
    return pause


def _tell(pause: PausedPerson, text: str, by: User, reason: str) -> None:
    url = reverse("labeling:work_page", args=[pause.project_id])
    notify([pause.person], project=pause.project, text=text, url=url, by=by, reason=reason)
