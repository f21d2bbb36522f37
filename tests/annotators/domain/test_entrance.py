from datetime import UTC, datetime, timedelta

import pytest

from annotators.domain.entrance import PassMarks, check_test, entrance_result, entrance_score, pace_of
from dmops_platform.errors import BadInput

START = datetime(2026, 1, 1, tzinfo=UTC)


def test_speed_beyond_what_is_asked_brings_nothing():
    assert entrance_score(0.5, 4.0, 4.0) == entrance_score(0.5, 400.0, 4.0)
    assert entrance_score(0.5, 2.0, 4.0) == pytest.approx(0.8 * 0.5 + 0.2 * 0.5)
    assert entrance_score(0.5, 0.0, 0.0) == pytest.approx(0.6)


def test_a_test_is_passed_by_accuracy_and_pace_together():
    facts = {"items": 10, "answered": 10, "marks": PassMarks(0.8, 2.0)}
    good, bad = [1.0] * 8 + [0.0] * 2, [1.0] * 7 + [0.0] * 3
    assert entrance_result(good, pace=2.0, **facts)["is_passed"]
    assert not entrance_result(good, pace=1.9, **facts)["is_passed"]
    assert not entrance_result(bad, pace=9.0, **facts)["is_passed"]


def test_a_test_without_gold_answers_is_not_passed():
    result = entrance_result([], items=0, answered=0, pace=0, marks=PassMarks(0.5, 0))
    assert (result["is_passed"], result["n"], result["low"], result["high"]) == (False, 0, 0.0, 1.0)


def test_pace_is_counted_by_the_server_from_start_to_last_answer():
    assert pace_of(10, START, START + timedelta(minutes=5)) == 2.0
    assert pace_of(0, START, None) == 0.0
    assert pace_of(1, START, START) == 60.0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("test_size", 201),
        ("minutes", 0),
        ("attempts", 11),
        ("pass_accuracy", 1.1),
        ("pass_pace", float("nan")),
    ],
)
def test_check_test_names_what_is_out_of_bounds(name, value):
    whole = {"test_size": 10, "minutes": 5, "attempts": 2, "pass_accuracy": 0.5, "pass_pace": 1.0}
    assert check_test(whole) == whole
    with pytest.raises(BadInput) as refusal:
        check_test({**whole, name: value})
    assert refusal.value.path == name
