from datetime import UTC, date, datetime, timedelta

from labeling.domain.inspection import forecast, hasty_below, hasty_share, lean

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def pace(**facts):
    facts = {"left": 100, "recent": 50, "since": NOW - timedelta(days=5), "now": NOW, "due_on": None, **facts}
    return forecast(**facts)


def test_forecast_goes_on_at_the_pace_of_the_last_days():
    found = pace()
    assert found.per_day == 10
    assert found.done_on == date(2026, 3, 20)
    assert not found.is_late


def test_forecast_is_late_only_after_the_day_it_is_due():
    assert pace(due_on=date(2026, 3, 19)).is_late
    assert not pace(due_on=date(2026, 3, 20)).is_late


def test_forecast_of_nothing_is_none():
    found = pace(recent=0, due_on=date(2026, 3, 1))
    assert (found.per_day, found.done_on, found.is_late) == (None, None, False)


def test_forecast_of_a_crawl_stays_a_date():
    assert pace(left=10**9, recent=1).done_on


def test_an_answer_is_hasty_under_a_third_of_the_median_of_all():
    below = hasty_below([9.0, 9.0, 9.0, 2.9, 30.0])
    assert below == 3.0
    found = hasty_share([2.9, 3.0, 9.0], below)
    assert (round(found.value, 3), found.n) == (0.333, 3)


def test_lean_is_the_label_in_which_somebody_exceeds_the_others():
    found = lean({"pos": 38, "neg": 2}, {"pos": 58, "neg": 62})
    assert (found.label, found.own.value, found.others.value) == ("pos", 0.95, 0.25)
    assert found.is_one_sided


def test_lean_says_nothing_on_few_answers_or_without_others():
    assert not lean({"pos": 5}, {"pos": 5, "neg": 30}).is_one_sided
    assert lean({"pos": 5}, {"pos": 5}) is None
    assert lean({}, {"pos": 5}) is None
