"""Reads: an answer under review in the shape that the review screen knows: blind, with its earlier rounds."""

from typing import Any

from accounts.models import User
from guidelines.domain.work_unit import unit_submitted, work_unit
from guidelines.selectors import shown_item
from verification.models import Review, ReviewState
from verification.selectors.review import history_of


def unit_of_review(review: Review, reader: User) -> dict[str, Any]:
    """Return the work unit of a review: item and answer without a name, what a model suggested left out.

    `rounds` are the earlier versions with the reason why each went back.
    """
    assignment = review.assignment
    answer = assignment.annotations.get(version=assignment.version)
    rounds = history_of(review) if review.state == ReviewState.RETURNED else []
    guideline = review.batch.guideline
    unit = work_unit(
        id=review.pk,
        item=shown_item(assignment.slot.item_version, name=assignment.item.name, reader=reader.pk),
        fields=review.batch.schema.fields,
        guideline=guideline.number if guideline else None,
        submitted=unit_submitted(answers=answer.answers, version=answer.version, saved_at=answer.saved_at),
        due_at=review.held_until or answer.saved_at,
    )
    shown = {name: value for name, value in unit.items() if name != "suggestions"}
    return {**shown, "rounds": rounds}
