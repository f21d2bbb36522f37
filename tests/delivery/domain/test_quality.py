import pytest

from delivery.domain.quality import (
    Asked,
    agreement,
    answer_facts,
    is_met,
    label_shares,
    requirement_facts,
    share_facts,
    shown_measures,
)
from projects.domain.stages import Measure

SCHEMAS = [
    {"version": 1, "fields": [{"name": "feeling", "labels": {"pos": "Good", "neg": "Bad", "none": "None"}}]}
]


def asked(metric="agreement.alpha", comparison=">=", threshold=0.8):
    return Asked(1, "People agree.", metric, comparison, threshold)


def outcome(requirement, *measures):
    [facts] = requirement_facts([requirement], {measure.name: measure for measure in measures})
    return facts["outcome"]


@pytest.mark.parametrize(
    ("value", "comparison", "holds"),
    [
        (0.8, ">=", True),
        (0.79, ">=", False),
        (0.8, ">", False),
        (0.81, ">", True),
        (0.8, "<=", True),
        (0.81, "<=", False),
        (0.8, "<", False),
        (0.79, "<", True),
        (0.8, "=", True),
        (0.81, "=", False),
        (0.1 + 0.7, "=", True),
    ],
)
def test_is_met_holds_a_value_against_a_threshold(value, comparison, holds):
    assert is_met(value, comparison, 0.8) is holds


def test_a_requirement_is_met_not_met_not_measured_or_left_to_a_person():
    assert outcome(asked(), Measure("agreement.alpha", 0.85, 90)) == "met"
    assert outcome(asked(), Measure("agreement.alpha", 0.75, 90)) == "not_met"
    assert outcome(asked(), Measure("agreement.alpha", None)) == "not_measured"
    assert outcome(asked()) == "not_measured"
    assert outcome(asked(metric="", comparison="", threshold=None)) == "judged"


def test_a_requirement_carries_its_evidence():
    [facts] = requirement_facts(
        [asked()], {"agreement.alpha": Measure("agreement.alpha", 0.85, 90, 0.8, 0.9)}
    )
    assert (facts["value"], facts["n"], facts["low"], facts["high"]) == (0.85, 90, 0.8, 0.9)


def test_a85_costs_are_shown_only_to_who_asked_for_them():
    measures = [Measure("pay.cost_per_item", 90.0, 10), Measure("pay.hourly_median", 12_000.0, 10)]
    assert [each["name"] for each in shown_measures(measures, [])] == ["pay.hourly_median"]
    named = shown_measures(measures, [asked(metric="pay.cost_per_item")])
    assert [each["name"] for each in named] == ["pay.cost_per_item", "pay.hourly_median"]


def test_label_shares_are_of_the_answers_to_the_fields_that_offer_the_label():
    answers = answer_facts({("feeling", "pos"): 3, ("feeling", "neg"): 1, ("note", "pos"): 9})
    shares = {measure.name: (measure.value, measure.n) for measure in label_shares(answers, SCHEMAS)}
    assert shares == {
        "label_share.pos": (0.75, 4),
        "label_share.neg": (0.25, 4),
        "label_share.none": (0.0, 4),
    }


def test_label_shares_of_no_answer_are_not_measured():
    assert {measure.value for measure in label_shares({}, SCHEMAS)} == {None}


def test_answer_facts_drop_what_decisions_left_without_an_item_and_lists_of_free_text():
    facts = answer_facts({("feeling", "pos"): 2, ("feeling", "neg"): 0, ("note", "x" * 201): 1})
    assert facts["feeling"] == {"answered": 2, "values": {"pos": 2}}
    assert facts["note"] == {"answered": 1, "values": None}


def alpha(value, n=10):
    return {"alpha": {"value": value, "n": n, "low": None, "high": None}}


def batch(phase, **fields):
    return {"phase": phase, "agreement": fields}


def test_agreement_is_that_of_the_field_on_which_people_agreed_least():
    batches = [batch("main", a=alpha(0.9), b=alpha(0.6, n=7)), batch("main", a=alpha(None))]
    assert agreement(batches) == Measure("agreement.alpha", 0.6, 7)


def test_agreement_of_main_batches_is_their_mean_by_items_and_pilots_do_not_count():
    batches = [
        batch("pilot", a=alpha(0.1)),
        batch("main", a=alpha(0.9, n=30)),
        batch("main", a=alpha(0.5, n=10)),
    ]
    assert agreement(batches) == Measure("agreement.alpha", 0.8, 40)
    assert agreement(batches[:1]) == Measure("agreement.alpha", 0.1, 10)


def test_agreement_of_single_answers_is_not_measured():
    assert agreement([batch("main", a=alpha(None))]) == Measure("agreement.alpha", None)


def test_share_facts_of_nothing_have_no_share():
    assert share_facts(1, 3) == {"n": 1, "of": 3, "share": 0.3333}
    assert share_facts(0, 0)["share"] is None
