import numpy as np

from verification.domain import splits


def corpus(n, labels=2):
    label = np.array([place % labels for place in range(n)], dtype=np.int64)
    return label, [splits.text_key(f"text {place}") for place in range(n)]


def test_folds_keep_identical_texts_together_whatever_their_label():
    label = np.array([0, 1, 0, 1, 0, 1], dtype=np.int64)
    keys = [splits.text_key(text) for text in ("A film", "a  FILM ", "b", "c", "d", "e")]
    fold = splits.folds(label, keys, 2, seed=0)
    assert fold[0] == fold[1]


def test_folds_spread_every_label_evenly():
    label, keys = corpus(100, labels=4)
    fold = splits.folds(label, keys, 5, seed=3)
    assert {int((fold[label == code] == part).sum()) for code in range(4) for part in range(5)} == {5}


def test_the_hold_out_hardly_moves_when_data_is_added():
    label, keys = corpus(400)
    before = {key for key, part in zip(keys, splits.folds(label, keys, 5, 0), strict=True) if part == 0}
    more, more_keys = corpus(500)
    fold = dict(zip(more_keys, splits.folds(more, more_keys, 5, 0), strict=True))
    assert sum(fold[key] == 0 for key in before) >= 0.9 * len(before)


def test_folds_of_another_seed_are_others():
    label, keys = corpus(50)
    assert (splits.folds(label, keys, 5, 0) != splits.folds(label, keys, 5, 1)).any()


def test_every_beginning_of_the_spread_order_has_the_labels_in_proportion():
    label = np.array([0] * 90 + [1] * 10, dtype=np.int64)
    order = splits.spread_order(label, seed=5)
    assert sorted(order.tolist()) == list(range(100))
    assert all(abs((label[order[:size]] == 1).mean() - 0.1) <= 1 / size + 1e-9 for size in (10, 20, 50))


def test_labels_with_counts_texts_and_not_items():
    label = np.array([0, 0, 0, 1, 1], dtype=np.int64)
    keys = ["a", "a", "a", "b", "c"]
    assert splits.labels_with(label, keys, 2) == {1}
