"""The parts of a project as links and lines, as far as the reader's rights go."""

from typing import Any, NamedTuple, cast

from django import template
from django.template import RequestContext
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.domain.roles import Right
from projects.domain.stages import SHORT_TITLES, Stage
from projects.domain.standing import Part, Standing
from projects.models import Project
from projects.selectors import rights_of

register = template.Library()


class Tab(NamedTuple):
    """One link: its name in `here`, its words, where it leads, the right that opens it and the stage it serves."""

    here: str
    title: str | Promise
    url_name: str
    right: Right
    stage: Stage | None = None


class Step(NamedTuple):
    """One of the twelve steps of the path: where it leads, and whether the page at hand belongs to it."""

    stage: Stage
    title: str
    url: str
    is_here: bool


class Nav(NamedTuple):
    """What leads through a project: the path of stages, if the reader sees it, and the pages beside this one."""

    steps: list[Step]
    tabs: list[Tab]


TABS = (
    Tab("overview", _("Overview"), "projects:project_page", Right.SEE_PROJECT),
    Tab("board", _("Stages"), "overview:board", Right.SEE_BOARD),
    Tab("members", _("Members"), "projects:member_list", Right.MANAGE_PROJECT),
    Tab("activity", _("Activity"), "projects:activity_list", Right.MANAGE_PROJECT),
    Tab("brief", _("Brief"), "projects:brief_page", Right.SEE_BRIEF, Stage.GOAL),
    Tab("sources", _("Sources"), "sourcing:source_list", Right.SEE_SOURCES, Stage.RAW_DATA),
    Tab("items", _("Items"), "sourcing:item_list", Right.SEE_ITEMS, Stage.RAW_DATA),
    Tab("recipe", _("Preprocessing"), "sourcing:recipe_page", Right.SEE_ITEMS, Stage.PREPROCESSING),
    Tab("access", _("Access"), "projects:access_list", Right.MANAGE_PROJECT, Stage.RAW_DATA),
    Tab("access", _("Access"), "projects:access_list", Right.REVIEW_SOURCES, Stage.RAW_DATA),
    Tab("schema", _("Schema"), "guidelines:schema_page", Right.READ_GUIDELINE, Stage.SCHEMA),
    Tab("guideline", _("Guideline"), "guidelines:guideline_page", Right.READ_GUIDELINE, Stage.GUIDELINE),
    Tab("people", _("People"), "annotators:campaign_list", Right.MANAGE_PROJECT, Stage.RECRUIT),
    Tab("pay", _("Pay"), "annotators:pay_page", Right.SEE_PAY, Stage.RECRUIT),
    Tab("my_pay", _("My pay"), "annotators:my_pay", Right.SEE_OWN_PAY, Stage.RECRUIT),
    Tab("path", _("Learning path"), "annotators:path_page", Right.ASK, Stage.INSTRUCT),
    Tab("path", _("Learning path"), "annotators:path_page", Right.TEACH, Stage.INSTRUCT),
    Tab("questions", _("Questions"), "annotators:question_list", Right.ASK, Stage.INSTRUCT),
    Tab("questions", _("Questions"), "annotators:question_list", Right.TEACH, Stage.INSTRUCT),
    Tab("feedback", _("Feedback"), "annotators:feedback_page", Right.ASK, Stage.LABEL),
    Tab("batches", _("Batches"), "labeling:batch_list", Right.SEE_PROGRESS, Stage.LABEL),
    Tab(
        "quality",
        _("Quality"),
        "verification:quality_report_page",
        Right.SEE_QUALITY,
        Stage.INTERNAL_VERIFICATION,
    ),
    Tab("reviews", _("Review"), "verification:review_page", Right.REVIEW, Stage.INTERNAL_VERIFICATION),
    Tab("disputes", _("Disputes"), "verification:dispute_list", Right.REVIEW, Stage.INTERNAL_VERIFICATION),
    Tab("norming", _("Norming"), "verification:norming_list", Right.REVIEW, Stage.INTERNAL_VERIFICATION),
    Tab("audits", _("Audits"), "verification:audit_list", Right.SEE_QUALITY, Stage.EXTRINSIC_VERIFICATION),
    Tab("audits", _("Audits"), "verification:audit_list", Right.AUDIT, Stage.EXTRINSIC_VERIFICATION),
    Tab(
        "evaluation", _("Evaluation"), "verification:evaluation_list", Right.EVALUATE, Stage.MODEL_EVALUATION
    ),
    Tab("releases", _("Releases"), "delivery:release_list", Right.RECEIVE_RELEASES, Stage.DELIVERY),
)

#: what the overview says of a part
STATES = {
    Part.SCHEMA: _("Published versions: %(schemas)s"),
    Part.GUIDELINE: _("Published versions: %(guidelines)s"),
    Part.ITEMS: _("Items: %(items)s"),
    Part.MEMBERS: _("Annotators: %(annotators)s"),
    Part.BATCHES: _("Open: %(open_batches)s · all: %(batches)s"),
    Part.DISPUTES: _("Open: %(open_disputes)s"),
    Part.RELEASES: _("Ready: %(releases)s"),
}


def _rights(context: RequestContext, project: Project) -> frozenset[Right]:
    return rights_of(cast("User", context.request.user), project)


def _open_tabs(rights: frozenset[Right]) -> list[Tab]:
    return list({tab.here: tab for tab in TABS if tab.right in rights}.values())


def _stage_of(here: str) -> Stage | None:
    return next((tab.stage for tab in TABS if tab.here == here), None)


@register.simple_tag(takes_context=True)
def project_nav(context: RequestContext, project: Project, here: str) -> Nav:
    """Return the path for those who see the board, and the pages beside the one at hand.

    With the path, these are the pages of the present stage; without it, all that are open to the reader. Pages
    that belong to no stage come last.
    """
    rights = _rights(context, project)
    tabs, stage, steps = _open_tabs(rights), _stage_of(here), _steps(project, here, rights)
    beside = [tab for tab in tabs if tab.stage and (not steps or tab.stage == stage)]
    return Nav(steps, [*beside, *(tab for tab in tabs if not tab.stage)])


@register.simple_tag(takes_context=True)
def project_path(context: RequestContext, project: Project, here: str) -> list[Step]:
    """Return the twelve steps for those who see the board, nothing for others."""
    return _steps(project, here, _rights(context, project))


def _steps(project: Project, here: str, rights: frozenset[Right]) -> list[Step]:
    """Return the steps: each leads to the stage's first page open to the reader, else to its place on the board."""
    if Right.SEE_BOARD not in rights:
        return []
    board = reverse("overview:board", args=[project.pk])
    own = {tab.stage: tab.url_name for tab in reversed(_open_tabs(rights)) if tab.stage}
    return [
        Step(
            stage=stage,
            title=gettext(title),
            url=reverse(own[stage], args=[project.pk]) if stage in own else f"{board}#stage-{stage.value}",
            is_here=stage == _stage_of(here),
        )
        for stage, title in SHORT_TITLES.items()
    ]


@register.simple_tag(takes_context=True)
def project_parts(context: RequestContext, project: Project, standing: Standing) -> list[dict[str, Any]]:
    """Return a line for each part that is open to the reader, in the order in which the work is done."""
    tabs = {tab.here: tab for tab in _open_tabs(_rights(context, project))}
    return [
        {"tab": tabs[part.value], "state": state % standing._asdict()}
        for part, state in STATES.items()
        if part.value in tabs
    ]
