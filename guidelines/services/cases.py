"""Writes: edge cases, which go into the draft of the next guideline version."""

from django.db import transaction

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from guidelines.domain.cases import Case, check_case
from guidelines.models import EdgeCase, Guideline
from guidelines.reading import label_titles
from guidelines.selectors import schema_fields
from guidelines.services.versions import open_draft
from projects.models import Project
from projects.services import record
from sourcing.models import ItemVersion


@transaction.atomic
def add_edge_case(
    *,
    project: Project,
    text: str,
    decision: str,
    by: User,
    field: str = "",
    label: str = "",
    item_version: ItemVersion | None = None,
    made_from: str = "",
) -> EdgeCase:
    """Write down a hard case and what holds, in the draft of the next guideline version.

    `made_from` names what it grew out of, e.g. `annotators.question:12`; the same source gives one edge case only.
    """
    Project.objects.select_for_update().get(pk=project.pk)
    if made_from and EdgeCase.objects.filter(project=project, made_from=made_from).exists():
        raise RuleBroken(_("The guideline has this edge case already."), code="edge_case_exists")
    given = {"id": "-", "field": field, "label": label, "text": text, "decision": decision}
    case = _checked(project, check_case(given, "case"))
    draft = open_draft(Guideline, project=project, by=by)
    row = EdgeCase.objects.create(
        project=project,
        field=case["field"],
        label=case["label"],
        text=case["text"],
        decision=case["decision"],
        item_version=item_version,
        guideline=draft,
        made_from=made_from,
        by=by,
    )
    draft.cases = [*draft.cases, {**case, "id": row.case_id}]
    draft.by = by
    draft.save(update_fields=["cases", "by"])
    record("guidelines.add_edge_case", project=project, about=row, by=by, number=draft.number)
    return row


def _checked(project: Project, case: Case) -> Case:
    if not case["text"]:
        raise BadInput(_("Say what is hard about the case."), path="text")
    if not case["decision"]:
        raise BadInput(_("Say what holds in such a case, and why."), path="decision")
    fields = schema_fields(project)
    if case["field"] and case["field"] not in {field["name"] for field in fields}:
        raise BadInput(_("The schema has no such field."), path="field")
    if case["label"] and (case["field"], case["label"]) not in label_titles(fields):
        raise BadInput(_("That field has no such label."), path="label")
    return case
