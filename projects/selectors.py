"""Reads: the one door to projects and who is in them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from django.db.models import Count, Model, Prefetch, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.http import Http404
from django.shortcuts import get_object_or_404
from guardian.shortcuts import get_group_perms

from accounts.models import User
from accounts.services import token_digest
from dmops_platform.errors import NotAllowed, _
from dmops_platform.prepared import Prepared
from dmops_platform.reading import kept
from projects.domain.briefs import BriefState, Content, Edition, PlanLine, RequirementLine, Side, states
from projects.domain.roles import RIGHTS, Right, Role
from projects.domain.stages import Stage
from projects.domain.standing import Standing
from projects.models import (
    AccessLog,
    Activity,
    Brief,
    Cycle,
    Invitation,
    Membership,
    Message,
    Notice,
    PlanStep,
    Project,
    Requirement,
    SignOff,
    StagePass,
    Thread,
)

M = TypeVar("M", bound=Model)

#: batches for self-checks are no work of their own
SELF_CHECK = "self_check"


class ProjectLine(NamedTuple):
    """A project in a person's list."""

    project: Project
    roles: list[str]
    open_batches: int
    open_disputes: int


# Asked at every request, so written as guardian's own join instead of through its slower shortcut.
GRANTED = """
    SELECT CAST(granted.object_pk AS bigint) FROM guardian_groupobjectpermission granted
    JOIN accounts_user_groups held ON held.group_id = granted.group_id AND held.user_id = %s
    JOIN auth_permission permission ON permission.id = granted.permission_id AND permission.codename = %s
    JOIN django_content_type kind ON kind.id = granted.content_type_id
        AND kind.app_label = 'projects' AND kind.model = 'project'
"""


def projects_for(user: User, right: Right = Right.SEE_PROJECT) -> QuerySet[Project]:
    """Return the projects in which this person has this right. The only reader of guardian."""
    return Project.objects.filter(pk__in=RawSQL(GRANTED, [user.pk, right.value]))  # noqa: S611


PROJECT_FOR = Prepared(
    lambda user, right, pk: Project.objects.filter(pk__in=RawSQL(GRANTED, [user, right]), pk=pk),  # noqa: S611
    numbers=["user", "pk"],
    texts=["right"],
)


def project_for(user: User, pk: int, right: Right = Right.SEE_PROJECT) -> Project:
    """Return the project if this person has this right in it; otherwise it does not exist."""
    return PROJECT_FOR.get_or_404(user=user.pk, right=right.value, pk=pk)


@kept
def rights_of(user: User, project: Project) -> frozenset[Right]:
    """Return everything this person may do in the project, for showing or hiding what leads there."""
    return frozenset(Right(name) for name in get_group_perms(user, project))


@kept
def roles_of(user: User, project: Project) -> list[Role]:
    """Return the roles this person holds in the project."""
    held = Membership.objects.filter(user=user, project=project).values_list("role", flat=True)
    return sorted(Role(role) for role in held)


def members(project: Project, role: Role | None = None) -> QuerySet[Membership]:
    """Return who belongs to the project, in one role or in all."""
    rows = Membership.objects.filter(project=project).select_related("user")
    return (rows.filter(role=role) if role else rows).order_by("role", "user__full_name", "user_id")


def membership_for(user: User, pk: int) -> Membership:
    """Return one role of one person, for somebody who manages that project."""
    managed = projects_for(user, Right.MANAGE_PROJECT)
    return get_object_or_404(Membership.objects.select_related("user", "project"), project__in=managed, pk=pk)


def was_dismissed(user: User, project_pk: int) -> bool:
    """Return whether this person had a role in the project and has none now."""
    if Membership.objects.filter(user=user, project=project_pk).exists():
        return False
    taken = Activity.objects.filter(project=project_pk, action="projects.remove_member", facts__user=user.pk)
    return taken.exists()


def invitations(project: Project) -> QuerySet[Invitation]:
    """Return who was invited to the project, latest first."""
    return Invitation.objects.filter(project=project).select_related("project").order_by("-pk")


def invitation_for(user: User, pk: int) -> Invitation:
    """Return one invitation, for somebody who manages its project."""
    managed = projects_for(user, Right.MANAGE_PROJECT)
    return get_object_or_404(Invitation.objects.select_related("project"), project__in=managed, pk=pk)


def open_invitation(token: str) -> Invitation:
    """Return the invitation with this link while it can be accepted; otherwise it does not exist."""
    rows = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=Now())
    return get_object_or_404(rows.select_related("project", "by"), digest=token_digest(token))


def may_create_projects(user: User) -> bool:
    """Return whether this person may open projects: the staff and everybody who manages one."""
    return user.is_staff or Membership.objects.filter(user=user, role=Role.PM).exists()


def check_may_create_projects(user: User) -> None:
    """Raise NotAllowed unless this person may open projects."""
    if not may_create_projects(user):
        raise NotAllowed(_("Only project managers and the staff open projects."), code="not_a_manager")


def acquaintances(user: User) -> QuerySet[User]:
    """Return whom this person may bring into a project: the accounts they made and the members of projects
    they manage; for the staff, everybody.
    """
    active = User.objects.filter(is_active=True)
    if user.is_staff:
        return active
    managed = Membership.objects.filter(project__in=projects_for(user, Right.MANAGE_PROJECT))
    return active.filter(Q(made_by=user) | Q(pk__in=managed.values("user")))


def activities(project: Project) -> QuerySet[Activity]:
    """Return what was done in the project, latest first."""
    return Activity.objects.filter(project=project).select_related("by").order_by("-id")


def accesses_for(user: User, project_pk: int) -> tuple[Project, QuerySet[AccessLog]]:
    """Return the project and who saw its raw and personal data, latest first, for its managers and legal."""
    managed, reviewed = (projects_for(user, right) for right in (Right.MANAGE_PROJECT, Right.REVIEW_SOURCES))
    allowed = Project.objects.filter(Q(pk__in=managed.values("pk")) | Q(pk__in=reviewed.values("pk")))
    project = get_object_or_404(allowed, pk=project_pk)
    return project, AccessLog.objects.filter(project=project).select_related("by").order_by("-id")


def page_before(
    rows: QuerySet[M], *, before: int | None = None, size: int = 50
) -> tuple[list[M], int | None]:
    """Return the newest `size` rows below the id `before`, and where the next page starts, if any."""
    older = rows.filter(pk__lt=before) if before is not None else rows
    page = list(older.order_by("-pk")[: size + 1])
    return page[:size], page[size - 1].pk if len(page) > size else None


def standing(project: Project) -> Standing:
    """Return how much of each part the project has, counted now."""
    return Standing(
        schemas=project.schemas.filter(state="published").count(),
        guidelines=project.guidelines.filter(state="published").count(),
        items=project.items.count(),
        annotators=members(project, Role.ANNOTATOR).count(),
        batches=project.batches.exclude(purpose=SELF_CHECK).count(),
        open_batches=project.batches.filter(state="open").exclude(purpose=SELF_CHECK).count(),
        open_disputes=project.batches.filter(disputes__state="open").count(),
        releases=project.releases.filter(state="done", withdrawn_at=None).count(),
    )


def with_roles_and_waiting(projects: list[Project], user: User) -> list[ProjectLine]:
    """Return the projects with the roles this person holds in them and what waits there for those roles."""
    roles = defaultdict(list)
    for membership in Membership.objects.filter(user=user, project__in=projects).order_by("role"):
        roles[membership.project_id].append(membership)
    batches = _counted(projects, "batches", Q(batches__state="open") & ~Q(batches__purpose=SELF_CHECK))
    disputes = _counted(projects, "batches__disputes", Q(batches__disputes__state="open"))
    return [
        ProjectLine(
            project=project,
            roles=[membership.role_name for membership in roles[project.pk]],
            open_batches=batches.get(project.pk, 0) if _any_holds(roles[project.pk], Right.LABEL) else 0,
            open_disputes=disputes.get(project.pk, 0) if _any_holds(roles[project.pk], Right.REVIEW) else 0,
        )
        for project in projects
    ]


def _any_holds(held: list[Membership], right: Right) -> bool:
    return any(right in RIGHTS[Role(membership.role)] for membership in held)


def _counted(projects: list[Project], what: str, where: Q) -> dict[int, int]:
    rows = Project.objects.filter(pk__in=[project.pk for project in projects])
    counted = rows.annotate(n=Count(what, filter=where, distinct=True))
    return dict(counted.filter(n__gt=0).values_list("pk", "n"))


def messages(thread: Thread) -> QuerySet[Message]:
    """Return what was said in a thread, in order."""
    return thread.messages.select_related("by").order_by("id")


def briefs_for(user: User) -> QuerySet[Brief]:
    """Return the brief versions this person may read; drafts to managers only."""
    readable = Brief.objects.filter(project__in=projects_for(user, Right.SEE_BRIEF))
    is_open = Q(is_published=True) | Q(project__in=projects_for(user, Right.MANAGE_PROJECT))
    return _with_lines(readable.filter(is_open)).select_related("project__client").order_by("-number")


def brief_for(user: User, project_pk: int, number: int) -> Brief:
    """Return one version of the brief if this person may read it; otherwise it does not exist."""
    return get_object_or_404(briefs_for(user), project_id=project_pk, number=number)


def _with_lines(briefs: QuerySet[Brief]) -> QuerySet[Brief]:
    """Return the versions with requirements, plan and signatures, in four statements whatever their number."""
    ordered = Prefetch("requirements", Requirement.objects.order_by("position"))
    plan = Prefetch("plan", PlanStep.objects.order_by("pk"))
    signatures = Prefetch("sign_offs", SignOff.objects.select_related("by").order_by("pk"))
    return briefs.select_related("by").prefetch_related(ordered, plan, signatures)


def brief_draft(project: Project) -> Brief | None:
    """Return the version being written, or None."""
    return _with_lines(Brief.objects.filter(project=project, is_published=False)).first()


def published_brief(project: Project) -> Brief | None:
    """Return the latest published version, signed or not, or None."""
    published = Brief.objects.filter(project=project, is_published=True)
    return _with_lines(published).order_by("-number").first()


@kept
def brief_in_force(project: Project) -> Brief | None:
    """Return the latest version that both sides signed, or None."""
    signed = Brief.objects.filter(project=project, is_published=True).annotate(sides=Count("sign_offs"))
    return _with_lines(signed.filter(sides=len(Side))).order_by("-number").first()


def requirements(project: Project) -> list[Requirement]:
    """Return what the brief in force asks for, in its order."""
    brief = brief_in_force(project)
    return list(brief.requirements.all()) if brief else []


def brief_states(briefs: Iterable[Brief]) -> dict[int, BriefState]:
    """Return number → state, for all versions of one project that a reader sees."""
    return states(
        Edition(brief.number, brief.is_published, frozenset(row.side for row in brief.sign_offs.all()))
        for brief in briefs
    )


def content_of(brief: Brief) -> Content:
    """Return all that a version says."""
    return Content(
        purpose=brief.purpose,
        model_input=brief.model_input,
        model_output=brief.model_output,
        languages=brief.languages,
        is_commercial=brief.is_commercial,
        deadline_on=brief.deadline_on,
        budget=brief.budget,
        currency=brief.currency,
        requirements=[
            RequirementLine(
                sentence=row.sentence, metric=row.metric, comparison=row.comparison, threshold=row.threshold
            )
            for row in brief.requirements.all()
        ],
        plan=[PlanLine(phase=row.phase, items=row.items, due_on=row.due_on) for row in brief.plan.all()],
    )


def digest(brief: Brief | None) -> str:
    """Return what identifies the content of a draft, "" for no draft. Who saves sends back the one they saw."""
    if brief is None:
        return ""
    written = json.dumps([content_of(brief), brief.change_note], sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def side_of(user: User, project: Project) -> Side | None:
    """Return for which side this person signs, or None; who could sign for both signs for the client."""
    rights = rights_of(user, project)
    if Right.SIGN_BRIEF in rights:
        return Side.CLIENT
    return Side.MODEL_TEAM if Right.MANAGE_PROJECT in rights else None


def brief_to_sign(user: User, project_pk: int, number: int) -> tuple[Brief, Side]:
    """Return the version and the side for which this person may sign; otherwise it does not exist."""
    brief = brief_for(user, project_pk, number)
    side = side_of(user, brief.project)
    if side is None:
        raise Http404
    return brief, side


def may_sign(user: User, brief: Brief, state: BriefState, side: Side | None) -> bool:
    """Return whether this person's signature is what the version waits for.

    Nobody signs what they wrote themselves, and nobody signs twice.
    """
    signed = brief.sign_offs.all()
    is_free = all(row.side != side and row.by_id != user.pk for row in signed)
    return state == BriefState.WAITING and side is not None and is_free and brief.by_id != user.pk


def people_with(project: Project, right: Right) -> QuerySet[User]:
    """Return who has this right in the project."""
    roles = [role for role in Role if right in RIGHTS[role]]
    held = Membership.objects.filter(project=project, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk")


def notices_for(user: User) -> QuerySet[Notice]:
    """Return the news of this person from projects they still belong to, latest first."""
    rows = Notice.objects.filter(user=user, project__in=projects_for(user))
    return rows.select_related("project").order_by("-pk")


@kept
def latest_cycle(project: Project) -> Cycle | None:
    """Return the round of stages 7 to 10 that was opened last, or None in the first."""
    return Cycle.objects.filter(project=project).order_by("-number").first()


def cycle_of(project: Project) -> int:
    """Return the number of the present cycle: 1 until one is opened."""
    latest = latest_cycle(project)
    return latest.number if latest else 1


def stage_passes(project: Project, stage: Stage, what: str) -> QuerySet[StagePass]:
    """Return the passes of one kind in the present cycle, latest first."""
    rows = StagePass.objects.filter(project=project, stage=stage, what=what, cycle=cycle_of(project))
    return rows.select_related("by").order_by("-pk")
