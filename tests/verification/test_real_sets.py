"""Published sets played through the services. They are no part of the repository: DMOPS_REAL_DATA is their folder."""

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from guidelines.domain.schema import check_fields
from labeling.selectors import current_annotations
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim_item
from tests.factories import make_batch, make_schema
from tests.verification.factories import compute
from verification.models import DisputeState
from verification.selectors import final_answers, outcomes_for
from verification.services.disputes import decide

pytestmark = pytest.mark.django_db

FOLDER = os.environ.get("DMOPS_REAL_DATA", "")
STEM = {"name": "stem", "kind": "text", "title": "Stem", "config": {"is_one_line": True}}


@pytest.fixture
def stems():
    """Return token → what bob, emily and the adjudicated answer say of it."""
    if not FOLDER:
        pytest.skip("DMOPS_REAL_DATA is not set")
    file = Path(FOLDER) / "stem-adjudication-en/two_annotators_adjudicated.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return {row.pop("token"): row for row in csv.DictReader(lines)}


def replayed(project, stems, people):
    """Return a batch in which these people (name → user) were handed every token and gave the stem they gave."""
    batch = make_batch(
        project, list(stems), overlap=len(people), schema=make_schema(project, check_fields([STEM]))
    )
    slots = batch.slots.select_related("item", "item_version").order_by("item_id")
    for slot in slots.filter(number=1):
        given = stems[slot.item_version.parts["text"]]
        for name, person in people.items():
            [work] = claim_item(project=project, person=person, item=slot.item)
            submit(assignment=work, submission=Submission(answers={"stem": given[name]}, is_recorded=True))
    return batch


def test_stems_of_two_people_are_adjudicated_to_the_published_answers(
    project, stems, manager, annotator, second_annotator, reviewer
):
    people = {"bob": annotator, "emily": second_annotator}
    batch = replayed(project, stems, people)
    compute(batch, manager)
    assert batch.disputes.filter(state=DisputeState.OPEN).count() == 1_000 - 848
    for dispute in batch.disputes.select_related("item_version"):
        right = stems[dispute.item_version.parts["text"]]["adjudicated"]
        decide(dispute=dispute, answer=right, cause="mistake", reason="As published.", by=reviewer)
    compute(batch, manager)
    token_of = dict(batch.slots.values_list("item_id", "item_version__parts__text"))
    in_force = {token_of[answer.item]: answer.answer for answer in final_answers(batch)}
    assert in_force == {token: said["adjudicated"] for token, said in stems.items()}

    same = Counter()
    for by, item, answers in current_annotations(batch).values_list("by", "assignment__item", "answers"):
        same[by] += answers["stem"] == in_force[token_of[item]]
    assert {name: same[person.pk] for name, person in people.items()} == {"bob": 979, "emily": 866}
    stands = {
        name: Counter(outcome.stands for outcome in outcomes_for(person, project))
        for name, person in people.items()
    }
    assert stands == {"bob": {True: 979 - 848, False: 21}, "emily": {True: 866 - 848, False: 134}}
    assert not batch.disputes.filter(state=DisputeState.OPEN).exists()
