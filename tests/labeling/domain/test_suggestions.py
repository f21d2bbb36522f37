import pytest

from labeling.domain.suggestions import Outcome, Outcomes, outcome, outcome_by_label

LABELS = {"PS": "Person", "LC": "Place"}


def mark(start: int, label: str) -> dict[str, object]:
    return {"start": start, "end": start + 2, "label": label}


@pytest.mark.parametrize(
    ("suggestion", "answer", "wanted"),
    [
        ("pos", "pos", Outcome.ACCEPTED),
        ("pos", "neg", Outcome.CHANGED),
        ("pos", None, Outcome.REJECTED),
        ("A draft.", "", Outcome.REJECTED),
        ([mark(0, "PS")], [], Outcome.REJECTED),
        ([mark(0, "PS")], [mark(0, "LC")], Outcome.CHANGED),
        ([], [], Outcome.ACCEPTED),
        ([], [mark(0, "PS")], Outcome.CHANGED),
        (0, None, Outcome.REJECTED),
        (4, 0, Outcome.CHANGED),
    ],
)
def test_outcome_tells_taken_changed_and_rejected_apart(suggestion, answer, wanted):
    assert outcome(suggestion, answer) == wanted


def test_outcome_by_label_judges_the_marks_of_each_label_alone():
    suggestion = [mark(0, "PS"), mark(5, "PS"), mark(9, "LC")]
    answer = [mark(0, "PS"), mark(6, "PS")]
    found = outcome_by_label(suggestion, answer, "spans", LABELS)
    assert found == {"PS": Outcome.CHANGED, "LC": Outcome.REJECTED}
    assert outcome_by_label(suggestion, None, "spans", LABELS) == dict.fromkeys(LABELS, Outcome.REJECTED)


@pytest.mark.parametrize(
    ("suggestion", "kind", "wanted"),
    [("PS", "choice", {"PS": Outcome.CHANGED}), (3, "number", {}), (["PS", "LC"], "ranking", {})],
)
def test_outcome_by_label_knows_kinds_of_one_label_and_of_none(suggestion, kind, wanted):
    assert outcome_by_label(suggestion, "LC", kind, LABELS if kind != "number" else {}) == wanted


def test_outcomes_count_and_give_medians_of_what_was_measured():
    outcomes = Outcomes()
    for what, seconds in [(Outcome.ACCEPTED, 2.0), (Outcome.ACCEPTED, 4.0), (Outcome.CHANGED, None)]:
        outcomes.add(what, seconds)
    assert outcomes.counts == {"accepted": 2, "changed": 1, "rejected": 0}
    assert outcomes.medians == {"accepted": 3.0, "changed": None, "rejected": None}
    assert (outcomes.share.value, outcomes.share.n) == (pytest.approx(2 / 3), 3)
