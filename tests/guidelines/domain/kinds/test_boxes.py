import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guidelines.domain.kinds import KINDS
from tests.guidelines.domain.kinds.mark_laws import LABELS, NO_LIST_OF_MARKS, hold, refused

BOXES = KINDS["boxes"]
CONFIG = BOXES.check({"labels": LABELS}, "config")
IMAGE = {"photo": {"type": "image", "file": "", "name": "a.png", "width": 640, "height": 480}}


def box(x, y, width=10, height=10, label="a", **more):
    return {"x": x, "y": y, "width": width, "height": height, "label": label, **more}


def clean(*boxes):
    return BOXES.clean(list(boxes), CONFIG, IMAGE, "answer")


edges = st.floats(0, 600, allow_nan=False)
one_box = st.builds(
    box, edges, st.floats(0, 440), st.floats(0.02, 40), st.floats(0.02, 40), st.sampled_from("ab")
)
answer = st.lists(one_box, max_size=5, unique_by=lambda one: repr(BOXES.clean([one], CONFIG, IMAGE, "")))


@given(st.lists(answer, min_size=3, max_size=3))
@example([[], [], [box(512, 0, 0.0625, 1)]])  # 512.06 - 512 is less than 0.06
def test_the_laws_of_the_contract_hold(values):
    hold(BOXES, CONFIG, IMAGE, values)


def test_boxes_stand_from_top_to_bottom_to_a_hundredth_of_a_pixel():
    assert clean(box(5, 20), box(1.006, 3.3333, 10.0, 9.999)) == [box(1.01, 3.33), box(5, 20)]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([box(-1, 0)], "answer[0].x"),
        ([box(0, float("nan"))], "answer[0].y"),
        ([box(0, 0, float("inf"))], "answer[0].width"),
        ([box(635, 0)], "answer[0].width"),
        ([box(0, 475)], "answer[0].height"),
        ([box(0, 0, 0)], "answer[0]"),
        ([box(0, 0, 0.001)], "answer[0]"),
        ([box(0, 0, "10")], "answer[0].width"),
        ([box(True, 0)], "answer[0].x"),
        ([box(0, 0, label="gone")], "answer[0].label"),
        ([box(0, 0), box(0, 0)], "answer[1]"),
        ([box(0, 0, angle=3)], "answer[0].angle"),
        ([box(0, 0)] * 100_000, "answer"),
    ],
)
def test_a80_what_is_no_box_on_the_image_is_refused_with_its_path(value, path):
    assert refused(BOXES, CONFIG, IMAGE, value) == path


@pytest.mark.parametrize("value", NO_LIST_OF_MARKS)
def test_what_is_no_list_of_boxes_is_refused(value):
    assert refused(BOXES, CONFIG, IMAGE, value).startswith("answer")


def test_an_item_without_an_image_takes_no_boxes():
    assert refused(BOXES, CONFIG, {"text": "no image"}, [box(0, 0)]) == "answer"


def test_distance_is_one_minus_panoptic_quality():
    half_over = box(0, 5)  # shares 50 of 150 with the first: IoU 1/3, another thing
    near = box(0, 2)  # shares 80 of 120: IoU 2/3
    assert BOXES.distance(clean(box(0, 0)), clean(near), CONFIG) == pytest.approx(1 / 3)
    assert BOXES.distance(clean(box(0, 0)), clean(half_over), CONFIG) == 1
    assert BOXES.distance(clean(box(0, 0)), clean(box(0, 0, label="b")), CONFIG) == 1
    assert BOXES.distance(clean(box(0, 0), box(100, 0)), clean(box(0, 0)), CONFIG) == pytest.approx(1 / 3)


def test_score_is_f1_at_half_of_the_area():
    gold = clean(box(0, 0), box(100, 100))
    assert BOXES.score(clean(box(0, 2)), gold, CONFIG) == pytest.approx(2 / 3)
    assert BOXES.score([], [], CONFIG) == 1


def test_merge_is_the_weighted_mean_of_what_at_least_half_drew():
    values = [clean(box(0, 0), box(300, 300)), clean(box(3, 0)), clean(box(0, 3))]
    assert BOXES.merge(values, [1, 1, 1], CONFIG) == [box(1, 1)]
    assert BOXES.merge(values, [2, 1, 1], CONFIG) == [box(0.75, 0.75), box(300, 300)]


def test_a_mean_box_stays_on_the_image():
    values = [clean(box(630 - step / 3, 0, 10 + step / 3, 7 / 3)) for step in range(3)]
    merged = BOXES.merge(values, [1, 1, 1], CONFIG)
    assert BOXES.clean(merged, CONFIG, IMAGE, "") == merged


def test_an_answer_reads_as_counts_and_as_lines():
    value = clean(box(0, 0), box(5, 5.5, label="b"), box(9, 9))
    assert BOXES.show(value, CONFIG) == "a: 2, b: 1"
    assert BOXES.columns(value) == {"": "a\t0\t0\t10\t10\nb\t5\t5.5\t10\t10\na\t9\t9\t10\t10"}
