"""Suggestions that a file brought, taken back as a whole."""

from django.db import transaction

from accounts.models import User
from dmops_platform.background import JobState
from dmops_platform.errors import RuleBroken, _
from guidelines.models import LabelImport
from guidelines.selectors import labels_after
from labeling.selectors import free_slots_over, worked_with
from projects.services import record


@transaction.atomic
def undo_labels(*, job: LabelImport, by: User) -> int:
    """Take back every suggestion of a file and return how many; its preview can be added again.

    Refused once somebody may have seen one of them while answering, or another file of the origin built on it.
    """
    job = LabelImport.objects.select_for_update(no_key=True).get(pk=job.pk)
    if job.is_preview or job.state != JobState.DONE:
        raise RuleBroken(_("Only labels that were added can be taken back."), code="not_added")
    if labels_after(job).exists():
        sentence = _("Later labels of this origin build on these. Take the later ones back first.")
        raise RuleBroken(sentence, code="built_on")
    list(free_slots_over(job).select_for_update().values_list("pk"))  # none is handed out meanwhile
    if n := worked_with(job):
        sentence = _("These suggestions stay: %(n)s of their items were answered since or are in hand.")
        raise RuleBroken(sentence, code="worked_with", n=n)
    n, _by_model = job.suggestions.all().delete()
    job.state, job.report = JobState.CANCELLED, {**job.report, "undone": n}
    job.save(update_fields=["state", "report"])
    facts = {"name": job.file.name, "origin": job.origin, "n": n}
    record("labeling.undo_labels", project=job.project, about=job, by=by, **facts)
    return n
