import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.kinds import KINDS
from tests.guidelines.domain.kinds.mark_laws import LABELS, NO_LIST_OF_MARKS, hold, refused

SEGMENTS = KINDS["segments"]
SPOKEN = SEGMENTS.check({"labels": LABELS}, "config")
IN_TURN = SEGMENTS.check({"labels": LABELS, "has_text": False, "may_overlap": False}, "config")
AUDIO = {
    "sound": {"type": "audio", "file": "", "name": "a.wav", "seconds": 3_600.5, "channels": 1, "rate": 8_000}
}


def segment(start, end, text="", label="a", **more):
    return {"start": start, "end": end, "label": label, "text": text, **more}


def clean(*segments):
    return SEGMENTS.clean(list(segments), SPOKEN, AUDIO, "answer")


starts = st.floats(0, 3_000)
one_segment = st.builds(
    lambda start, length, text, label: segment(start, start + length, text, label),
    st.floats(0, 30),
    st.floats(0.01, 20),
    st.sampled_from(["", "하나 둘", "하나 둘 셋"]),
    st.sampled_from("ab"),
)


def times(one):
    found = SEGMENTS.clean([one], SPOKEN, AUDIO, "")[0]
    return found["start"], found["end"], found["label"]


@given(st.lists(st.lists(one_segment, max_size=4, unique_by=times), min_size=3, max_size=3))
def test_the_laws_of_the_contract_hold(values):
    hold(SEGMENTS, SPOKEN, AUDIO, values)


def test_times_are_kept_to_the_millisecond_in_the_order_of_the_recording():
    assert clean(segment(2.0004, 3, "b"), segment(0.1236, 1)) == [segment(0.124, 1), segment(2, 3, "b")]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([segment(-0.1, 1)], "answer[0].start"),
        ([segment(0, 3_601)], "answer[0].end"),
        ([segment(2, 1)], "answer[0].end"),
        ([segment(1, 1.0001)], "answer[0].end"),
        ([segment(float("nan"), 1)], "answer[0].start"),
        ([segment("0", 1)], "answer[0].start"),
        ([segment(0, 1, label="gone")], "answer[0].label"),
        ([segment(0, 1, text=7)], "answer[0].text"),
        ([segment(0, 1, text="\x00")], "answer[0].text"),
        ([segment(0, 1, text="a" * 5_001)], "answer[0].text"),
        ([segment(0, 1), segment(0, 1, "other words")], "answer[1]"),
        ([segment(0, 1, speaker="x")], "answer[0].speaker"),
        ([segment(place, place + 1, "가" * 5_000) for place in range(101)], "answer"),
    ],
)
def test_a80_what_is_no_segment_is_refused_with_its_path(value, path):
    assert refused(SEGMENTS, SPOKEN, AUDIO, value) == path


@pytest.mark.parametrize("value", NO_LIST_OF_MARKS)
def test_what_is_no_list_of_segments_is_refused(value):
    assert refused(SEGMENTS, SPOKEN, AUDIO, value).startswith("answer")


def test_words_and_overlaps_are_refused_where_the_field_has_none():
    assert refused(SEGMENTS, IN_TURN, AUDIO, [segment(0, 1, "words")]) == "answer[0].text"
    overlapping = [{"start": 0, "end": 2, "label": "a"}, {"start": 1, "end": 3, "label": "b"}]
    assert refused(SEGMENTS, IN_TURN, AUDIO, overlapping) == "answer[1]"


def test_distance_joins_time_and_words():
    assert SEGMENTS.distance(clean(segment(0, 10)), clean(segment(0, 8)), SPOKEN) == pytest.approx(0.2)
    said = clean(segment(0, 10, "하나 둘")), clean(segment(0, 10, "하나 셋"))
    assert SEGMENTS.distance(*said, SPOKEN) == pytest.approx(0.5)
    assert SEGMENTS.distance(clean(segment(0, 10)), clean(segment(0, 10, label="b")), SPOKEN) == 1


def test_merge_is_the_mean_time_and_the_words_most_weight_wrote():
    values = [clean(segment(0, 10, "하나")), clean(segment(0.3, 10, "하나")), clean(segment(0, 10.6, "둘"))]
    assert SEGMENTS.merge(values, [1, 1, 1], SPOKEN) == [segment(0.1, 10.2, "하나")]


def test_merge_makes_no_overlaps_where_the_field_has_none():
    values = [
        [{"start": 0, "end": 10, "label": "a"}],
        [{"start": 8, "end": 20, "label": "b"}],
    ]
    merged = SEGMENTS.merge(values, [1, 1], IN_TURN)
    assert [(one["start"], one["end"]) for one in merged] == [(0, 10), (10, 20)]


def test_score_joins_f1_and_words():
    gold = clean(segment(0, 10, "하나 둘"), segment(20, 30, "셋"))
    assert SEGMENTS.score(clean(segment(0, 9, "하나 둘")), gold, SPOKEN) == pytest.approx(2 / 3)
    assert SEGMENTS.score(clean(segment(0, 9, "둘")), gold, SPOKEN) == pytest.approx(2 / 3 * 2 / 3)


def test_an_answer_reads_as_lines():
    value = clean(segment(0.5, 1.25, "하나\n둘"))
    assert SEGMENTS.columns(value) == {"": "0.5\t1.25\ta\t하나 둘"}
    assert SEGMENTS.show(value, SPOKEN) == "0.5-1.25 s a 하나\n둘"
