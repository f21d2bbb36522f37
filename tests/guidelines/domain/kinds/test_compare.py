"""Answers side by side: what each kind says is shared, and where it says that people differ."""

import random

from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.kinds import KINDS

LABELS = {"labels": [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]}


def compared(kind, values, config=None):
    return [(place.given, place.is_agreed) for place in KINDS[kind].compare(values, config or LABELS)]


def span(start, end, label="a"):
    return {"start": start, "end": end, "label": label, "text": "x" * (end - start)}


def box(x, y, size, label="a"):
    return {"x": x, "y": y, "width": size, "height": size, "label": label}


def test_spans_agree_only_where_edges_and_label_are_the_same():
    ones, others = [span(0, 4), span(10, 14), span(20, 24)], [span(0, 4), span(11, 14), span(20, 24, "b")]
    assert compared("spans", [ones, others]) == [
        ((span(0, 4), span(0, 4)), True),
        ((span(10, 14), span(11, 14)), False),
        ((span(20, 24), span(20, 24, "b")), False),
    ]


def test_a_span_that_one_person_missed_stands_alone():
    assert compared("spans", [[span(0, 4)], [span(0, 4)], []]) == [((span(0, 4), span(0, 4), None), False)]


def test_boxes_agree_from_half_of_their_area_on_and_under_one_label():
    near, far = box(0, 0, 10), box(1, 1, 10)
    other_label, elsewhere = box(0, 0, 10, "b"), box(50, 50, 10)
    assert compared("boxes", [[near], [far]]) == [((near, far), True)]
    assert compared("boxes", [[near], [other_label]]) == [((near, other_label), False)]
    assert compared("boxes", [[near], [elsewhere]]) == [((near, None), False), ((None, elsewhere), False)]


def test_segments_of_the_same_time_differ_by_what_is_said():
    one, other = ({"start": 0, "end": 1, "label": "a", "text": text} for text in ("yes", "yeah"))
    assert compared("segments", [[one], [other]]) == [((one, other), False)]
    assert compared("segments", [[one], [{**one, "end": 1.2}]])[0][1]


def test_points_that_one_person_says_are_hidden_differ():
    seen = {"x": 5, "y": 5, "label": "a", "is_hidden": False}
    assert not compared("keypoints", [[seen], [{**seen, "is_hidden": True}]])[0][1]


def test_relations_between_the_same_spans_are_put_together_whichever_way_they_lead():
    one, other = span(0, 2), span(4, 6)
    there, back = ({"from": here, "to": to, "label": "a"} for here, to in ((one, other), (other, one)))
    assert compared("relations", [[there], [back]]) == [((there, back), False)]


def test_each_label_that_anybody_chose_is_agreed_on_or_not():
    assert compared("choices", [["a", "b"], ["b"]]) == [(("a", None), False), (("b", "b"), True)]
    assert compared("choices", [[], []]) == []


def test_labels_of_a_tree_share_what_stands_above_them():
    config = {"tree": ["food", "  fruit", "  bread", "drink"], "is_leaf_only": True}
    assert compared("tree", ["fruit", "bread"], config) == [
        (("food", "food"), True),
        (("fruit", "bread"), False),
    ]
    assert compared("tree", ["fruit", "drink"], config)[1] == (("fruit", None), False)


def test_turns_and_ranks_are_compared_one_by_one():
    turns = [[{"turn": 0, "label": "a"}, {"turn": 1, "label": label}] for label in "ab"]
    assert [is_agreed for _given, is_agreed in compared("turns", turns)] == [True, False]
    assert compared("ranking", [["a", "b"], ["b", "a"]]) == [(("a", "b"), False), (("b", "a"), False)]


@given(st.lists(st.text(alphabet="ab .\n가나", max_size=40), min_size=1, max_size=4))
def test_texts_are_cut_into_places_that_put_together_are_the_texts(texts):
    places = KINDS["text"].compare(texts, {})
    for answer, text in enumerate(texts):
        assert "".join(place.given[answer] for place in places) == text
    assert all(place.is_agreed == (len(set(place.given)) == 1) for place in places)


def test_korean_texts_differ_by_the_word():
    places = compared("text", ["영화가 정말 좋았다", "영화가 참 좋았다"], {})
    assert places == [(("영화가 ",) * 2, True), (("정말 ", "참 "), False), (("좋았다",) * 2, True)]


def test_two_thousand_spans_are_compared_in_a_moment():
    draw = random.Random(7)
    ones = [span(place * 10, place * 10 + 5) for place in range(2_000)]
    others = [span(place * 10 + draw.randrange(2), place * 10 + 5) for place in range(2_000)]
    places = compared("spans", [ones, others])
    assert len(places) == 2_000
    assert sum(is_agreed for _given, is_agreed in places) == sum(
        one == other for one, other in zip(ones, others, strict=True)
    )
