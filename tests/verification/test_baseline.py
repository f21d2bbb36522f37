import numpy as np
import pytest

from verification import baseline

KOREAN = [("따뜻하고 감동적인 영화예요", 1), ("지루하고 차가운 영화네요", 0)] * 10
TESTED = ["정말 따뜻하고 감동적이었어요", "너무 지루했고 차가웠어요"]


def learned(texts, label):
    counter = baseline.Counter.of(2)
    counts = counter.counts(texts, lambda n: None)
    return counter, baseline.fit(counts, np.array(label), 2, lambda n: None)


def test_it_learns_korean_from_endings_it_never_saw():
    counter, model = learned(*zip(*KOREAN, strict=True))
    said = model.probabilities(counter.counts(TESTED, lambda n: None))
    assert said.argmax(axis=1).tolist() == [1, 0]
    assert said.sum(axis=1) == pytest.approx([1, 1])


def test_it_says_the_same_every_time():
    first, second = (learned(*zip(*KOREAN, strict=True))[1] for _n in range(2))
    counts = baseline.Counter.of(2).counts(TESTED, lambda n: None)
    assert (first.probabilities(counts) == second.probabilities(counts)).all()


def test_a_label_it_never_saw_has_probability_zero():
    counts = baseline.Counter.of(3).counts([text for text, _label in KOREAN], lambda n: None)
    model = baseline.fit(counts, np.array([2 * label for _text, label in KOREAN]), 3, lambda n: None)
    assert (model.probabilities(counts)[:, 1] == 0).all()


@pytest.mark.parametrize(("labels", "bits"), [(2, 16), (16, 16), (100, 13), (100_000, 10)])
def test_more_labels_take_fewer_columns(labels, bits):
    assert baseline.Counter.of(labels).bits == bits


def test_texts_of_signs_alone_are_no_trouble():
    counter, model = learned(["!!! ???", "...", "", "a"], [0, 1, 0, 1])
    assert np.isfinite(model.probabilities(counter.counts(["", "?"], lambda n: None))).all()
