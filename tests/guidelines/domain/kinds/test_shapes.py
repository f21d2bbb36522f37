"""The kinds `polygons` and `keypoints`."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmops_platform.errors import BadInput
from guidelines.domain.kinds import KINDS
from tests.guidelines.domain.kinds.mark_laws import LABELS, NO_LIST_OF_MARKS, hold, refused

POLYGONS, KEYPOINTS = KINDS["polygons"], KINDS["keypoints"]
OUTLINES = POLYGONS.check({"labels": LABELS}, "config")
POINTS = KEYPOINTS.check({"labels": LABELS}, "config")
ONCE = KEYPOINTS.check({"labels": LABELS, "is_once": True, "tolerance": 5}, "config")
IMAGE = {"photo": {"type": "image", "file": "", "name": "a.png", "width": 100, "height": 80}}


def outline(*points, label="a"):
    return {"points": [list(point) for point in points], "label": label}


def square(x, y, side=10, label="a"):
    return outline((x, y), (x + side, y), (x + side, y + side), (x, y + side), label=label)


def point(x, y, label="a", **more):
    return {"x": x, "y": y, "label": label, "is_hidden": False, **more}


places = st.tuples(st.integers(0, 100), st.integers(0, 80))


def is_outline(value):
    try:
        return bool(POLYGONS.clean([value], OUTLINES, IMAGE, ""))
    except BadInput:
        return False


outlines = st.builds(
    lambda points, label: outline(*points, label=label),
    st.lists(places, min_size=3, max_size=6),
    st.sampled_from("ab"),
).filter(is_outline)


@settings(deadline=None)
@given(
    st.lists(
        st.lists(
            outlines, max_size=3, unique_by=lambda one: repr(POLYGONS.clean([one], OUTLINES, IMAGE, ""))
        ),
        min_size=3,
        max_size=3,
    )
)
def test_the_laws_hold_for_outlines(values):
    hold(POLYGONS, OUTLINES, IMAGE, values)


points = st.builds(point, st.floats(0, 100), st.floats(0, 80), st.sampled_from("ab"), is_hidden=st.booleans())


@settings(deadline=None)
@given(
    st.lists(
        st.lists(points, max_size=5, unique_by=lambda one: repr(KEYPOINTS.clean([one], POINTS, IMAGE, ""))),
        min_size=3,
        max_size=3,
    )
)
def test_the_laws_hold_for_points(values):
    hold(KEYPOINTS, POINTS, IMAGE, values)


@settings(deadline=None)
@given(st.lists(st.lists(points, max_size=2, unique_by=lambda one: one["label"]), min_size=3, max_size=3))
def test_the_laws_hold_for_points_that_stand_once(values):
    hold(KEYPOINTS, ONCE, IMAGE, values)


def test_one_outline_has_one_form_wherever_and_whichever_way_round_it_was_begun():
    forms = [
        outline((5, 5), (15, 5), (15, 15), (5, 15)),
        outline((15, 15), (5, 15), (5, 5), (15, 5)),
        outline((5, 15), (15, 15), (15, 5), (5, 5)),
        outline((5, 5), (5, 5), (15, 5), (15, 15), (5, 15), (5, 5)),
    ]
    assert {repr(POLYGONS.clean([form], OUTLINES, IMAGE, "")) for form in forms} == {repr([square(5, 5)])}


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([outline((0, 0), (5, 5))], "answer[0].points"),
        ([outline((0, 0), (5, 5), (10, 10))], "answer[0].points"),
        ([outline((0, 0), (5, 0), (101, 10))], "answer[0].points[2][0]"),
        ([outline((0, 0), (5, -1), (10, 10))], "answer[0].points[1][1]"),
        ([outline((0, 0), (5, float("nan")), (10, 10))], "answer[0].points[1][1]"),
        ([outline((0, 0), (5, 0, 2), (10, 10))], "answer[0].points[1]"),
        ([{"label": "a"}], "answer[0].points"),
        ([outline((0, 0), (5, 0), (5, 9), label="gone")], "answer[0].label"),
        ([square(0, 0), square(0, 0)], "answer[1]"),
        ([outline(*[(0, 0)] * 2_001)], "answer[0].points"),
        ([square(0, 0)] * 10_001, "answer"),
    ],
)
def test_a80_what_is_no_outline_is_refused_with_its_path(value, path):
    assert refused(POLYGONS, OUTLINES, IMAGE, value) == path


def test_a80_too_many_points_in_all_are_refused():
    long = outline(*[(place / 20, (place % 2) * 9) for place in range(1_999)], (0, 80))
    assert refused(POLYGONS, OUTLINES, IMAGE, [long] * 51) == "answer"


@pytest.mark.parametrize("value", NO_LIST_OF_MARKS)
def test_what_is_no_list_of_marks_is_refused(value):
    assert refused(POLYGONS, OUTLINES, IMAGE, value).startswith("answer")
    assert refused(KEYPOINTS, POINTS, IMAGE, value).startswith("answer")


def test_outlines_are_compared_by_area():
    one, other = [square(0, 0, 32)], [square(0, 8, 32)]  # share 24 of 40 rows
    assert POLYGONS.distance(one, other, OUTLINES) == pytest.approx(1 - 24 / 40, abs=0.02)
    assert POLYGONS.score(one, other, OUTLINES) == 1
    assert POLYGONS.distance(one, [square(0, 0, 32, "b")], OUTLINES) == 1
    cut = POLYGONS.clean([outline((0, 0), (32, 0), (32, 16), (0, 32))], OUTLINES, IMAGE, "")
    assert POLYGONS.distance(one, cut, OUTLINES) == pytest.approx(0.25, abs=0.02)


def test_merge_takes_the_outline_most_like_the_others():
    values = [[square(0, 0, 20)], [square(2, 0, 20)], [square(4, 0, 20), square(50, 50)]]
    assert POLYGONS.merge(values, [1, 1, 1], OUTLINES) == [square(2, 0, 20)]


def test_a_hundred_outlines_are_compared_quickly():
    one = [square(x, y, 8) for x in range(0, 90, 9) for y in range(0, 70, 7)]
    other = [square(x + 1, y, 8) for x in range(0, 90, 9) for y in range(0, 70, 7)]
    started = perf_counter()
    assert POLYGONS.distance(one, other, OUTLINES) < 0.5
    assert perf_counter() - started < 3


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([point(101, 0)], "answer[0].x"),
        ([point(0, None)], "answer[0].y"),
        ([point(0, 0, is_hidden="no")], "answer[0].is_hidden"),
        ([point(0, 0), point(0, 0)], "answer[1]"),
        ([point(0, 0, "gone")], "answer[0].label"),
    ],
)
def test_a80_what_is_no_point_is_refused_with_its_path(value, path):
    assert refused(KEYPOINTS, POINTS, IMAGE, value) == path


def test_a_label_that_stands_once_is_refused_the_second_time():
    assert refused(KEYPOINTS, ONCE, IMAGE, [point(0, 0), point(5, 5)]) == "answer[1].label"


def test_points_are_compared_by_how_far_apart_they_lie():
    near, far = [point(10, 10)], [point(13, 14)]  # 5 pixels
    assert KEYPOINTS.distance(near, far, ONCE) == pytest.approx(1 - 0.6065, abs=1e-3)  # exp(-1/2)
    assert KEYPOINTS.score(near, far, ONCE) == 1
    assert KEYPOINTS.score(near, [point(10, 21)], ONCE) == 0


def test_merge_is_the_weighted_mean_of_points_near_one_another():
    values = [[point(10, 10)], [point(12, 10, is_hidden=True)], [point(60, 60, is_hidden=True)]]
    assert KEYPOINTS.merge(values, [1, 1, 1], POINTS) == [point(11, 10)]


def test_the_answers_read_as_lines():
    assert KEYPOINTS.columns([point(1, 2.5, is_hidden=True)]) == {"": "a\t1\t2.5\thidden"}
    assert POLYGONS.columns([square(0, 0)]) == {"": "a\t0,0 10,0 10,10 0,10"}
    assert POLYGONS.show([square(0, 0)], OUTLINES) == "a: 1"


def test_checking_twice_changes_nothing():
    assert KEYPOINTS.check(ONCE, "config") == ONCE
    assert POLYGONS.check(OUTLINES, "config") == OUTLINES
