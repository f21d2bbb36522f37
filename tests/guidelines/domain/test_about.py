import pytest

from dmops_platform.errors import BadInput
from guidelines.domain.schema import check_fields, clean_answers
from tests.guidelines.factories import choice_field

PARTS = {"text": "좋은 영화", "image": {"type": "image"}}


def fields(**extras):
    return check_fields([choice_field("pos", "neg") | extras])


def clean(about, **kwargs):
    asked = fields(rationale="optional", confidence=True)
    return clean_answers(asked, {"sentiment": "pos", "_about": about}, PARTS, **kwargs)


def passage(**changed):
    return {"part": "text", "start": 0, "end": 2} | changed


def cites(*evidence):
    return {"sentiment": {"rationale": {"evidence": list(evidence)}}}


def test_what_is_said_about_an_answer_stands_beside_it_and_leaves_the_answer_plain():
    said = {"sentiment": {"rationale": "It says so.", "confidence": "high"}}
    assert clean(said) == {
        "sentiment": "pos",
        "_about": {"sentiment": {"rationale": {"text": "It says so."}, "confidence": "high"}},
    }


def test_a_rationale_cites_rules_and_passages():
    why = {"text": " ", "rule": "3.1", "evidence": [passage()]}
    cleaned = clean({"sentiment": {"rationale": why}})
    assert cleaned["_about"] == {"sentiment": {"rationale": {"rule": "3.1", "evidence": [passage()]}}}


def test_cleaning_twice_changes_nothing():
    once = clean({"sentiment": {"rationale": "Because.", "confidence": "low"}})
    assert clean(once["_about"]) == once


@pytest.mark.parametrize(
    "about", [None, {}, {"sentiment": {}}, {"sentiment": None}, {"sentiment": {"rationale": "  "}}]
)
def test_nothing_said_is_left_out(about):
    assert clean(about) == {"sentiment": "pos"}


@pytest.mark.parametrize(
    ("about", "path"),
    [
        ([], ""),
        ({"mood": {}}, ".mood"),
        ({"sentiment": "sure"}, ".sentiment"),
        ({"sentiment": {"mood": 1}}, ".sentiment.mood"),
        ({"sentiment": {"confidence": "very"}}, ".sentiment.confidence"),
        ({"sentiment": {"confidence": ["low"]}}, ".sentiment.confidence"),
        ({"sentiment": {"rationale": 7}}, ".sentiment.rationale"),
        ({"sentiment": {"rationale": {"text": "a\x00"}}}, ".sentiment.rationale.text"),
        (cites(1), ".sentiment.rationale.evidence[0]"),
        (cites(passage(part="image")), ".sentiment.rationale.evidence[0].part"),
        (cites(passage(part=["text"])), ".sentiment.rationale.evidence[0].part"),
        (cites(passage(start=2)), ".sentiment.rationale.evidence[0]"),
        (cites(passage(end=6)), ".sentiment.rationale.evidence[0]"),
        (cites(passage(start=True)), ".sentiment.rationale.evidence[0]"),
        (cites(passage(start=-1)), ".sentiment.rationale.evidence[0]"),
    ],
)
def test_clean_names_the_path_of_what_is_wrong(about, path):
    with pytest.raises(BadInput) as refusal:
        clean(about)
    assert refusal.value.path == f"answers._about{path}"


def test_a_field_that_asks_nothing_takes_nothing():
    with pytest.raises(BadInput):
        clean_answers(fields(), {"sentiment": "pos", "_about": {"sentiment": {"confidence": "low"}}}, PARTS)


def test_a_required_rationale_is_missed_at_submit_only():
    asked = fields(rationale="required")
    with pytest.raises(BadInput) as refusal:
        clean_answers(asked, {"sentiment": "pos"}, PARTS)
    assert (refusal.value.code, refusal.value.path) == (
        "rationale_missing",
        "answers._about.sentiment.rationale",
    )
    assert clean_answers(asked, {"sentiment": "pos"}, PARTS, is_draft=True) == {"sentiment": "pos"}


def test_what_is_said_about_no_answer_is_dropped():
    asked = check_fields([choice_field("pos") | {"required": False, "confidence": True}])
    assert clean_answers(asked, {"_about": {"sentiment": {"confidence": "low"}}}, PARTS) == {}
