import pytest
from django.db import DatabaseError, transaction

from dmops_platform.background import JobState, LostLease
from dmops_platform.errors import BadInput, RuleBroken
from projects.models import Activity
from tests.factories import SENTIMENT, make_schema, make_user
from tests.verification.factories import change_answer, compute, make_answered_batch
from verification import selectors, tasks
from verification.models import Consensus, ConsensusRun, DisputeState
from verification.services import consensus
from verification.services.consensus import run_consensus, start_consensus

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [make_user() for _n in range(3)]


@pytest.fixture
def batch(project, people):
    return make_answered_batch(
        project,
        people,
        [("pos", "pos", "pos"), ("neg", "neg", "pos"), ("neg", "pos", ""), ("neg", "", ""), ("", "", "")],
    )


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(consensus, "CHUNK", 1)


def rows(batch):
    """Return everything a run leaves behind but keys and times."""
    run = selectors.latest_run(batch)
    written = Consensus.objects.filter(run=run).order_by("item_id", "field")
    columns = ("item_id", "item_version_id", "field", "answer", "how", "share", "n", "is_tie", "annotations")
    disputes = batch.disputes.order_by("item_id").values_list("item_id", "field", "state")
    figures = {name: value for name, value in run.report.items() if name != "at"}
    return list(written.values_list(*columns)), list(disputes), figures


def test_run_consensus_writes_one_answer_for_every_item_that_has_one(batch, manager):
    run = compute(batch, manager)
    written = Consensus.objects.filter(run=run).order_by("item_id")
    told = [(row.answer, row.how, round(row.share, 3), row.n, row.is_tie) for row in written]
    assert told == [
        ("pos", "unanimous", 1.0, 3, False),
        ("neg", "majority", 0.667, 3, False),
        ("neg", "majority", 0.5, 2, True),
        ("neg", "only", 1.0, 1, False),
    ]


def test_a_field_that_nobody_answered_has_no_consensus_and_stops_no_other(project, people, manager):
    optional = SENTIMENT | {"name": "tone", "required": False}
    schema = make_schema(project, [SENTIMENT, optional])
    run = compute(make_answered_batch(project, people, [("pos", "neg", "pos")], schema=schema), manager)
    assert run.state == JobState.DONE
    assert {row.field for row in Consensus.objects.filter(run=run)} == {"sentiment"}
    tone = run.report["fields"][1]
    assert (tone["counts"]["items"], tone["alpha"]["undefined"]) == (0, "no_pairs")


def test_run_consensus_names_the_annotations_behind_each_answer(batch, manager):
    compute(batch, manager)
    for row in Consensus.objects.all():
        behind = batch.assignments.filter(item=row.item).values_list("annotations__pk", flat=True)
        assert row.annotations == sorted(behind)


def test_run_consensus_reports_counts_that_add_up(batch, manager):
    [figures] = compute(batch, manager).report["fields"]
    assert figures["counts"] == {
        "items": 4,
        "annotations": 9,
        "annotators": 3,
        "single": 1,
        "unanimous": 1,
        "disputed": 2,
        "ties": 1,
    }


def test_run_consensus_reports_alpha_with_n_and_interval(batch, manager):
    [figures] = compute(batch, manager, seed=7).report["fields"]
    alpha = figures["alpha"]
    assert alpha["value"] == pytest.approx(1 - (8 - 1) * 4 / (2 * 5 * 3))
    assert (alpha["n"], alpha["draws"], alpha["seed"], alpha["scale"]) == (3, 1000, 7, "nominal")
    assert alpha["low"] <= alpha["value"] <= alpha["high"]


def test_run_consensus_says_why_a_figure_is_undefined(project, manager, people):
    batch = make_answered_batch(project, people, [("pos", "pos", "pos"), ("pos", "pos", "")])
    [figures] = compute(batch, manager).report["fields"]
    assert (figures["alpha"]["value"], figures["alpha"]["undefined"]) == (None, "one_category")
    assert (figures["percent_agreement"]["value"], figures["percent_agreement"]["n"]) == (1.0, 2)


def test_run_consensus_tells_who_chose_what_where_they_differ(batch, manager, people):
    [figures] = compute(batch, manager).report["fields"]
    chosen = {row["annotator"]: row["chosen"] for row in figures["annotators"]}
    first, second, third = (str(person.pk) for person in people)
    assert chosen == {first: {"neg": 2}, second: {"neg": 1, "pos": 1}, third: {"pos": 1}}
    assert figures["pairs"] == [{"labels": ["neg", "pos"], "items": 2}]


def test_run_consensus_uses_the_order_of_an_ordered_field(project, manager, people):
    labels = [{"id": name, "title": name, "key": "", "help": ""} for name in ("low", "middle", "high")]
    field = {**SENTIMENT, "config": {"labels": labels, "is_ordered": True}}
    schema = make_schema(project, [field])
    near = [
        ("low", "middle", "low"),
        ("high", "middle", "high"),
        ("low", "low", "low"),
        ("high", "high", "high"),
    ]
    batch = make_answered_batch(project, people, near, schema=schema)
    [figures] = compute(batch, manager, scale="ordinal").report["fields"]
    assert figures["alphas"]["ordinal"]["value"] > figures["alphas"]["nominal"]["value"]
    assert figures["alpha"]["value"] == figures["alphas"]["ordinal"]["value"]


def test_run_consensus_weighs_people_by_dawid_and_skene(project, manager, people):
    careless = [("pos", "pos", "neg"), ("neg", "neg", "pos")] * 6 + [("pos", "pos", "pos")]
    batch = make_answered_batch(project, people, careless)
    run = compute(batch, manager, method="dawid_skene")
    assert set(Consensus.objects.filter(run=run).values_list("how", flat=True)) == {
        "dawid_skene",
        "unanimous",
    }
    assert run.report["fields"][0]["model"]["converged"] is True


def test_run_consensus_leaves_out_answers_that_were_replaced(batch, manager, people):
    change_answer(people[2].annotations.order_by("-pk").first(), "neg")
    [figures] = compute(batch, manager).report["fields"]
    assert figures["counts"]["disputed"] == 1


def test_run_consensus_opens_a_dispute_wherever_answers_differ(batch, manager):
    compute(batch, manager)
    compute(batch, manager)
    assert list(batch.disputes.values_list("field", "state")) == [("sentiment", "open")] * 2


def test_run_consensus_dissolves_a_dispute_whose_answers_came_to_agree(batch, manager, people):
    compute(batch, manager)
    changed = change_answer(people[2].annotations.order_by("-pk").first(), "neg")
    compute(batch, manager)
    assert batch.disputes.get(item=changed.assignment.item).state == DisputeState.DISSOLVED
    change_answer(changed, "pos")
    compute(batch, manager)
    assert batch.disputes.get(item=changed.assignment.item).state == DisputeState.OPEN


def test_run_consensus_keeps_a_settled_dispute_when_answers_came_to_agree(batch, manager, people):
    compute(batch, manager)
    batch.disputes.update(state=DisputeState.SETTLED)
    change_answer(people[2].annotations.order_by("-pk").first(), "neg")
    compute(batch, manager)
    assert set(batch.disputes.values_list("state", flat=True)) == {DisputeState.SETTLED}


def test_consensus_rows_never_change_and_a_new_run_writes_new_ones(batch, manager):
    first, second = compute(batch, manager), compute(batch, manager)
    assert first.consensus.count() == second.consensus.count() == 4
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Consensus.objects.update(answer="pos")


@pytest.mark.parametrize("killed_at", range(7))
def test_b12_run_consensus_killed_anywhere_and_run_again_ends_the_same(
    batch, manager, monkeypatch, small_chunks, killed_at
):
    compute(batch, manager)
    expected = rows(batch)
    run = start_consensus(batch=batch, by=manager)
    die_at_heartbeat(monkeypatch, killed_at)
    with pytest.raises(KeyboardInterrupt):
        run_consensus(run.pk)
    monkeypatch.undo()
    ConsensusRun.objects.filter(pk=run.pk).update(lease_until=run.queued_at)
    run_consensus(run.pk)
    assert selectors.latest_run(batch) == run
    assert rows(batch) == expected


def die_at_heartbeat(monkeypatch, place):
    """Kill the worker at its heartbeat number `place`, or as it finishes when there are fewer."""
    beats = iter(range(100))

    def beat(run, **progress):
        if next(beats) == place:
            raise KeyboardInterrupt
        return heartbeat(run, **progress)

    def die(run, **facts):
        raise KeyboardInterrupt

    heartbeat = ConsensusRun.heartbeat
    monkeypatch.setattr(ConsensusRun, "heartbeat", beat)
    monkeypatch.setattr(ConsensusRun, "finish", die)


def test_b12_a_slow_worker_that_lost_its_lease_writes_nothing_more(batch, manager, monkeypatch, small_chunks):
    run = start_consensus(batch=batch, by=manager)
    heartbeat = ConsensusRun.heartbeat

    def overtaken(slow, **progress):
        heartbeat(slow, **progress)
        if progress.get("done") == 1 and slow.attempt == 1:
            ConsensusRun.objects.filter(pk=run.pk).update(lease_until=run.queued_at)
            run_consensus(run.pk)

    monkeypatch.setattr(ConsensusRun, "heartbeat", overtaken)
    run_consensus(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.consensus.count()) == (JobState.DONE, 2, 4)


def test_run_consensus_called_twice_computes_once(batch, manager):
    run = compute(batch, manager)
    finished_at = run.finished_at
    run_consensus(run.pk)
    run.refresh_from_db()
    assert (run.attempt, run.finished_at, run.consensus.count()) == (1, finished_at, 4)


def test_hold_raises_once_another_attempt_has_the_run(batch, manager):
    run = start_consensus(batch=batch, by=manager)
    slow = ConsensusRun.claim(run.pk)
    ConsensusRun.objects.filter(pk=run.pk).update(attempt=2)
    with pytest.raises(LostLease), transaction.atomic():
        consensus._hold(slow)


def test_start_consensus_rings_for_a_worker_once_it_is_committed(
    batch, manager, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    monkeypatch.setattr(tasks.run_consensus, "delay", rung.append)
    with django_capture_on_commit_callbacks(execute=True):
        run = start_consensus(batch=batch, by=manager)
        assert rung == []
    tasks.run_consensus(*rung)
    run.refresh_from_db()
    assert (rung, run.state) == ([run.pk], JobState.DONE)


def test_start_consensus_twice_while_it_is_at_work_stays_one(batch, manager):
    assert start_consensus(batch=batch, by=manager) == start_consensus(batch=batch, by=manager)
    assert Activity.objects.filter(action="verification.start_consensus").count() == 1


def test_start_consensus_refuses_other_settings_while_one_is_at_work(batch, manager):
    start_consensus(batch=batch, by=manager)
    with pytest.raises(RuleBroken, match="at work"):
        start_consensus(batch=batch, by=manager, method="dawid_skene")


def test_start_consensus_refuses_a_batch_without_answers(project, people, manager):
    batch = make_answered_batch(project, people, [("", "", "")])
    with pytest.raises(RuleBroken, match="Nobody has answered"):
        start_consensus(batch=batch, by=manager)


@pytest.mark.parametrize("bad", [{"method": "vote"}, {"scale": "circular"}, {"seed": -1}, {"seed": 2**31}])
def test_start_consensus_refuses_settings_that_do_not_exist(batch, manager, bad):
    with pytest.raises(BadInput) as refusal:
        start_consensus(batch=batch, by=manager, **bad)
    assert [refusal.value.path] == list(bad)
