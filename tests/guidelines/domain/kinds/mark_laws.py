"""What holds for every kind that marks places in an item."""

import itertools
import json

import pytest

from dmops_platform.errors import BadInput
from tests.guidelines.domain.kinds.laws import aligned

LABELS = [{"id": "a"}, {"id": "b"}]
NO_LIST_OF_MARKS = [
    None,
    "x",
    7,
    {"label": "a"},
    [7],
    ["a"],
    [[]],
    [{}],
    [{"label": "a"}],
    [{"label": ["a"]}],
]


def hold(kind, config, parts, given):
    """Fail unless the laws of the contract hold for these three answers as somebody sent them."""
    values = [kind.clean(value, config, parts, "answer") for value in given]
    for value in values:
        assert kind.clean(value, config, parts, "answer") == value
        assert json.loads(json.dumps(value)) == value
        assert kind.distance(value, value, config) == pytest.approx(0)
        assert kind.score(value, value, config) == 1
        assert kind.merge([value] * 3, [1.0, 1.0, 1.0], config) == value
        assert sum(kind.summarise([value], config).values()) == len(value)
        assert all(isinstance(cell, str) for cell in kind.columns(value).values())
        assert isinstance(kind.show(value, config), str)
    aligned(kind, config, values)
    for one, other in itertools.combinations(values, 2):
        aligned(kind, config, [one, other])
        assert 0 <= kind.distance(one, other, config) <= 1
        assert kind.distance(one, other, config) == pytest.approx(kind.distance(other, one, config))
        assert 0 <= kind.score(one, other, config) <= 1
    merged = kind.merge(values, [1.0, 2.0, 1.5], config)
    assert kind.clean(merged, config, parts, "answer") == merged
    assert kind.merge(values[::-1], [1.5, 2.0, 1.0], config) == merged


def refused(kind, config, parts, value):
    """Return the path that is named when this answer is refused."""
    with pytest.raises(BadInput) as refusal:
        kind.clean(value, config, parts, "answer")
    return refusal.value.path
