import pytest
from django.db import IntegrityError, transaction

from dmops_platform.background import JobState
from dmops_platform.errors import BadInput, RuleBroken
from projects.domain.stages import Stage
from projects.models import Activity
from sourcing.models import Item
from tests.factories import SENTIMENT, make_schema, make_user
from tests.verification.factories import (
    answer_cleaning,
    ask_for,
    change_answer,
    compute,
    evaluate,
    make_answered_batch,
    make_taught_batch,
)
from tests.verification.test_gates import missing
from verification import selectors, tasks
from verification.models import Cleaning, Evaluation, Suspect
from verification.selectors.corpus import text_of
from verification.selectors.cycles import cycle_lines, outcome_of
from verification.selectors.evaluation import model_measures, suspect_lines
from verification.services import experiments
from verification.services.cleaning import clean_suspects, dismiss_suspects, reopen_cycle
from verification.services.disputes import decide
from verification.services.evaluation import cancel_evaluation, run_evaluation, start_evaluation

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [make_user(full_name=f"Annotator Kim {n}") for n in range(2)]


@pytest.fixture
def few_seeds(monkeypatch):
    monkeypatch.setattr(experiments, "SEEDS", 2)


@pytest.fixture
def taught(project, people, manager, few_seeds):
    """Return a batch of sixty texts, two of which everybody labelled wrong."""
    batch = make_taught_batch(project, people, 60, wrong=[7, 22], name="Main")
    compute(batch, manager)
    return batch


def gate(project):
    return missing(project, Stage.MODEL_EVALUATION)


def open_ones(evaluation):
    return [line.suspect for line in suspect_lines(evaluation) if line.is_open]


def states(evaluation):
    return [line.state.value for line in suspect_lines(evaluation)]


def everything(evaluation):
    """Return all that a finished evaluation leaves behind but keys and times."""
    columns = ("rank", "item", "item_version", "batch", "given", "suggested", "probability")
    return evaluation.report, evaluation.moment, list(evaluation.suspects.values_list(*columns))


def test_evaluation_finds_the_answers_that_are_wrong(project, taught, manager):
    evaluation = evaluate(project, manager)
    places = {
        item: place
        for place, item in enumerate(taught.slots.order_by("item").values_list("item", flat=True).distinct())
    }
    found = [(places[one.item_id], one.given, one.suggested) for one in evaluation.suspects.order_by("rank")]
    assert {(7, "neg", "pos"), (22, "pos", "neg")} <= set(found[:3])
    assert evaluation.report["suspects"]["of"] == 60


def test_evaluation_reports_a_curve_on_one_hold_out_with_n_and_interval(project, taught, manager):
    curve = evaluate(project, manager).report["curve"]
    points = curve["points"]
    assert [later["size"] // 2 for later in points[1:]] == [point["size"] for point in points[:-1]]
    assert {point["n"] for point in points} == {curve["hold_out"]} == {12}
    assert all(point["low"] <= point["accuracy"] <= point["high"] for point in points)
    assert points[-1]["accuracy"] > 0.8
    assert [point["seeds"] for point in points][-2:] == [2, 1]


def test_evaluation_measures_accuracy_and_the_last_gain(project, taught, manager):
    assert {measure.value for measure in model_measures(project)} == {None}
    evaluation = evaluate(project, manager)
    measured = {measure.name: measure for measure in selectors.measures(project)}
    accuracy, added = measured["model.accuracy"], measured["model.gain_last_doubling"]
    assert (accuracy.value, accuracy.n) == (evaluation.report["curve"]["points"][-1]["accuracy"], 12)
    assert added.value == evaluation.report["curve"]["gain"]["value"]
    assert added.low <= added.value <= added.high


def test_evaluation_tries_models_of_one_part_on_another(project, people, taught, manager):
    compute(make_taught_batch(project, people, 60, name="Second"), manager)
    report = evaluate(project, manager).report
    ways = {matrix["by"]: matrix for matrix in report["slices"]}
    assert {"time", "batch", "annotator"} <= set(ways)
    batches = ways["batch"]
    assert len(batches["rows"]) == len(batches["names"]) == 2
    assert all(len(row["cells"]) == 2 for row in batches["rows"])


def test_evaluation_says_which_person_labels_otherwise(project, manager, people, few_seeds):
    batch = make_taught_batch(project, [*people, make_user()], 120)
    for annotation in people[0].annotations.all():
        change_answer(annotation, {"pos": "neg", "neg": "pos"}[annotation.answers["sentiment"]])
    compute(batch, manager)
    for dispute in batch.disputes.all():
        truth = people[1].annotations.get(assignment__item=dispute.item).answers["sentiment"]
        decide(dispute=dispute, answer=truth, cause="mistake", reason="Read again.", by=manager)
    [by_person] = [one for one in evaluate(project, manager).report["slices"] if one["by"] == "annotator"]
    assert str(people[0].pk) in by_person["odd"]


def test_evaluation_learns_from_the_decided_answer(project, people, manager, few_seeds):
    batch = make_taught_batch(project, people, 40)
    change_answer(people[0].annotations.order_by("pk").first(), "pos")
    compute(batch, manager)
    decide(dispute=batch.disputes.get(), answer="neg", cause="mistake", reason="Cold.", by=manager)
    report = evaluate(project, manager).report
    assert [(row["label"], row["n"]) for row in report["labels"]] == [("pos", 20), ("neg", 20)]


def test_evaluation_is_the_same_for_the_same_data_and_seed(project, taught, manager):
    first, second = (
        everything(evaluate(project, manager, seed=4)),
        everything(evaluate(project, manager, seed=4)),
    )
    assert first == second


def test_evaluation_of_20_items_cannot_be_measured_yet_and_is_no_failure(project, people, manager):
    compute(make_taught_batch(project, people, 20), manager)
    evaluation = evaluate(project, manager)
    assert (evaluation.state, evaluation.report["why_not"]) == (JobState.DONE, "too_few")
    assert {measure.value for measure in model_measures(project)} == {None}
    assert gate(project) == ["“Sentiment” cannot be measured by a model yet: evaluation 1 says why."]


def test_evaluation_of_one_label_cannot_be_measured_yet(project, people, manager):
    rows = [("pos", "pos")] * 40 + [("neg", "neg")] * 3
    compute(make_answered_batch(project, people, rows), manager)
    report = evaluate(project, manager).report
    assert (report["why_not"], report["n_left_out"]) == ("one_label", 3)


def test_evaluation_of_items_without_words_cannot_be_measured_yet(project, people, manager):
    batch = make_answered_batch(project, people, [("pos", "pos")])
    compute(batch, manager)
    assert text_of({"image": {"sha256": "0"}, "text": "  "}) == ""
    assert text_of({"turns": [{"speaker": "a", "text": "Hi."}, {"text": "Ho."}]}) == "Hi.\nHo."


def test_rare_labels_are_left_out_and_said(project, people, manager, few_seeds):
    labels = [{"id": name, "title": name.title(), "key": "", "help": ""} for name in ("pos", "neg", "rare")]
    make_schema(project, [{**SENTIMENT, "config": {"labels": labels}}])
    batch = make_taught_batch(project, people, 60)
    for person in people:
        change_answer(person.annotations.order_by("pk").first(), "rare")
    compute(batch, manager)
    report = evaluate(project, manager).report
    assert report["left_out"] == [{"label": "rare", "title": "Rare", "n": 1}]
    assert [row["label"] for row in report["labels"]] == ["pos", "neg"]


@pytest.mark.parametrize("killed_at", [0, 3, 20, 10_000])
def test_b12_evaluation_killed_anywhere_and_run_again_ends_the_same(
    project, taught, manager, monkeypatch, killed_at
):
    expected = everything(evaluate(project, manager))
    evaluation = start_evaluation(project=project, by=manager)
    die_at_heartbeat(monkeypatch, killed_at)
    with pytest.raises(KeyboardInterrupt):
        run_evaluation(evaluation.pk)
    monkeypatch.undo()
    monkeypatch.setattr(experiments, "SEEDS", 2)
    assert not evaluation.suspects.exists()
    Evaluation.objects.filter(pk=evaluation.pk).update(lease_until=evaluation.queued_at)
    run_evaluation(evaluation.pk)
    evaluation.refresh_from_db()
    assert everything(evaluation) == expected


def die_at_heartbeat(monkeypatch, place):
    """Kill the worker at its heartbeat number `place`, or as it finishes when there are fewer."""
    beats = iter(range(100_000))
    heartbeat = Evaluation.heartbeat

    def beat(evaluation, **progress):
        if next(beats) == place:
            raise KeyboardInterrupt
        return heartbeat(evaluation, **progress)

    def die(evaluation, **facts):
        raise KeyboardInterrupt

    monkeypatch.setattr(Evaluation, "heartbeat", beat)
    monkeypatch.setattr(Evaluation, "finish", die)


def test_b12_a_slow_worker_that_lost_its_lease_writes_nothing(project, taught, manager, monkeypatch):
    evaluation = start_evaluation(project=project, by=manager)
    heartbeat = Evaluation.heartbeat

    def overtaken(slow, **progress):
        heartbeat(slow, **progress)
        if slow.attempt == 1:
            Evaluation.objects.filter(pk=evaluation.pk).update(lease_until=evaluation.queued_at)
            run_evaluation(evaluation.pk)

    monkeypatch.setattr(Evaluation, "heartbeat", overtaken)
    run_evaluation(evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.attempt) == (JobState.DONE, 2)
    assert evaluation.suspects.count() == evaluation.report["suspects"]["stored"]


def test_cancel_evaluation_stops_it_and_keeps_nothing(project, taught, manager):
    evaluation = start_evaluation(project=project, by=manager)
    cancel_evaluation(evaluation=evaluation, by=manager)
    run_evaluation(evaluation.pk)
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.report, Suspect.objects.count()) == (JobState.CANCELLED, {}, 0)
    cancel_evaluation(evaluation=evaluation, by=manager)
    assert Activity.objects.filter(action="verification.cancel_evaluation").count() == 1


def test_start_evaluation_rings_for_a_worker_once_it_is_committed(
    project, people, manager, monkeypatch, django_capture_on_commit_callbacks
):
    compute(make_taught_batch(project, people, 4), manager)
    rung = []
    monkeypatch.setattr(tasks.run_evaluation, "delay", rung.append)
    with django_capture_on_commit_callbacks(execute=True):
        evaluation = start_evaluation(project=project, by=manager)
        assert rung == []
    tasks.run_evaluation(*rung)
    evaluation.refresh_from_db()
    assert (rung, evaluation.state) == ([evaluation.pk], JobState.DONE)


def test_start_evaluation_twice_while_at_work_stays_one(project, people, manager):
    compute(make_taught_batch(project, people, 4), manager)
    first = start_evaluation(project=project, by=manager)
    assert start_evaluation(project=project, by=manager, field="sentiment") == first
    with pytest.raises(RuleBroken, match="at work"):
        start_evaluation(project=project, by=manager, seed=1)


def test_start_evaluation_refuses_where_nothing_is_in_force(project, people, manager):
    with pytest.raises(RuleBroken, match="compute agreement"):
        start_evaluation(project=project, by=manager)
    compute(make_taught_batch(project, people, 4), manager)
    for bad in ({"field": "colour"}, {"seed": -1}, {"seed": 2**31}):
        with pytest.raises(BadInput) as refusal:
            start_evaluation(project=project, by=manager, **bad)
        assert refusal.value.path == next(iter(bad))


def test_gate_11_waits_for_an_evaluation_of_the_present_data(project, people, taught, manager):
    assert gate(project) == ["Nothing has been evaluated by a model yet."]
    evaluation = evaluate(project, manager)
    dismiss_suspects(
        evaluation=evaluation, suspects=[one.pk for one in open_ones(evaluation)], reason="Irony.", by=manager
    )
    assert gate(project) == []
    change_answer(people[0].annotations.first(), "pos")
    assert gate(project) == ["The data changed after evaluation 1: evaluate “Sentiment” again."]


def test_gate_11_waits_for_suspects_and_a_missed_goal(project, taught, manager):
    ask_for(project, "model.accuracy", ">=", 0.999)
    evaluation = evaluate(project, manager)
    n = evaluation.report["suspects"]["n"]
    first, *rest = gate(project)
    assert first == f"Suspected answers of evaluation 1 are not settled: {n}."
    assert rest == [] or rest[0].startswith("“model.accuracy is good enough.” is missed: the model reaches")


def test_gate_11_opens_again_with_a_new_cycle(project, taught, manager):
    evaluation = evaluate(project, manager)
    dismiss_suspects(
        evaluation=evaluation, suspects=[one.pk for one in open_ones(evaluation)], reason="Irony.", by=manager
    )
    reopen_cycle(project=project, reason="Accuracy is too low.", by=manager)
    assert gate(project) == ["Cycle 2 has begun: evaluate “Sentiment” again after its work."]
    for stage in (Stage.INTERNAL_VERIFICATION, Stage.EXTRINSIC_VERIFICATION):
        assert missing(project, stage)


def test_cleaning_asks_people_again_and_tells_what_it_corrected(project, people, taught, manager):
    evaluation = evaluate(project, manager)
    wrong = next(one for one in open_ones(evaluation) if one.suggested == "pos")
    cleaning = clean_suspects(evaluation=evaluation, suspects=[wrong.pk], by=manager)
    assert states(evaluation)[wrong.rank - 1] == "cleaning"
    assert cleaning.batch.slots.count() == 2
    answer_cleaning(cleaning, people, "pos")
    outcome = outcome_of(cleaning)
    assert (outcome.found, outcome.answered, outcome.corrected, outcome.confirmed) == (1, 1, 1, 0)
    assert states(evaluation)[wrong.rank - 1] == "corrected"
    again = evaluate(project, manager)
    assert wrong.item_id not in [one.item_id for one in open_ones(again)]


def test_a_confirmed_suspect_is_settled_in_the_next_evaluation_too(project, people, taught, manager):
    evaluation = evaluate(project, manager)
    suspect = open_ones(evaluation)[0]
    cleaning = clean_suspects(evaluation=evaluation, suspects=[suspect.pk], by=manager)
    answer_cleaning(cleaning, people, suspect.given)
    assert states(evaluation)[suspect.rank - 1] == "confirmed"
    again = evaluate(project, manager)
    later = {line.suspect.item_id: line.state.value for line in suspect_lines(again)}
    assert later.get(suspect.item_id, "confirmed") == "confirmed"


def test_a_dismissal_holds_for_later_evaluations_while_the_answer_stands(project, taught, manager):
    evaluation = evaluate(project, manager)
    dismiss_suspects(
        evaluation=evaluation, suspects=[one.pk for one in open_ones(evaluation)], reason="Irony.", by=manager
    )
    assert set(states(evaluate(project, manager))) == {"dismissed"}


def test_suspects_cannot_be_settled_twice_or_by_ids_of_others(project, taught, manager):
    evaluation = evaluate(project, manager)
    suspect = open_ones(evaluation)[0]
    dismiss_suspects(evaluation=evaluation, suspects=[suspect.pk], reason="Irony.", by=manager)
    for chosen in ([suspect.pk], [10**9], []):
        with pytest.raises(BadInput) as refusal:
            clean_suspects(evaluation=evaluation, suspects=chosen, by=manager)
        assert refusal.value.path == "suspects"
    assert not Cleaning.objects.exists()


def test_dismissing_needs_a_reason(project, taught, manager):
    evaluation = evaluate(project, manager)
    with pytest.raises(BadInput) as refusal:
        dismiss_suspects(
            evaluation=evaluation, suspects=[open_ones(evaluation)[0].pk], reason=" ", by=manager
        )
    assert refusal.value.path == "reason"


def test_each_cycle_shows_what_it_found_corrected_and_gained(project, people, taught, manager):
    first = evaluate(project, manager)
    wrong = next(one for one in open_ones(first) if one.suggested == "pos")
    reopen_cycle(project=project, reason="Accuracy is too low.", by=manager)
    answer_cleaning(clean_suspects(evaluation=first, suspects=[wrong.pk], by=manager), people, "pos")
    second = evaluate(project, manager)
    one, two = cycle_lines(project)
    assert (one.number, one.found, one.sent, one.gained) == (1, first.report["suspects"]["n"], 0, None)
    assert (two.number, two.reason, two.sent, two.corrected) == (2, "Accuracy is too low.", 1, 1)
    assert two.gained == pytest.approx(two.accuracy - one.accuracy)
    assert second.cycle == 2


def test_reopen_cycle_pressed_twice_begins_one(project, manager, annotator):
    reopen_cycle(project=project, reason="Too low.", by=manager, seen=1)
    with pytest.raises(RuleBroken, match="Cycle 2 has begun"):
        reopen_cycle(project=project, reason="Too low.", by=manager, seen=1)
    assert "Too low." in str(annotator.notices.order_by("-pk").first())


def test_trace_tells_of_suspicion_cleaning_and_dismissal(project, taught, manager):
    evaluation = evaluate(project, manager)
    sent, left = open_ones(evaluation)[:2]
    clean_suspects(evaluation=evaluation, suspects=[sent.pk], by=manager)
    dismiss_suspects(evaluation=evaluation, suspects=[left.pk], reason="Irony.", by=manager)
    told = [step.what for step in selectors.trace(Item.objects.get(pk=sent.item_id))]
    assert any(what.startswith("Evaluation 1 suspects") for what in told)
    assert "Sent to people again in “Cleaning 1.1”" in told
    assert "Suspicion dismissed: Irony." in [
        step.what for step in selectors.trace(Item.objects.get(pk=left.item_id))
    ]


def test_two_evaluations_never_have_one_number(project, taught, manager):
    evaluate(project, manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Evaluation.objects.create(project=project, number=1, cycle=1, field="sentiment", by=manager)


def test_suspect_lines_take_the_same_statements_whatever_their_number(
    project, taught, manager, django_assert_max_num_queries
):
    evaluation = evaluate(project, manager)
    with django_assert_max_num_queries(8):
        suspect_lines(evaluation)


def test_open_suspects_wait_for_the_manager(project, taught, manager, data_engineer):
    evaluation = evaluate(project, manager)
    n = len(open_ones(evaluation))
    [waiting] = [one for one in selectors.waiting_for(manager) if "does not believe" in one.what]
    assert (waiting.n, waiting.url.endswith("#suspects")) == (n, True)
    assert not selectors.waiting_for(data_engineer)
    dismiss_suspects(
        evaluation=evaluation, suspects=[one.pk for one in open_ones(evaluation)], reason="Irony.", by=manager
    )
    assert not [one for one in selectors.waiting_for(manager) if "does not believe" in one.what]
