"""Checked by hand: thresholds are means of self-confidence, the joint counts who reaches which threshold."""

import numpy as np
import pytest

from verification.domain.suspects import confident_joint, confident_labels, suspicions, thresholds

# six answers to two labels; the third and the last are wrong
SEEN = np.array([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.2, 0.8], [0.3, 0.7], [0.95, 0.05]])
GIVEN = np.array([0, 0, 0, 1, 1, 1])


def test_thresholds_are_mean_self_confidence():
    assert thresholds(SEEN, GIVEN) == pytest.approx([(0.9 + 0.8 + 0.1) / 3, (0.8 + 0.7 + 0.05) / 3])


def test_confident_joint_counts_who_reaches_which_threshold():
    # thresholds 0.6 and 0.5167: everybody reaches exactly one of them
    assert confident_joint(SEEN, GIVEN).tolist() == [[2, 1], [1, 2]]


def test_suspicions_are_off_the_diagonal_the_least_believed_first():
    found = suspicions(SEEN, GIVEN)
    assert [(one.place, one.suggested, one.probability) for one in found] == [(5, 0, 0.05), (2, 1, 0.1)]


def test_who_reaches_no_threshold_is_not_counted():
    seen = np.array([[0.9, 0.1], [0.55, 0.45], [0.1, 0.9], [0.1, 0.9]])
    given = np.array([0, 0, 1, 1])
    assert confident_labels(seen, given).tolist() == [0, -1, 1, 1]
    assert confident_joint(seen, given).sum() == 3


def test_who_reaches_two_thresholds_is_counted_under_the_likelier():
    seen = np.array([[0.5, 0.5], [0.45, 0.55], [0.4, 0.6], [0.6, 0.4]])
    given = np.array([0, 0, 1, 1])
    # thresholds 0.475 and 0.5: the first reaches both and is tied, so its first label counts
    assert confident_labels(seen, given).tolist() == [0, 1, 1, 0]


def test_equal_confidence_is_ordered_by_margin_then_place():
    seen = np.array([[0.1, 0.6, 0.3], [0.1, 0.8, 0.1], [0.1, 0.8, 0.1], [0.0, 0.9, 0.1], [0.9, 0.05, 0.05]])
    given = np.array([0, 0, 0, 1, 2])
    ranked = [one.place for one in suspicions(seen, given) if given[one.place] == 0]
    assert ranked == sorted(ranked, key=lambda place: (0.1 - seen[place].max(), place))


def test_perfect_confidence_suspects_nobody():
    seen = np.eye(3)[[0, 1, 2, 0]]
    assert suspicions(seen, np.array([0, 1, 2, 0])) == []


def test_a_label_nobody_gave_is_suggested_to_nobody():
    seen = np.array([[0.2, 0.3, 0.5], [0.3, 0.2, 0.5]])
    assert thresholds(seen, np.array([0, 1]))[2] == np.inf
    assert 2 not in confident_labels(seen, np.array([0, 1]))
