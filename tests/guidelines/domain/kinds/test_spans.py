import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmops_platform.errors import BadInput
from guidelines.domain.kinds import KINDS
from tests.guidelines.domain.kinds.mark_laws import LABELS, NO_LIST_OF_MARKS, hold, refused

SPANS = KINDS["spans"]
FREE = SPANS.check({"labels": LABELS, "may_be_split": True}, "config")
FLAT = SPANS.check({"labels": LABELS, "may_overlap": False}, "config")
TEXT = "김민수는 서울에서 삼성전자에 다닌다."
HARD = "한국😀어 👨\u200d👩\u200d👧 e\u0301 " + unicodedata.normalize("NFD", "한국어")


def clean(value, text=TEXT, config=FREE):
    return SPANS.clean(value, config, {"text": text}, "answer")


def span(start, end, label="a", **more):
    return {"start": start, "end": end, "label": label, **more}


@st.composite
def answers(draw, length):
    spans = []
    for _count in range(draw(st.integers(0, 5))):
        edges = sorted(draw(st.lists(st.integers(0, length), min_size=2, max_size=4, unique=True)))
        label = draw(st.sampled_from("ab"))
        parts = [list(edges[:2])] + ([list(edges[2:])] if len(edges) == 4 else [])
        spans.append({"parts": parts, "label": label})
    return list({repr(one): one for one in spans}.values())


@given(st.lists(answers(20), min_size=3, max_size=3))
def test_the_laws_of_the_contract_hold(values):
    text = "가" * 20
    distinct = [list({repr(one): one for one in clean_each(value, text)}.values()) for value in values]
    hold(SPANS, FREE, {"text": text}, distinct)


def clean_each(value, text):
    return [one for each in value for one in clean([each], text)]


def test_c20_every_span_carries_the_text_it_covers():
    for start in range(len(HARD)):
        for end in range(start + 1, len(HARD) + 1):
            if HARD[start:end].strip():
                assert clean([span(start, end)], HARD)[0]["text"] == HARD[start:end]


def test_a41_offsets_are_code_points_and_the_text_is_taken_as_it_stands():
    assert clean([span(2, 3)], "한국😀어")[0]["text"] == "😀"
    decomposed = unicodedata.normalize("NFD", "한국어")
    assert len(decomposed) == 8
    assert clean([span(0, 8)], decomposed)[0]["text"] == decomposed
    assert refused(SPANS, FREE, {"text": "한국😀어"}, [span(0, 5)]) == "answer[0].end"


def test_a_particle_stays_outside():
    start = TEXT.index("서울")
    assert clean([span(start, start + 2)]) == [span(start, start + 2, text="서울")]


def test_spans_stand_in_the_order_of_the_text_the_longer_first():
    given_order = [span(5, 7), span(0, 3), span(5, 9, "b")]
    assert [(one["start"], one["end"]) for one in clean(given_order)] == [(0, 3), (5, 9), (5, 7)]


def test_pieces_that_touch_become_one():
    assert clean([{"parts": [[5, 7], [0, 3]], "label": "a"}]) == [
        span(0, 7, text="김민수 … 서울", parts=[[0, 3], [5, 7]])
    ]
    assert clean([{"parts": [[2, 3], [0, 2]], "label": "a"}]) == [span(0, 3, text="김민수")]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([span(0, 99)], "answer[0].end"),
        ([span(-1, 2)], "answer[0].start"),
        ([span(3, 3)], "answer[0].end"),
        ([span(5, 2)], "answer[0].end"),
        ([span(0.5, 2)], "answer[0].start"),
        ([span(True, 2)], "answer[0].start"),
        ([span(float("nan"), 2)], "answer[0].start"),
        ([span("0", 2)], "answer[0].start"),
        ([span(0, 2), span(0, 2)], "answer[1]"),
        ([span(0, 2, "gone")], "answer[0].label"),
        ([span(4, 5)], "answer[0]"),
        ([span(0, 3, text="서울")], "answer[0].text"),
        ([span(0, 3, colour="red")], "answer[0].colour"),
        ([{"label": "a", "parts": [[0]]}], "answer[0].parts[0]"),
        ([{"label": "a", "parts": []}], "answer[0].parts"),
        ([{"label": "a", "parts": [[0, 2, 3]]}], "answer[0].parts[0]"),
        ([{"label": "a", "parts": [[0, 200]]}], "answer[0].parts[0].end"),
        ([span(0, 2)] * 10_001, "answer"),
    ],
)
def test_a80_what_is_no_span_is_refused_with_its_path(value, path):
    assert refused(SPANS, FREE, {"text": TEXT}, value) == path


@pytest.mark.parametrize("value", NO_LIST_OF_MARKS)
def test_what_is_no_list_of_spans_is_refused(value):
    assert refused(SPANS, FREE, {"text": TEXT}, value).startswith("answer")


def test_nothing_to_mark_is_an_answer():
    assert clean([]) == []


def test_overlaps_and_pieces_are_refused_where_the_field_has_none():
    assert refused(SPANS, FLAT, {"text": TEXT}, [span(0, 3), span(2, 6)]) == "answer[1]"
    assert clean([span(0, 3), span(3, 6)], config=FLAT)
    assert refused(SPANS, FLAT, {"text": TEXT}, [{"label": "a", "parts": [[0, 1]]}]) == "answer[0].parts"


def test_the_named_text_is_marked_else_the_first():
    named = SPANS.check({"labels": LABELS, "part": "answer"}, "config")
    parts = {"question": "왜?", "answer": "서울이라서"}
    assert SPANS.clean([span(0, 2)], named, parts, "answer")[0]["text"] == "서울"
    assert SPANS.clean([span(0, 1)], FREE, parts, "answer")[0]["text"] == "왜"
    assert refused(SPANS, named, {"question": "왜?"}, [span(0, 1)]) == "answer"
    assert refused(SPANS, FREE, {"photo": {"type": "image"}}, [span(0, 1)]) == "answer"


def test_distance_counts_labelled_characters():
    seoul, with_particle = clean([span(5, 7)]), clean([span(5, 9)])
    assert SPANS.distance(seoul, with_particle, FREE) == pytest.approx(1 - 2 * 2 / 6)
    assert SPANS.distance(seoul, clean([span(5, 7, "b")]), FREE) == 1
    assert SPANS.distance([], [], FREE) == 0
    assert SPANS.distance(seoul, [], FREE) == 1


def test_merge_keeps_what_at_least_half_marked_and_votes_on_the_edges():
    answers_given = [clean([span(5, 9), span(0, 3)]), clean([span(5, 7)]), clean([span(5, 7, "a")])]
    assert SPANS.merge(answers_given, [1, 1, 1], FREE) == clean([span(5, 7)])
    assert SPANS.merge(answers_given, [5, 1, 1], FREE) == clean([span(0, 3), span(5, 9)])


def test_merge_of_two_edges_with_the_same_weight_takes_the_shorter():
    assert SPANS.merge([clean([span(5, 9)]), clean([span(5, 7)])], [1, 1], FREE) == clean([span(5, 7)])


def test_merge_makes_no_overlaps_where_the_field_has_none():
    one, other = clean([span(0, 5)], config=FLAT), clean([span(3, 8, "b")], config=FLAT)
    assert SPANS.merge([one, other], [1, 1], FLAT) == one


def test_score_is_f1_of_spans_that_are_exactly_right():
    gold = clean([span(5, 7), span(0, 3)])
    assert SPANS.score(clean([span(5, 7), span(0, 4)]), gold, FREE) == 0.5
    assert SPANS.score([], gold, FREE) == 0
    assert SPANS.score([], [], FREE) == 1


def test_an_answer_reads_as_text():
    value = clean([span(5, 7), {"label": "b", "parts": [[0, 3], [10, 14]]}])
    assert SPANS.show(value, FREE) == "김민수 … 삼성전자 (b), 서울 (a)"
    assert SPANS.columns(value) == {"": "b\t0-3+10-14\t김민수 … 삼성전자\na\t5-7\t서울"}
    assert SPANS.summarise([value, []], FREE) == {"a": 1, "b": 1}
    assert SPANS.units(value)[1] == {"start": 10, "end": 14, "label": "b"}


def test_a80_thousands_of_spans_in_a_megabyte_are_read_and_compared_quickly():
    text, count = "가나다라마 " * 160_000, 2_000
    started = process_time()
    ones = clean([span(place * 300, place * 300 + 4) for place in range(count)], text)
    others = clean([span(place * 300 + 1, place * 300 + 5) for place in range(count)], text)
    assert len(SPANS.merge([ones, others, ones], [1, 1, 1], FREE)) == count
    assert SPANS.distance(ones, others, FREE) == pytest.approx(0.25)
    assert process_time() - started < 2


def test_spans_that_cover_the_whole_text_again_and_again_are_refused():
    text = "가" * 100_000
    value = [span(place, 100_000 - place) for place in range(200)]
    with pytest.raises(BadInput, match="4000000 characters"):
        clean(value, text)


@pytest.mark.parametrize(
    ("config", "path"),
    [
        ({"labels": []}, "config.labels"),
        ({"labels": LABELS, "part": 3}, "config.part"),
        ({"labels": LABELS, "may_overlap": "yes"}, "config.may_overlap"),
        ({"labels": LABELS, "colour": "red"}, "config.colour"),
    ],
)
def test_a_senseless_configuration_is_refused(config, path):
    with pytest.raises(BadInput) as refusal:
        SPANS.check(config, "config")
    assert refusal.value.path == path


def test_checking_twice_changes_nothing():
    assert SPANS.check(FREE, "config") == FREE
