"""Pages of releases: what was delivered, and freezing, proving and withdrawing it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from delivery.forms import FreezeForm, VerdictForm, WithdrawForm
from delivery.models import Release
from delivery.selectors import releases as selectors
from delivery.selectors import verdicts as judged
from delivery.selectors.labelled import marked_in
from delivery.services import checks, labelled, verdicts
from delivery.services import releases as services
from dmops_platform.background import JobState
from dmops_platform.errors import BadInput, RuleBroken
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for, rights_of


@require_safe
def release_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the releases of a project, and to who builds them the form to freeze one."""
    project = project_for(request.user, project_pk, Right.RECEIVE_RELEASES)
    return _list_page(request, project)


def _list_page(
    request: PageRequest, project: Project, form: FreezeForm | None = None, status: int = 200
) -> HttpResponse:
    releases = selectors.releases_of(request.user, project)
    latest = releases.filter(state=JobState.DONE, withdrawn_at=None).first()
    context: dict[str, Any] = {
        "project": project,
        "releases": releases,
        "latest": latest,
        "contents": latest and selectors.contents(latest),
        "waits_for_verdict": latest and judged.waits_for(request.user, latest),
    }
    if Right.BUILD_RELEASES in rights_of(request.user, project):
        candidates = selectors.candidates(project)
        context |= {"candidates": candidates, "form": form or FreezeForm(candidates=candidates)}
    return render(request, "delivery/release_list.html", context, status=status)


@require_POST
def freeze_release(request: PageRequest, project_pk: int) -> HttpResponse:
    """Freeze a release."""
    project = project_for(request.user, project_pk, Right.BUILD_RELEASES)
    form = FreezeForm(request.POST, candidates=selectors.candidates(project))
    if not form.is_valid():
        return _list_page(request, project, form, status=422)
    asked = {**form.cleaned_data, "batches": selectors.batches_of(project, form.cleaned_data["batches"])}
    try:
        release = services.freeze_release(project=project, by=request.user, **asked)
    except RuleBroken as refusal:
        form.add_error("batches", refusal_sentence(refusal))
        return _list_page(request, project, form, status=422)
    return redirect("delivery:release_page", release.pk)


@require_safe
def release_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show what a release holds, or how far it is."""
    return _release_page(request, selectors.release_for(request.user, pk))


def _release_page(
    request: PageRequest,
    release: Release,
    form: WithdrawForm | None = None,
    verdict_form: VerdictForm | None = None,
    status: int = 200,
) -> HttpResponse:
    said = list(judged.verdicts_of(release))
    context: dict[str, Any] = {
        "project": release.project,
        "release": release,
        "contents": selectors.contents(release),
        "marked": marked_in(release),
        "may_build": Right.BUILD_RELEASES in rights_of(request.user, release.project),
        "verdicts": said,
        "requirements": judged.answered_requirements(release, said[0] if said else None),
    }
    if verdict_form or judged.may_judge(request.user, release):
        context["verdict_form"] = verdict_form or VerdictForm(requirements=context["requirements"])
    if context["may_build"]:
        context |= {
            "downloads": selectors.downloads(release),
            "check": selectors.latest_check(release),
            "withdraw_form": form or WithdrawForm(),
        }
    page = "delivery/release_page.html"
    return render(request, f"{page}#release" if request.htmx else page, context, status=status)


@require_GET
def download_release(request: PageRequest, pk: int) -> FileResponse:
    """Hand out the archive, and write down to whom."""
    release = selectors.release_for(request.user, pk)
    file = services.download_release(release=release, by=request.user)
    return FileResponse(
        file, as_attachment=True, filename=release.download_name, content_type="application/zip"
    )


@require_GET
def download_labels(request: PageRequest, pk: int) -> FileResponse:
    """Hand out the answers to one field in a format of its kind, and write down to whom."""
    release = selectors.release_for(request.user, pk)
    field, form = (request.GET.get(name, "") for name in ("field", "file_format"))
    file, name = labelled.download_labels(release=release, field=field, format=form, by=request.user)
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")


@require_POST
def judge_release(request: PageRequest, pk: int) -> HttpResponse:
    """Accept a release or send it back."""
    release = selectors.release_for(request.user, pk)
    form = VerdictForm(request.POST, requirements=judged.requirements_of(release))
    if not form.is_valid():
        return _release_page(request, release, verdict_form=form, status=422)
    try:
        verdicts.judge_release(release=release, by=request.user, **form.said())
    except BadInput as refusal:
        form.add_error("comment", refusal_sentence(refusal))
        return _release_page(request, release, verdict_form=form, status=422)
    messages.success(request, _("Your verdict is written down."))
    return redirect("delivery:release_page", pk)


@require_POST
def withdraw_release(request: PageRequest, pk: int) -> HttpResponse:
    """Take a release back."""
    release = selectors.release_for(request.user, pk, Right.BUILD_RELEASES)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _release_page(request, release, form, status=422)
    services.withdraw_release(release=release, by=request.user, **form.cleaned_data)
    messages.success(request, _("The release is withdrawn."))
    return redirect("delivery:release_page", pk)


@require_POST
def check_release(request: PageRequest, pk: int) -> HttpResponse:
    """Prove a release again."""
    release = selectors.release_for(request.user, pk, Right.BUILD_RELEASES)
    checks.start_check(release=release, by=request.user)
    return redirect("delivery:release_page", pk)


@require_POST
def cancel_release(request: PageRequest, pk: int) -> HttpResponse:
    """Stop making a release."""
    release = selectors.release_for(request.user, pk, Right.BUILD_RELEASES)
    services.cancel_release(release=release, by=request.user)
    return redirect("delivery:release_page", pk)


@require_POST
def retry_release(request: PageRequest, pk: int) -> HttpResponse:
    """Make a release again that failed or was cancelled."""
    release = selectors.release_for(request.user, pk, Right.BUILD_RELEASES)
    services.retry_release(release=release, by=request.user)
    return redirect("delivery:release_page", pk)
