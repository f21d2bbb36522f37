"""Who gets what next, with real processes on PostgreSQL. Each test has a twin without the protection that must fail."""

import multiprocessing
import os
import random
from collections import Counter

import pytest
from django.db import connection, connections

from accounts.models import User
from labeling.domain.lifecycle import AssignmentState
from labeling.models import Annotation, Assignment, Slot
from labeling.services import annotations, assignments
from labeling.services.annotations import Submission
from projects.domain.roles import Role
from projects.models import Project
from projects.services import add_members
from tests.factories import make_batch, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ITEMS = 60
PEOPLE = 8
spawn = multiprocessing.get_context("fork")


def label_everything(project_id: int, person_id: int, barrier, is_protected: bool) -> None:
    connections.close_all()
    if not is_protected:
        take_without_protection()
    project, person = Project.objects.get(pk=project_id), User.objects.get(pk=person_id)
    barrier.wait()
    while work := assignments.claim(project=project, person=person):
        submission = Submission(answers={"sentiment": random.choice(["pos", "neg"])})
        annotations.submit(assignment=work[0], submission=submission)
    connections.close_all()
    os._exit(0)


def take_without_protection() -> None:
    assignments.LOCK = assignments.LOCK.replace("{lock}", "")
    assignments.look_again = lambda locked, person: locked


def in_processes(work, calls) -> None:
    connections.close_all()
    processes = [spawn.Process(target=work, args=call) for call in calls]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=90)
    assert [process.exitcode for process in processes] == [0] * len(processes)


def play(project, people, overlap: int, is_protected: bool = True) -> tuple[int, int]:
    """Return how many slots were given out twice and how many answers are missing."""
    batch = make_batch(project, [f"text {n}" for n in range(ITEMS)], overlap=overlap)
    barrier = spawn.Barrier(len(people))
    in_processes(label_everything, [(project.pk, person.pk, barrier, is_protected) for person in people])
    live = Assignment.objects.filter(batch=batch, state=AssignmentState.SUBMITTED)
    per_slot = Counter(live.values_list("slot_id", flat=True))
    per_person = Counter(live.values_list("item_id", "person_id"))
    assert max(per_person.values()) == 1
    return sum(n > 1 for n in per_slot.values()), Slot.objects.filter(batch=batch).count() - len(per_slot)


@pytest.fixture
def people(project, manager):
    crowd = [make_user() for _n in range(PEOPLE)]
    add_members(project=project, users=crowd, role=Role.ANNOTATOR, by=manager)
    return crowd


@pytest.mark.parametrize("overlap", [1, 3])
def test_b22_c18_eight_people_at_once_fill_every_slot_exactly_once(project, people, overlap):
    assert play(project, people, overlap) == (0, 0)


def test_b22_twin_without_lock_and_constraint_the_race_happens(project, people):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX assignment_one_per_slot")
    try:
        assert any(play(project, people, 1, is_protected=False)[0] for _try in range(5))
    finally:
        Annotation.objects.all().delete()
        Assignment.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX assignment_one_per_slot ON labeling_assignment (slot_id) "
                "WHERE state IN ('leased', 'submitted')"
            )


def submit_once(assignment_id: int, label: str, key: str, barrier, receipts) -> None:
    connections.close_all()
    assignment = Assignment.objects.get(pk=assignment_id)
    barrier.wait()
    submission = Submission(answers={"sentiment": label}, key=key, body_sha256=label)
    annotation = annotations.submit(assignment=assignment, submission=submission)
    receipts.put(tuple(annotations.receipt_of(annotation).values()))
    receipts.close()
    receipts.join_thread()
    connections.close_all()
    os._exit(0)


def submit_or_refuse(assignment_id: int, barrier, codes) -> None:
    connections.close_all()
    assignment = Assignment.objects.get(pk=assignment_id)
    barrier.wait()
    submission = Submission(
        answers={"sentiment": "pos"}, key="one-key-for-two", body_sha256=str(assignment_id)
    )
    try:
        annotations.submit(assignment=assignment, submission=submission)
        codes.put("stored")
    except annotations.KeyReused as refusal:
        codes.put(refusal.code)
    codes.close()
    codes.join_thread()
    connections.close_all()
    os._exit(0)


def test_a90_one_key_for_two_items_at_once_stores_one_and_refuses_the_other(project, annotator):
    make_batch(project, ["a", "b"])
    work = assignments.claim(project=project, person=annotator, ahead=2)
    barrier, codes = spawn.Barrier(2), spawn.Queue()
    in_processes(submit_or_refuse, [(piece.pk, barrier, codes) for piece in work])
    assert sorted([codes.get(timeout=5), codes.get(timeout=5)]) == ["key_reused", "stored"]


def test_a90_b25_c23_twenty_submits_with_one_key_at_once_are_one_row_and_one_receipt(project, annotator):
    make_batch(project, ["a"])
    [work] = assignments.claim(project=project, person=annotator)
    barrier, receipts = spawn.Barrier(20), spawn.Queue()
    in_processes(submit_once, [(work.pk, "pos", "one-key-for-all", barrier, receipts)] * 20)
    assert Annotation.objects.count() == 1
    assert len({receipts.get(timeout=5) for _n in range(20)}) == 1
