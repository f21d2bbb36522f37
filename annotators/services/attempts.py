"""Writes: attempts at tests and practice, in the manner of the labelling screen."""

import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from annotators.domain.receipts import PieceReceipt
from annotators.models import Application, Attempt, AttemptKind, GoldUse, Piece, Use
from annotators.selectors import attempts as reads
from annotators.services.timing import record_time
from dmops_platform.errors import BadInput, RuleBroken, _
from guidelines.domain.schema import clean_answers
from guidelines.selectors import published_guideline, published_schema
from projects.models import Project
from projects.services import record
from sourcing.models import ItemVersion

Answers = Mapping[str, Any]
MOST_AHEAD = 10
#: a stored answer that arrives a moment late was on its way in time
GRACE = timedelta(seconds=5)


class TimeUp(RuleBroken):
    """The time of a test is up: nothing more is stored."""

    code = "time_up"


class PieceKeyReused(RuleBroken):
    """The key of this submit belongs to another answer. HTTP 422."""

    code = "key_reused"
    status = 422


@dataclass(frozen=True, slots=True)
class PieceSubmission:
    """One submit as it arrived."""

    answers: Answers
    base_version: int
    seconds: float
    key: str
    body_sha256: str


@transaction.atomic
def set_gold_uses(*, project: Project, uses: Mapping[int, str], by: User) -> int:
    """Say what the gold of items is used for: item version → use, "" to hide it again. Return how many changed."""
    golden = set(reads.gold_items(project).filter(pk__in=uses).values_list("pk", flat=True))
    if missing := sorted(set(uses) - golden):
        raise BadInput(
            _("No gold is recorded in this project for the item version %(id)s."), path="uses", id=missing[0]
        )
    before = dict(GoldUse.objects.filter(item_version__in=uses).values_list("item_version", "use"))
    changed = {pk: use for pk, use in uses.items() if before.get(pk, "") != use}
    GoldUse.objects.filter(item_version__in=changed).delete()
    GoldUse.objects.bulk_create(
        GoldUse(project=project, item_version_id=pk, use=Use(use)) for pk, use in changed.items() if use
    )
    record("annotators.set_gold_uses", project=project, by=by, n=len(changed))
    return len(changed)


def begin_attempt(
    *,
    project: Project,
    person: User,
    kind: AttemptKind,
    size: int,
    minutes: int,
    application: Application | None = None,
) -> Attempt:
    """Draw items and start the clock. Items the person has not had come first; the seed says how they were drawn."""
    schema = published_schema(project)
    if schema is None:
        raise RuleBroken(
            _("The project has no published schema yet, so nothing can be asked."), code="no_schema"
        )
    seed = secrets.randbelow(2**31)
    drawn = _draw(project, person, kind, size, seed)
    now = timezone.now()
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                project=project,
                person=person,
                application=application,
                kind=kind,
                schema=schema,
                guideline=published_guideline(project),
                seed=seed,
                started_at=now,
                due_at=now + timedelta(minutes=minutes),
            )
    except IntegrityError as twice:
        raise RuleBroken(_("You are in the middle of one already. Go on with it."), code="running") from twice
    Piece.objects.bulk_create(
        Piece(attempt=attempt, position=position, item_version=version)
        for position, version in enumerate(drawn, start=1)
    )
    return attempt


def _draw(project: Project, person: User, kind: AttemptKind, size: int, seed: int) -> list[ItemVersion]:
    if kind == AttemptKind.GOLD:
        return list(reads.items_without_gold(project)[:size])
    pool = list(reads.items_in_use(project, Use(kind.value)))
    if len(pool) < max(size, 1):
        raise RuleBroken(
            _("%(wanted)s gold items are wanted and %(there)s are there. Tell the project manager."),
            code="too_little_gold",
            wanted=max(size, 1),
            there=len(pool),
        )
    had = set(Piece.objects.filter(attempt__person=person).values_list("item_version", flat=True))
    random.Random(seed).shuffle(pool)  # noqa: S311
    return sorted(pool, key=lambda version: version.pk in had)[:size]


@transaction.atomic
def take_pieces(*, attempt: Attempt, ahead: int) -> list[Piece]:
    """Return the next pieces of an attempt, up to `ahead`, in practice one by one; none once it is over."""
    if reads.is_over(attempt) or ahead < 1:
        return []
    most = 1 if attempt.kind == AttemptKind.PRACTICE else MOST_AHEAD
    pieces = list(reads.open_pieces(attempt)[: min(ahead, most)])
    fresh = [piece.pk for piece in pieces if piece.served_at is None]
    Piece.objects.filter(pk__in=fresh, served_at=None).update(served_at=timezone.now())
    return pieces


@transaction.atomic
def save_piece_draft(*, piece: Piece, answers: Answers, base_revision: int) -> Piece:
    """Keep an unfinished answer; one saved elsewhere since is not overwritten (409)."""
    piece = _locked(piece)
    _refuse_late(piece.attempt)
    cleaned = _clean(piece, answers, is_draft=True)
    if piece.revision != base_revision:
        stored = None if piece.draft is None else {"answers": piece.draft, "revision": piece.revision}
        raise RuleBroken(
            _("This draft was changed in another window. Both copies are kept; choose one."),
            code="stale_draft",
            details={"stored": stored, "yours": {"answers": cleaned}},
        )
    piece.draft, piece.revision, piece.draft_at = cleaned, piece.revision + 1, timezone.now()
    piece.save(update_fields=["draft", "revision", "draft_at"])
    return piece


@transaction.atomic
def submit_piece(*, piece: Piece, submission: PieceSubmission) -> Piece:
    """Store an answer, once for each key. The last answer before the end counts."""
    piece = _locked(piece)
    if piece.key == submission.key:
        if piece.body_sha256 != submission.body_sha256:
            raise PieceKeyReused(_("This Idempotency-Key was used for another answer. Use a new one."))
        return piece
    _refuse_late(piece.attempt)
    answers = _clean(piece, submission.answers)
    if submission.base_version != piece.version:
        stored = None if piece.answers is None else {"answers": piece.answers, "version": piece.version}
        raise RuleBroken(
            _("This item was answered in another window since. Choose one answer and submit again."),
            code="stale_version",
            details={"stored": stored, "yours": {"answers": answers}},
        )
    return _store(piece, answers, submission)


def _store(piece: Piece, answers: dict[str, Any], submission: PieceSubmission) -> Piece:
    piece.answers, piece.version, piece.saved_at = answers, piece.version + 1, timezone.now()
    piece.seconds += _time(piece, submission.seconds)
    piece.is_skipped, piece.draft, piece.draft_at = False, None, None
    piece.key, piece.body_sha256 = submission.key, submission.body_sha256
    piece.save()
    return piece


def _time(piece: Piece, claimed: float) -> float:
    attempt = piece.attempt
    since = piece.served_at or attempt.started_at
    work = f"annotators.piece:{piece.pk}"
    return record_time(project=attempt.project, user=attempt.person, work=work, claimed=claimed, since=since)


@transaction.atomic
def skip_piece(*, piece: Piece) -> datetime:
    """Leave an item of an attempt unanswered, which counts as not right; it can be skipped twice."""
    piece = _locked(piece)
    _refuse_late(piece.attempt)
    if piece.answers is None:
        piece.is_skipped = True
        piece.save(update_fields=["is_skipped"])
    return timezone.now()


def piece_receipt(piece: Piece) -> PieceReceipt:
    """Return the receipt of a stored answer, always the same for the same one."""
    if piece.saved_at is None:
        raise RuleBroken(_("Nothing is stored for this item yet."), code="not_stored")
    return {
        "annotation": piece.pk,
        "version": piece.version,
        "saved_at": piece.saved_at.isoformat(timespec="milliseconds"),
    }


def lock_attempt(attempt: Attempt) -> Attempt:
    """Return the attempt as it is once nobody else holds it."""
    rows = Attempt.objects.select_for_update(of=("self",))
    return rows.select_related("project", "schema", "guideline", "person", "application__campaign").get(
        pk=attempt.pk
    )


def held_against_gold(attempt: Attempt) -> list[float]:
    """Store how right each item was and return the score of each answer, in order."""
    pieces = list(attempt.pieces.select_related("item_version").order_by("position"))
    gold = reads.gold_by_item([piece.item_version_id for piece in pieces])
    scores: list[float] = []
    for piece in pieces:
        result = reads.piece_result(attempt, piece, gold.get(piece.item_version_id, {}))
        own = [field.score for field in result.fields]
        piece.score = sum(own) / len(own) if own else None
        scores += own
    Piece.objects.bulk_update(pieces, ["score"])
    return scores


def _locked(piece: Piece) -> Piece:
    """Return the piece with its attempt locked, so that nothing is stored while the attempt is being ended."""
    attempt = lock_attempt(piece.attempt)
    row = Piece.objects.select_related("item_version__item").get(pk=piece.pk)
    row.attempt = attempt
    return row


def _refuse_late(attempt: Attempt) -> None:
    if attempt.ended_at is not None or attempt.due_at + GRACE <= timezone.now():
        raise TimeUp(_("The time is up. What was stored before counts."))


def _clean(piece: Piece, answers: Answers, *, is_draft: bool = False) -> dict[str, Any]:
    gold = reads.gold_by_item([piece.item_version_id]).get(piece.item_version_id, {})
    fields, version = reads.shown_fields(piece.attempt, gold), piece.item_version
    return clean_answers(fields, answers, version.parts, item_data=version.data, is_draft=is_draft)
