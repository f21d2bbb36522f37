from verification.domain.drawing import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, picture


def test_picture_spans_the_frame_and_sizes_stand_equally_far_apart():
    drawn = picture([(10, 0.5, 0.4, 0.6), (20, 0.75, 0.7, 0.8), (40, 1.0, 0.9, 1.0)], floor=0.0)
    assert [mark.x for mark in drawn.marks] == [LEFT, (LEFT + WIDTH - RIGHT) / 2, WIDTH - RIGHT]
    assert (drawn.marks[2].y, drawn.floor) == (TOP, HEIGHT - BOTTOM)


def test_picture_of_one_point_is_drawn():
    drawn = picture([(10, 0.5, 0.4, 0.6)])
    assert (len(drawn.marks), drawn.floor) == (1, None)


def test_band_runs_along_the_upper_ends_and_back_along_the_lower():
    drawn = picture([(10, 0.5, 0.4, 0.6), (20, 0.7, 0.6, 0.8)])
    corners = [tuple(map(float, corner.split(","))) for corner in drawn.band.split()]
    assert [x for x, _y in corners] == [LEFT, WIDTH - RIGHT, WIDTH - RIGHT, LEFT]
    assert corners[0][1] < corners[3][1]
