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
    aligned(kind, config, values)
    counts = kind.summarise(values, config)
    assert all(isinstance(label, str) and isinstance(count, int) for label, count in counts.items())
    assert sum(counts.values()) >= 1


def aligned(kind, config, values):
    """Fail unless the answers stand side by side as they are: nothing lost, nothing twice, agreement said truly."""
    found = kind.compare(values, config)
    for place in found:
        assert len(place.given) == len(place.words) == len(values)
        assert any(one is not None for one in place.given)
        pairs = zip(place.given, place.words, strict=True)
        assert all((one is None) == (words == "") or one == "" for one, words in pairs)
        if len(set(map(repr, place.given))) == 1:
            assert place.is_agreed
        if None in place.given:
            assert not place.is_agreed
    alone = [kind.compare([value], config) for value in values]
    for answer, places in enumerate(alone):
        mine = [place.given[answer] for place in found if place.given[answer] not in (None, "")]
        assert pieces(mine) == pieces(place.given[0] for place in places)
    for value in values:
        assert all(place.is_agreed for place in kind.compare([value] * 3, config))
    turned = kind.compare(values[::-1], config)
    if len(values) < 3:
        assert shared(turned) == shared(found)


def pieces(given):
    """Return what an answer is made of, in no order; words of a text put together."""
    given = list(given)
    is_text = all(isinstance(one, str) for one in given)
    return "".join(given).split() if is_text else sorted(map(repr, given))


def shared(places):
    """Return how many places are agreed on."""
    return sum(place.is_agreed for place in places)


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
