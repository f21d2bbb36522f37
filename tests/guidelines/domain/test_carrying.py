import pytest

from dmops_platform.errors import BadInput
from guidelines.domain.carrying import carried, check_changes, differences, how, needs_person
from guidelines.domain.schema import check_fields
from tests.guidelines.factories import canonical, choice_field

OLD = canonical("pos", "neg", "meh")


def gone(label, *to, field="sentiment"):
    return {"field": field, "label": label, "to": list(to)}


def test_labels_are_compared_by_their_ids_and_titles_may_change():
    new = check_fields(
        [
            {
                "name": "sentiment",
                "kind": "choice",
                "config": {"labels": [{"id": "pos", "title": "Good"}, {"id": "neg"}, {"id": "mixed"}]},
            },
            choice_field("a", name="topic"),
        ]
    )
    found = differences(OLD, new)
    assert found.labels_gone == (("sentiment", "meh"),)
    assert found.labels_new == (("sentiment", "mixed"),)
    assert found.retitled == (("sentiment", "pos", "pos", "Good"),)
    assert (found.fields_gone, found.fields_new) == ((), ("topic",))
    assert found.to_decide == (("sentiment", "meh"),)


def test_every_label_that_goes_away_needs_a_word():
    with pytest.raises(BadInput) as refusal:
        check_changes([], OLD, canonical("pos"))
    assert (refusal.value.code, refusal.value.path) == ("mapping_missing", "mapping")
    checked = check_changes([gone("meh"), gone("neg", "pos")], OLD, canonical("pos"))
    assert [change["label"] for change in checked] == ["neg", "meh"]


def test_a_field_that_goes_away_needs_one_word_for_all_its_labels():
    new = check_fields([choice_field("pos", "neg", "meh", name="tone")])
    [change] = check_changes([gone("", "tone")], OLD, new)
    assert carried({"sentiment": "pos"}, [change]) == {"tone": "pos"}


@pytest.mark.parametrize(
    "changes",
    [
        "x",
        [1],
        [gone("pos", "neg")],
        [gone("meh", "gone")],
        [gone("meh", "pos", "pos")],
        [gone("meh", 1)],
        [{**gone("meh"), "more": 1}],
        [gone("meh"), gone("x" * 300)],
    ],
)
def test_senseless_mappings_are_refused_with_their_path(changes):
    with pytest.raises(BadInput) as refusal:
        check_changes(changes, OLD, canonical("pos", "neg"))
    assert refusal.value.path.startswith("mapping")


def test_what_became_of_a_label_has_one_word():
    changes = [gone("neg", "bad"), gone("meh", "bad"), gone("pos"), gone("x", "good"), gone("y", "a", "b")]
    assert [how(change, changes) for change in changes] == ["merged", "merged", "retired", "renamed", "split"]
    assert [needs_person(change) for change in changes] == [False, False, True, False, True]


def test_answers_are_carried_where_a_rule_says_what_they_become():
    changes = [gone("neg", "bad"), gone("meh", "bad"), gone("odd"), gone("ok", "good", "fine")]
    assert carried({"sentiment": "neg", "note": "x"}, changes) == {"sentiment": "bad", "note": "x"}
    assert carried({"sentiment": ["neg", "meh", "pos"]}, changes) == {"sentiment": ["bad", "pos"]}
    span = {"start": 0, "end": 2, "label": "neg"}
    assert carried({"sentiment": [span]}, changes) == {"sentiment": [{**span, "label": "bad"}]}
    assert carried({"sentiment": "odd"}, changes) is None
    assert carried({"sentiment": ["pos", "ok"]}, changes) is None
