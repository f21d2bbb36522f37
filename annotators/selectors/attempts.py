"""Reads: gold in use, attempts and their pieces, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count, F, Max, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from annotators.models import Attempt, AttemptKind, Piece, Use
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from guidelines.domain.sections import SECTIONS
from guidelines.domain.suggestions import MODEL, said_by_model
from guidelines.domain.work_unit import WorkUnit, unit_draft, unit_item, unit_submitted, work_unit
from guidelines.models import Gold
from guidelines.selectors import fields_of, published_schema
from projects.models import Project
from sourcing.media_links import with_links
from sourcing.models import ItemVersion
from sourcing.selectors import items_of

RIGHT = 1 - 1e-9
BARE = ("name", "kind", "title", "required", "config", "help")
SECTION_TITLES = {section.id: section.title for section in SECTIONS}


def gold_items(project: Project) -> QuerySet[ItemVersion]:
    """Return the item versions that have gold, with what their gold is used for, oldest first."""
    golden = Gold.objects.filter(project=project).values("item_version")
    rows = ItemVersion.objects.filter(pk__in=golden).select_related("item", "gold_use")
    return rows.order_by("pk")


def items_without_gold(project: Project) -> QuerySet[ItemVersion]:
    """Return the latest versions of items without gold, those in no batch first: they can be checked with later."""
    golden = Gold.objects.filter(project=project).values("item_version__item")
    items = items_of(project).exclude(pk__in=golden)
    latest = ItemVersion.objects.filter(item__in=items).alias(newest=Max("item__versions__number"))
    rows = latest.filter(number=F("newest")).annotate(in_batches=Count("item__slots"))
    return rows.select_related("item").order_by("in_batches", "pk")


def items_in_use(project: Project, use: Use) -> QuerySet[ItemVersion]:
    """Return the item versions whose gold is used so, oldest first."""
    return gold_items(project).filter(gold_use__use=use)


def gold_by_item(item_versions: Sequence[int]) -> dict[int, dict[str, Gold]]:
    """Return item version → field → gold."""
    found: dict[int, dict[str, Gold]] = {}
    for gold in Gold.objects.filter(item_version__in=item_versions).order_by("pk"):
        found.setdefault(gold.item_version_id, {})[gold.field] = gold
    return found


def attempts_for(user: User) -> QuerySet[Attempt]:
    """Return this person's own attempts."""
    rows = Attempt.objects.filter(person=user)
    return rows.select_related("project", "schema", "guideline", "application__campaign", "person")


def attempt_for(user: User, pk: int) -> Attempt:
    """Return this person's own attempt; anybody else's does not exist."""
    return get_object_or_404(attempts_for(user), pk=pk)


def piece_for(user: User, pk: int) -> Piece:
    """Return a piece of this person's own attempt; anybody else's does not exist."""
    mine = Piece.objects.filter(attempt__person=user)
    loaded = mine.select_related(
        "attempt__schema", "attempt__guideline", "attempt__project", "item_version__item"
    )
    return get_object_or_404(loaded, pk=pk)


def running_attempt(user: User, project: Project, kind: AttemptKind) -> Attempt | None:
    """Return the attempt this person is in, or None."""
    return attempts_for(user).filter(project=project, kind=kind, ended_at=None).first()


def is_over(attempt: Attempt) -> bool:
    """Return whether nothing more can be answered: handed in, or its time is up."""
    return attempt.ended_at is not None or attempt.due_at <= timezone.now()


def open_pieces(attempt: Attempt) -> QuerySet[Piece]:
    """Return the pieces that are neither answered nor skipped, in order."""
    rows = attempt.pieces.filter(saved_at=None, is_skipped=False)
    return rows.select_related("item_version__item").order_by("position")


def shown_fields(attempt: Attempt, gold: dict[str, Gold]) -> list[Field]:
    """Return the fields an attempt shows of an item: those it asks, and those that a model fills, to be read.

    Asked is what gold is known for, bare of what depends on other answers and of questions about the answer; where
    gold is made, everything as it is. What a model suggests stays out of sight: the person is tested, not the model.
    """
    fields = fields_of(attempt.schema)
    if attempt.kind == AttemptKind.GOLD:
        return [field if field.get("filled_by") == MODEL else _by_person(field) for field in fields]
    asked = {field["name"] for field in asked_fields(attempt, gold)}
    return [_bare(field) for field in fields if field["name"] in asked or field.get("filled_by") == MODEL]


def asked_fields(attempt: Attempt, gold: dict[str, Gold]) -> list[Field]:
    """Return the fields that people fill and for which gold is known."""
    by_people = [field for field in fields_of(attempt.schema) if field.get("filled_by") != MODEL]
    return [field for field in by_people if field["name"] in gold]


def _by_person(field: Field) -> Field:
    return cast("Field", {name: value for name, value in field.items() if name != "filled_by"})


def _bare(field: Field) -> Field:
    bare = {name: value for name, value in field.items() if name in BARE}
    if field.get("filled_by") == MODEL:
        bare["filled_by"] = MODEL
    return cast("Field", bare)


def units_of(attempt: Attempt, pieces: Sequence[Piece]) -> list[WorkUnit]:
    """Return pieces in the shape the labelling screen knows: nothing in it tells what is right."""
    gold = gold_by_item([piece.item_version_id for piece in pieces])
    return [_unit(attempt, piece, gold.get(piece.item_version_id, {})) for piece in pieces]


def _unit(attempt: Attempt, piece: Piece, gold: dict[str, Gold]) -> WorkUnit:
    version = piece.item_version
    return work_unit(
        id=piece.pk,
        item=unit_item(
            id=version.item_id,
            version=version.number,
            name=str(piece.position),
            parts=with_links(version.parts, version=version.pk, person=attempt.person_id),
            data=said_by_model(version.data),
        ),
        fields=shown_fields(attempt, gold),
        guideline=attempt.guideline.number if attempt.guideline else None,
        draft=unit_draft(answers=piece.draft, revision=piece.revision, saved_at=piece.draft_at)
        if piece.draft is not None and piece.draft_at
        else None,
        submitted=unit_submitted(answers=piece.answers, version=piece.version, saved_at=piece.saved_at)
        if piece.answers is not None and piece.saved_at
        else None,
        due_at=attempt.due_at,
    )


@dataclass(frozen=True, slots=True)
class FieldResult:
    """One answer held against gold: both in words, from 0 to 1 how right it was, why, and where to read on."""

    title: str
    given: str
    right: str
    score: float
    why: str
    section: str
    section_title: str

    @property
    def is_right(self) -> bool:
        """True when the answer is all right."""
        return self.score >= RIGHT


@dataclass(frozen=True, slots=True)
class PieceResult:
    """What came of one item of an attempt."""

    position: int
    item_version: ItemVersion
    fields: list[FieldResult]

    @property
    def parts(self) -> dict[str, Any]:
        """Return what the item says, by part."""
        return dict(self.item_version.parts)

    @property
    def is_right(self) -> bool:
        """True when every answer is."""
        return all(field.is_right for field in self.fields)


def piece_results(attempt: Attempt) -> list[PieceResult]:
    """Return every item of a finished attempt with what was answered, what is right and why, mistakes first."""
    pieces = list(attempt.pieces.select_related("item_version").order_by("position"))
    gold = gold_by_item([piece.item_version_id for piece in pieces])
    results = [piece_result(attempt, piece, gold.get(piece.item_version_id, {})) for piece in pieces]
    return sorted(results, key=lambda result: (result.is_right, result.position))


def piece_result(attempt: Attempt, piece: Piece, gold: dict[str, Gold]) -> PieceResult:
    """Return what came of one item."""
    answers = piece.answers or {}
    fields = [
        field_result(field, answers.get(field["name"]), gold[field["name"]])
        for field in asked_fields(attempt, gold)
    ]
    return PieceResult(piece.position, piece.item_version, fields)


def field_result(field: Field, given: Any, gold: Gold) -> FieldResult:
    """Return one answer held against gold; no answer is not right."""
    kind, config = KINDS[field["kind"]], field["config"]
    return FieldResult(
        title=field["title"],
        given="–" if given is None else kind.show(given, config),
        right=kind.show(gold.answer, config),
        score=0.0 if given is None else kind.score(given, gold.answer, config),
        why=gold.why,
        section=gold.section,
        section_title=gettext(SECTION_TITLES[gold.section]) if gold.section in SECTION_TITLES else "",
    )


def worked_examples(project: Project) -> list[PieceResult]:
    """Return the gold that is shown as examples: each with its right answer and why."""
    schema = published_schema(project)
    versions = list(items_in_use(project, Use.EXAMPLE))
    gold = gold_by_item([version.pk for version in versions])
    fields = fields_of(schema) if schema else ()
    return [
        PieceResult(
            position,
            version,
            [
                field_result(field, gold[version.pk][field["name"]].answer, gold[version.pk][field["name"]])
                for field in fields
                if field["name"] in gold[version.pk]
            ],
        )
        for position, version in enumerate(versions, start=1)
    ]


def last_result(attempt: Attempt) -> PieceResult | None:
    """Return what came of the item answered last, or None before the first answer."""
    answered = attempt.pieces.exclude(saved_at=None).select_related("item_version")
    piece = answered.order_by("-saved_at").first()
    if piece is None:
        return None
    gold = gold_by_item([piece.item_version_id])
    return piece_result(attempt, piece, gold.get(piece.item_version_id, {}))
