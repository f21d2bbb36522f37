"""A row of every frozen model, in the state in which it is frozen."""

from collections.abc import Callable

from django.db.models import Model
from django.utils import timezone

from guidelines.models import SchemaMapping, Suggestion
from guidelines.services import acknowledge
from projects.domain.roles import Role
from projects.domain.stages import Stage
from projects.services import pass_stage, record_access
from tests.architecture.worlds import World
from verification.models import Cleaning, FindingAssignment, SuspectDismissal, VerdictUndo

#: frozen model → one of its rows, in the state in which it is frozen
FROZEN: dict[str, Callable[[World], Model]] = {
    "projects.activity": lambda world: world.project.activities.first(),
    "projects.message": lambda world: world.message,
    "projects.brief": lambda world: world.brief,
    "projects.signoff": lambda world: world.brief.sign_offs.first(),
    "projects.cycle": lambda world: world.project.cycles.create(
        number=2, reason="more", by=world.project.created_by
    ),
    "projects.stagepass": lambda world: pass_stage(
        project=world.project, stage=Stage.LABEL, what="by_hand", by=world.project.created_by
    ),
    "projects.requirement": lambda world: world.brief.requirements.get(),
    "projects.planstep": lambda world: world.brief.plan.get(),
    "projects.accesslog": lambda world: record_access(
        "sourcing.download_file", project=world.project, whose="x", by=world.annotator
    ),
    "sourcing.legalreview": lambda world: world.review,
    "sourcing.assessment": lambda world: world.source.assessments.create(
        criterion="reliability", is_met=True, evidence="Seen.", by=world.project.created_by
    ),
    "labeling.rework": lambda world: world.assignment.reworks.create(
        version=1, reason="Read it again.", by=world.project.created_by
    ),
    "sourcing.recipe": lambda world: world.recipe,
    "sourcing.decision": lambda world: world.step_decision,
    "sourcing.maskedvalue": lambda world: world.masked_value,
    "sourcing.rawfile": lambda world: world.raw_file,
    "sourcing.itemversion": lambda world: world.slot(0).item_version,
    "guidelines.suggestion": lambda world: Suggestion.objects.create(
        item=world.item, field="spans", value=[], made_by=world.label_import
    ),
    "guidelines.schema": lambda world: world.schema,
    "guidelines.schemamapping": lambda world: SchemaMapping.objects.create(
        schema=world.schema, before=world.schema
    ),
    "guidelines.guideline": lambda world: world.guideline,
    "guidelines.acknowledgement": lambda world: acknowledge(guideline=world.guideline, by=world.annotator),
    "annotators.campaign": lambda world: world.campaign,
    "annotators.qualification": lambda world: world.qualification,
    "annotators.worktime": lambda world: world.work_time,
    "annotators.account": lambda world: world.entry.postings.first().account,
    "annotators.entry": lambda world: world.entry,
    "annotators.posting": lambda world: world.entry.postings.first(),
    "annotators.terms": lambda world: world.terms,
    "annotators.floor": lambda world: world.floor,
    "annotators.earning": lambda world: world.earning,
    "annotators.payout": lambda world: world.paid_payout,
    "labeling.annotation": lambda world: world.annotation,
    "verification.consensus": lambda world: world.consensus,
    "verification.persondecision": lambda world: world.person_decision,
    "verification.verdict": lambda world: world.verdict,
    "verification.verdictundo": lambda world: VerdictUndo.objects.create(verdict=world.verdict),
    "verification.decision": lambda world: world.decision,
    "verification.suspect": lambda world: world.suspect,
    "verification.suspectdismissal": lambda world: SuspectDismissal.objects.create(
        suspect=world.suspect, reason="It stands.", by=world.project.created_by
    ),
    "verification.cleaning": lambda world: Cleaning.objects.create(
        evaluation=world.evaluation, batch=world.batch, cycle=1, by=world.project.created_by
    ),
    "verification.audit": lambda world: world.audit,
    "verification.audititem": lambda world: world.audit_item,
    "verification.auditjudgement": lambda world: world.finding,
    "verification.findingstep": lambda world: world.finding_step,
    "verification.findingassignment": lambda world: FindingAssignment.objects.create(
        judgement=world.finding,
        owner=world.project.created_by,
        due_on=timezone.localdate(),
        by=world.project.created_by,
    ),
    "verification.ethicsjudgement": lambda world: world.ethics_judgement,
    "verification.dimensionjudgement": lambda world: world.dimension_judgement,
    "verification.auditsignoff": lambda world: world.sign_off,
    "delivery.release": lambda world: world.release,
    "delivery.releaseitem": lambda world: world.release_item,
    "delivery.verdict": lambda world: world.release.verdicts.create(
        is_accepted=True, by=world.people[Role.CLIENT]
    ),
}
