"""What holds for every kind that is answered by keys and words."""

import itertools
import json

import pytest

from dmops_platform.errors import BadInput


def hold(kind, config, values, parts=None):
    """Fail unless the laws of the contract hold for these answers, of which there is at least one."""
    parts = parts or {}
    values = [kind.clean(value, config, parts, "answer") for value in values]
    assert kind.check(config, "config") == config
    for value in values:
        assert kind.clean(value, config, parts, "answer") == value
        assert json.loads(json.dumps(value)) == value
        assert kind.distance(value, value, config) == 0
        assert kind.score(value, value, config) == 1
        assert kind.merge([value] * 3, [1.0, 0.5, 2.0], config) == value
        assert all(isinstance(cell, str) for cell in kind.columns(value).values())
        assert kind.show(value, config)
        assert kind.units(value)
    for one, other in itertools.combinations(values, 2):
        assert 0 <= kind.distance(one, other, config) <= 1
        assert kind.distance(one, other, config) == pytest.approx(kind.distance(other, one, config))
        assert 0 <= kind.score(one, other, config) <= 1
    weights = [1.0 + place / 4 for place in range(len(values))]
    merged = kind.merge(values, weights, config)
    assert kind.clean(merged, config, parts, "answer") == merged
    assert kind.merge(values[::-1], weights[::-1], config) == merged
    counts = kind.summarise(values, config)
    assert all(isinstance(label, str) and isinstance(count, int) for label, count in counts.items())
    assert sum(counts.values()) >= 1


def refused(call, *args):
    """Return the path that is named when this is refused."""
    with pytest.raises(BadInput) as refusal:
        call(*args)
    assert len(str(refusal.value).encode()) < 500
    return refusal.value.path


#: no answer of any of these kinds
NONSENSE = [
    None,
    True,
    {},
    {"a": 1},
    [[]],
    [None],
    ["\ud800" * 500],
    "\x00",
    float("nan"),
    float("inf"),
    10**400,
]
