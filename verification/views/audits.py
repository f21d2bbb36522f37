"""Pages of audits."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from dmops_platform.types import PageRequest
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import people_with, project_for, rights_of
from verification import services
from verification.domain.dimensions import Dimension, Fact
from verification.domain.findings import FindingState
from verification.forms.audits import (
    AssignmentForm,
    AuditForm,
    CorrectionForm,
    DimensionForm,
    EthicsForm,
    JudgementForm,
    SignForm,
    VerificationForm,
)
from verification.models import DIMENSION_NAMES, QUESTION_NAMES, Audit, AuditItem, AuditJudgement
from verification.selectors import audits as selectors
from verification.selectors.audits import Finding, Standing
from verification.selectors.in_force import runs_in_force
from verification.selectors.sampling import strata_for


@require_safe
def audit_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the audits of a project, latest first, and the form to draw another."""
    project = selectors.audited_project_for(request.user, project_pk)
    return _audit_list(request, project)


def _audit_list(
    request: PageRequest, project: Project, form: Form | None = None, status: int = 200
) -> HttpResponse:
    runs = runs_in_force(project)
    context = {
        "project": project,
        "lines": selectors.audit_lines(project),
        "batches": [run.batch for run in runs],
        "may_draw": Right.MANAGE_PROJECT in rights_of(request.user, project),
        "form": form or AuditForm(runs=runs),
    }
    return render(request, "verification/audit_list.html", context, status=status)


@require_POST
def draw_audit(request: PageRequest, project_pk: int) -> HttpResponse:
    """Draw a sample and freeze it."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = AuditForm(request.POST, runs=runs_in_force(project))
    if not form.is_valid():
        return _audit_list(request, project, form, status=422)
    audit = services.draw_audit(project=project, by=request.user, **form.plan())
    return redirect("verification:audit_page", audit.pk)


@require_safe
def audit_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show an audit: the plan, the error rate, the dimensions, the findings and the sign-off."""
    return _audit_page(request, selectors.audit_for(request.user, pk))


def _audit_page(
    request: PageRequest, audit: Audit, wrong: Form | None = None, status: int = 200
) -> HttpResponse:
    """Render the page; `wrong` is a form that was refused and takes the place of its fresh twin."""
    rights, standing = rights_of(request.user, audit.project), selectors.standing_of(audit)
    managers = list(people_with(audit.project, Right.MANAGE_PROJECT))
    context = {
        "project": audit.project,
        "audit": audit,
        "standing": standing,
        "is_present": selectors.is_audit_present(audit, runs_in_force(audit.project)),
        "strata": strata_for(request.user, standing),
        "next": selectors.next_unjudged(audit),
        "dimensions": list(_dimensions(audit, standing, wrong)),
        "findings": [_finding(finding, wrong, managers) for finding in selectors.findings_of(audit)],
        "may_judge": Right.AUDIT in rights and standing.sign_off is None,
        "may_verify": Right.AUDIT in rights,
        "may_correct": Right.MANAGE_PROJECT in rights,
        "sign_form": wrong if isinstance(wrong, SignForm) else SignForm(),
    }
    return render(request, "verification/audit_page.html", context, status=status)


def _dimensions(audit: Audit, standing: Standing, wrong: Form | None) -> Iterator[dict[str, Any]]:
    evidence = selectors.evidence_of(audit)
    for dimension in selectors.asked_dimensions(audit):
        is_wrong = isinstance(wrong, DimensionForm) and wrong.data.get("dimension") == dimension
        yield {
            "id": dimension.value,
            "name": DIMENSION_NAMES[dimension],
            "facts": evidence.get(dimension, []),
            "judgement": standing.dimensions.get(dimension),
            "form": wrong if is_wrong else DimensionForm(of=dimension, auto_id=f"{dimension.value}_%s"),
            "questions": list(_questions(audit, standing, evidence[dimension], wrong))
            if dimension == Dimension.ETHICS
            else [],
        }


def _questions(
    audit: Audit, standing: Standing, facts: list[Fact], wrong: Form | None
) -> Iterator[dict[str, Any]]:
    for question in selectors.asked_questions(audit):
        is_wrong = isinstance(wrong, EthicsForm) and wrong.data.get("question") == question
        yield {
            "id": f"ethics-{question.value}",
            "name": QUESTION_NAMES[question],
            "facts": selectors.facts_of(question, facts),
            "judgement": standing.ethics.get(question),
            "form": wrong if is_wrong else EthicsForm(of=question, auto_id=f"ethics_{question.value}_%s"),
        }


def _finding(finding: Finding, wrong: Form | None, managers: list[User]) -> dict[str, Any]:
    """Return a finding with the forms that move it on, if any."""
    kinds = {FindingState.OPEN: CorrectionForm, FindingState.CORRECTED: VerificationForm}
    is_wrong = isinstance(wrong, CorrectionForm | VerificationForm) and wrong.finding == finding.judgement
    kind = kinds.get(finding.state)
    form = wrong if is_wrong else kind(finding=finding.judgement) if kind else None
    is_assigned_wrong = isinstance(wrong, AssignmentForm) and wrong.finding == finding.judgement
    assign = wrong if is_assigned_wrong else AssignmentForm(finding=finding.judgement, people=managers)
    return {
        "finding": finding,
        "sample": selectors.sample_of(finding.judgement.audit_item),
        "form": form,
        "assign_form": assign if finding.state == FindingState.OPEN else None,
    }


@require_safe
def audit_item_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show one drawn item, masked, with the answers it has, to be judged."""
    return _audit_item_page(request, selectors.audit_item_for(request.user, pk))


def _audit_item_page(
    request: PageRequest, audit_item: AuditItem, form: Form | None = None, status: int = 200
) -> HttpResponse:
    audit = audit_item.audit
    standing = selectors.standing_of(audit)
    may_judge = Right.AUDIT in rights_of(request.user, audit.project) and standing.sign_off is None
    context = {
        "project": audit.project,
        "audit": audit,
        "audit_item": audit_item,
        "sample": selectors.sample_of(audit_item),
        "judged": audit.size - standing.unjudged,
        "judgement": audit_item.judgements.order_by("-pk").first(),
        "form": (form or JudgementForm()) if may_judge else None,
    }
    return render(request, "verification/audit_item_page.html", context, status=status)


@require_POST
def judge_audit_item(request: PageRequest, pk: int) -> HttpResponse:
    """Judge a drawn item and go on to the next that nobody has judged."""
    audit_item = selectors.audit_item_for(request.user, pk, Right.AUDIT)
    form = JudgementForm(request.POST)
    if not form.is_valid():
        return _audit_item_page(request, audit_item, form, status=422)
    services.judge_audit_item(audit_item=audit_item, by=request.user, **form.cleaned_data)
    following = selectors.next_unjudged(audit_item.audit, after=audit_item.position)
    if following is None:
        messages.success(request, gettext("Every drawn item is judged."))
        return redirect("verification:audit_page", audit_item.audit_id)
    return redirect("verification:audit_item_page", following.pk)


@require_POST
def judge_dimension(request: PageRequest, pk: int) -> HttpResponse:
    """Judge one of the dimensions."""
    audit = selectors.audit_for(request.user, pk, Right.AUDIT)
    form = DimensionForm(request.POST)
    if not form.is_valid():
        return _audit_page(request, audit, form, status=422)
    judgement = services.judge_dimension(audit=audit, by=request.user, **form.cleaned_data)
    return redirect(f"{reverse('verification:audit_page', args=[pk])}#{judgement.dimension}")


@require_POST
def judge_ethics(request: PageRequest, pk: int) -> HttpResponse:
    """Answer one of the questions of ethics."""
    audit = selectors.audit_for(request.user, pk, Right.AUDIT)
    form = EthicsForm(request.POST)
    if not form.is_valid():
        return _audit_page(request, audit, form, status=422)
    judgement = services.judge_ethics(audit=audit, by=request.user, **form.cleaned_data)
    return redirect(f"{reverse('verification:audit_page', args=[pk])}#ethics-{judgement.question}")


@require_POST
def sign_audit(request: PageRequest, pk: int) -> HttpResponse:
    """Sign an audit off, or object to it."""
    audit = selectors.audit_for(request.user, pk, Right.AUDIT)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _audit_page(request, audit, form, status=422)
    services.sign_audit(audit=audit, by=request.user, **form.cleaned_data)
    return redirect("verification:audit_page", pk)


@require_POST
def correct_finding(request: PageRequest, pk: int) -> HttpResponse:
    """Say how a finding was corrected."""
    finding = selectors.finding_for(request.user, pk, Right.MANAGE_PROJECT)
    form = CorrectionForm(request.POST, finding=finding)
    if not form.is_valid():
        return _audit_page(request, finding.audit_item.audit, form, status=422)
    services.correct_finding(finding=finding, by=request.user, **form.correction())
    return _to_findings(finding)


@require_POST
def assign_finding(request: PageRequest, pk: int) -> HttpResponse:
    """Say who corrects a finding, and until when."""
    finding = selectors.finding_for(request.user, pk, Right.MANAGE_PROJECT)
    audit = finding.audit_item.audit
    form = AssignmentForm(
        request.POST, finding=finding, people=people_with(audit.project, Right.MANAGE_PROJECT)
    )
    if not form.is_valid():
        return _audit_page(request, audit, form, status=422)
    services.assign_finding(finding=finding, by=request.user, **form.cleaned_data)
    return _to_findings(finding)


@require_POST
def verify_finding(request: PageRequest, pk: int) -> HttpResponse:
    """Say whether a correction is good."""
    finding = selectors.finding_for(request.user, pk, Right.AUDIT)
    form = VerificationForm(request.POST, finding=finding)
    if not form.is_valid():
        return _audit_page(request, finding.audit_item.audit, form, status=422)
    services.verify_finding(finding=finding, by=request.user, **form.cleaned_data)
    return _to_findings(finding)


def _to_findings(finding: AuditJudgement) -> HttpResponse:
    return redirect(reverse("verification:audit_page", args=[finding.audit_item.audit_id]) + "#findings")
