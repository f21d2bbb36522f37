"""What guidelines says about stages 4 and 5, and who has something to read."""

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from guidelines.domain.schema import Field
from guidelines.domain.sections import Gap, completeness, strangers
from guidelines.models import Acknowledgement, EdgeCase, Guideline, VersionState
from guidelines.reading import label_titles, told_gaps
from guidelines.selectors import (
    acknowledged_ids,
    fields_of,
    published_guideline,
    published_schema,
    schema_draft,
)
from projects.domain.roles import Right, Role
from projects.domain.stages import Gate, Measure, Missing, Stage, TraceStep
from projects.domain.waiting import Waiting
from projects.models import Project
from projects.selectors import members, projects_for
from sourcing.models import Item

#: names told in a sentence; the page that it leads to lists the rest
NAMED = 5


def gates(project: Project) -> list[Gate]:
    """Return the gates of stages 4 and 5: a schema is published, and a guideline that explains all of it."""
    return [
        Gate(Stage.SCHEMA, tuple(_missing_schema(project))),
        Gate(Stage.GUIDELINE, tuple(_missing_guideline(project))),
    ]


def _missing_schema(project: Project) -> Iterator[Missing]:
    if published_schema(project) is not None:
        return
    draft = schema_draft(project)
    if draft is None:
        sentence = gettext("No schema is published yet.")
        yield Missing(sentence, Role.PM, reverse("guidelines:schema_page", args=[project.pk]))
    else:
        sentence = gettext("Version %(number)s of the schema is written but not published.")
        url = reverse("guidelines:schema_version_page", args=[project.pk, draft.number])
        yield Missing(sentence % {"number": draft.number}, Role.PM, url)


def _missing_guideline(project: Project) -> Iterator[Missing]:
    guideline, schema = published_guideline(project), published_schema(project)
    if guideline is None:
        url = reverse("guidelines:guideline_page", args=[project.pk])
        yield Missing(gettext("No guideline is published yet."), Role.PM, url)
        return
    fields = fields_of(schema) if schema else []
    url = reverse("guidelines:guideline_version_page", args=[project.pk, guideline.number])
    gaps = completeness(fields, guideline.sections, guideline.entries)
    if sections := [row.title for row in told_gaps([gap for gap in gaps if not gap.field], fields)]:
        sentence = gettext("Required sections of the guideline without text: %(n)s (%(names)s).")
        yield Missing(sentence % _named(sections), Role.PM, url)
    if labels := [row.title for row in told_gaps([gap for gap in gaps if gap.field], fields)]:
        sentence = gettext(
            "Labels without a definition, an example or a counter-example: %(n)s of %(all)s (%(names)s)."
        )
        yield Missing(sentence % _named(labels, all=len(label_titles(fields))), Role.PM, url)
    if unknown := [label for _field, label in strangers(fields, guideline.entries)]:
        sentence = gettext("The guideline explains labels that the schema does not have: %(n)s (%(names)s).")
        yield Missing(sentence % _named(unknown), Role.PM, url)


def _named(names: Sequence[str], **more: int) -> dict[str, object]:
    shown = ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
    return {"n": len(names), "names": shown, **more}


def measures(project: Project) -> list[Measure]:
    """Return how much of the schema the guideline explains, and how many of those who label have read it."""
    guideline, schema = published_guideline(project), published_schema(project)
    if guideline is None:
        return [Measure("guideline.explained", None), Measure("guideline.read", None)]
    return [_explained(guideline, fields_of(schema) if schema else []), _read(guideline)]


def _explained(guideline: Guideline, fields: Sequence[Field]) -> Measure:
    labels = label_titles(fields)
    lacking = {_place(gap) for gap in completeness(fields, {}, guideline.entries) if gap.field}
    share = (len(labels) - len(lacking)) / len(labels) if labels else None
    return Measure("guideline.explained", share, n=len(labels))


def _place(gap: Gap) -> tuple[str, str]:
    return gap.field, gap.label


def _read(guideline: Guideline) -> Measure:
    """Return the share of the annotators who confirmed the guideline; all are asked, so no interval."""
    people = set(members(guideline.project, Role.ANNOTATOR).values_list("user_id", flat=True))
    share = len(people & acknowledged_ids(guideline)) / len(people) if people else None
    return Measure("guideline.read", share, n=len(people))


def trace(item: Item) -> list[TraceStep]:
    """Return the edge cases that an item gave rise to."""
    rows = EdgeCase.objects.filter(item_version__item=item).select_related("by").order_by("pk")
    return [
        TraceStep(
            row.at.isoformat(),
            Stage.GUIDELINE,
            gettext("Became an edge case of the guideline"),
            str(row.by),
            reverse("guidelines:edge_case_list", args=[row.project_id]) + f"#{row}",
        )
        for row in rows
    ]


def waiting_for(user: User) -> list[Waiting]:
    """Return the guidelines this person has to read before they get new work."""
    return [
        Waiting(
            project_id=guideline.project_id,
            project=guideline.project.name,
            what=gettext("Version %(number)s of the guideline waits to be read.")
            % {"number": guideline.number},
            button=gettext("Read and confirm"),
            url=reverse("guidelines:guideline_reading", args=[guideline.project_id]),
        )
        for guideline in _to_read(user)
    ]


def _to_read(user: User) -> QuerySet[Guideline]:
    """Return the guidelines in force of the projects this person labels in, as far as they are unread."""
    published = Guideline.objects.filter(state=VersionState.PUBLISHED)
    newer = published.filter(project=OuterRef("project"), number__gt=OuterRef("number"))
    read = Acknowledgement.objects.filter(guideline=OuterRef("pk"), user=user)
    unread = published.filter(~Exists(newer), ~Exists(read), project__in=projects_for(user, Right.LABEL))
    return unread.select_related("project").defer("sections", "entries").order_by("project")
