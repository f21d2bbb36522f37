import pytest
from django.utils import translation

from dmops_platform.errors import BadInput, RuleBroken
from overview import selectors
from overview.domain.board import StageState
from overview.domain.evidence import Verdict
from overview.services import stages
from projects.domain.roles import RIGHTS, Role
from projects.domain.stages import Gate, Measure, Missing, Stage
from projects.models import Activity, Notice
from projects.services import open_cycle
from tests.factories import make_items
from tests.overview.factories import alpha, late_but_for, report
from tests.projects.factories import make_brief_in_force

pytestmark = pytest.mark.django_db

ALPHA = {"sentence": "Agree.", "metric": "agreement.alpha", "comparison": ">=", "threshold": 0.8}
PAY = {"sentence": "Pay.", "metric": "pay.hourly_median", "comparison": ">=", "threshold": 10_000}
NEEDLESS = "The client delivers clean data."


def line(project, stage: Stage) -> selectors.StageLine:
    return selectors.board(project)[stage - 1]


def by_hand(project, stage: Stage = Stage.PREPROCESSING, reason: str = NEEDLESS):
    return stages.pass_by_hand(project=project, stage=stage, reason=reason, by=project.created_by)


def test_board_has_every_stage_and_says_what_is_missing(project, monkeypatch):
    report(monkeypatch, *late_but_for(Stage.GOAL))
    lines = selectors.board(project)
    assert [one.stage for one in lines] == list(Stage)
    assert [one.state for one in lines][:2] == [StageState.PASSED, StageState.OPEN]
    assert lines[1].missing[0].sentence == "Three items are late."
    assert selectors.next_open(lines).stage == Stage.RAW_DATA


def test_pass_by_hand_keeps_who_why_and_what_was_missing(project, manager, monkeypatch):
    report(monkeypatch, *late_but_for())
    by_hand(project, reason="  Cleaned before it came.  ")
    judged = line(project, Stage.PREPROCESSING)
    assert judged.state == StageState.BY_HAND
    assert (judged.judgement.by, judged.judgement.reason) == (manager, "Cleaned before it came.")
    assert judged.judgement.evidence == {"missing": ["Three items are late."]}
    assert Activity.objects.filter(action="projects.pass_stage", by=manager).count() == 1


def test_pass_by_hand_keeps_what_was_missing_in_the_language_of_the_project(project):
    project.language = "ko"
    project.save()
    brief_missing = by_hand(project, Stage.GOAL).evidence["missing"]
    with translation.override("ko"):
        assert brief_missing == [thing.sentence for thing in line(project, Stage.GOAL).missing]


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 2_001])
def test_pass_by_hand_needs_a_reason_of_sensible_length(project, reason):
    with pytest.raises(BadInput) as refused:
        by_hand(project, reason=reason)
    assert refused.value.path == "reason"


def test_pass_by_hand_refuses_a_stage_that_is_passed(project, monkeypatch):
    report(monkeypatch, *late_but_for(Stage.PREPROCESSING))
    with pytest.raises(RuleBroken, match="Stage 3 is passed already"):
        by_hand(project)


def test_pass_by_hand_twice_is_refused(project):
    by_hand(project)
    with pytest.raises(RuleBroken) as refused:
        by_hand(project)
    assert refused.value.code == "already_passed"


def test_withdraw_pass_opens_the_stage_again_and_both_judgements_stay(project, manager):
    by_hand(project)
    stages.withdraw_pass(project=project, stage=Stage.PREPROCESSING, reason="It was not clean.", by=manager)
    assert line(project, Stage.PREPROCESSING).state == StageState.OPEN
    told = project.stage_passes.order_by("pk").values_list("what", flat=True)
    assert list(told) == ["by_hand", "by_hand_withdrawn"]
    by_hand(project)
    assert line(project, Stage.PREPROCESSING).state == StageState.BY_HAND


def test_withdraw_pass_refuses_where_nothing_was_passed_by_hand(project, manager):
    with pytest.raises(RuleBroken) as refused:
        stages.withdraw_pass(project=project, stage=Stage.LABEL, reason="Oh.", by=manager)
    assert refused.value.code == "not_by_hand"


def test_pass_by_hand_counts_for_the_present_cycle_only(project, manager):
    by_hand(project, Stage.LABEL)
    open_cycle(project=project, reason="The model learns nothing more.", by=manager)
    assert line(project, Stage.LABEL).state == StageState.OPEN


def test_later_work_reopens_a_gate_by_itself(project, monkeypatch):
    report(monkeypatch, Gate(Stage.LABEL))
    assert line(project, Stage.LABEL).state == StageState.PASSED
    report(monkeypatch, Gate(Stage.LABEL, (Missing("One more item came.", "annotator"),)))
    assert line(project, Stage.LABEL).state == StageState.OPEN


def test_pass_by_hand_of_another_project_changes_nothing_here(project, other_project):
    by_hand(other_project)
    assert line(project, Stage.PREPROCESSING).state == StageState.OPEN


def test_pass_by_hand_tells_those_who_see_the_board(project, manager):
    Notice.objects.all().delete()
    by_hand(project)
    told = set(Notice.objects.values_list("user__username", flat=True))
    assert told == {"reviewer", "data_engineer", "legal", "client_person"}
    assert Notice.objects.first().sentence == "Manager passed stage 3 of “Film reviews” by hand."


@pytest.mark.parametrize("size", [1, 60])
def test_board_takes_few_statements_at_any_size(project, size, django_assert_max_num_queries):
    make_items(project, ["text"] * size)
    for _n in range(min(size, 5)):
        make_brief_in_force(project, requirements=[ALPHA] * size)
    by_hand(project)
    with django_assert_max_num_queries(70):
        selectors.board(project)


def test_demands_hold_each_requirement_against_its_measure(project, monkeypatch):
    make_brief_in_force(project, requirements=[ALPHA, {"sentence": "Be kind."}])
    report(monkeypatch, measures=[alpha(0.9)])
    brief, [agree, kind] = selectors.demands(project, RIGHTS[Role.PM])
    assert brief.number == 1
    assert (agree.verdict, agree.measure.value, agree.measure.n) == (Verdict.MET, 0.9, 120)
    assert kind.verdict == Verdict.BY_PEOPLE


def test_demands_tell_figures_of_pay_only_to_who_may_see_pay(project, monkeypatch):
    make_brief_in_force(project, requirements=[PAY])
    report(monkeypatch, measures=[Measure("pay.hourly_median", 9_860, n=4)])
    [for_client] = selectors.demands(project, RIGHTS[Role.CLIENT]).evidence
    [for_manager] = selectors.demands(project, RIGHTS[Role.PM]).evidence
    assert (for_client.verdict, for_client.measure) == (Verdict.HIDDEN, None)
    assert for_manager.verdict == Verdict.NOT_MET


def test_demands_are_none_before_both_sides_signed(project):
    assert selectors.demands(project, RIGHTS[Role.PM]) == (None, [])
