"""Marks made with the mouse alone: what is drawn, moved and mended on the screen is what is stored."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.marked import SECONDS, SIZE, TEXT
from tests.journeys.running import Site
from tests.journeys.test_labelling_kinds import STRETCH, open_kind, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Place = tuple[float, float]


@pytest.fixture(scope="module")
def projects(site: Site) -> Iterator[dict[str, int]]:
    facts = site.stage("marks")
    site.start("web")
    return facts


@pytest.fixture
def at_work(person, projects) -> Callable[[str], Page]:
    """Return `at_work(kind)`: the screen, open before an annotator."""

    def open_page(kind: str) -> Page:
        page: Page = person("annotator1").page
        open_kind(page, projects, kind)
        return page

    return open_page


class Mouse(NamedTuple):
    """The mouse over an element of the page; places are those of what it shows."""

    page: Page
    to_page: Callable[[Place], Place]

    def drag(self, *places: Place) -> None:
        """Press at the first place, go by the others, lift at the last."""
        (first, *others), mouse = [self.to_page(place) for place in places], self.page.mouse
        mouse.move(*first)
        mouse.down()
        for place in others:
            mouse.move(*place, steps=3)
        mouse.up()

    def click(self, place: Place) -> None:
        self.page.mouse.click(*self.to_page(place))


def on_image(page: Page) -> Mouse:
    """Return the mouse over the image; places are its pixels."""
    marks = page.locator(".image-marks")
    expect(marks).to_be_visible()
    box = _box(marks)
    scale = box["width"] / SIZE[0]
    return Mouse(page, lambda place: (box["x"] + place[0] * scale, box["y"] + place[1] * scale))


def on_wave(page: Page) -> tuple[Mouse, Callable[[float], float]]:
    """Return the mouse over the waveform, places being pixels from its corner, and the time of a pixel."""
    page.wait_for_function("() => document.querySelector('audio').readyState >= 1")
    wave = page.locator("canvas.wave")
    wave.scroll_into_view_if_needed()
    box = _box(wave)
    width = wave.evaluate("(el) => el.clientWidth")
    border = wave.evaluate("(el) => el.clientLeft")
    mouse = Mouse(page, lambda place: (box["x"] + border + place[0], box["y"] + place[1]))
    return mouse, lambda x: round(x / width * SECONDS, 3)


def _box(element: Locator) -> dict[str, float]:
    box = element.bounding_box()
    assert box is not None
    return dict(box)


def submitted(page: Page, site: Site, project: int) -> dict[str, Any]:
    """Submit by the button and return what is stored."""
    before = len(stored(site, project))
    page.get_by_role("button", name="Submit").click()
    Site.wait(lambda: len(stored(site, project)) == before + 1)
    return stored(site, project)[-1]


def test_boxes_are_drawn_moved_and_resized(at_work, projects, site):
    page = at_work("boxes")
    mouse = on_image(page)
    mouse.drag((100, 100), (300, 250))
    mouse.click((200, 180))
    mouse.drag((200, 180), (240, 220))  # taken by the click: it moves by 40, 40
    mouse.drag((340, 290), (400, 350))  # its last corner
    page.get_by_role("button", name="Second", exact=True).click()
    mouse.drag((600, 500), (500, 400))  # from the far corner
    mouse.drag((150, 450), (250, 550))
    page.get_by_role("button", name="First", exact=True).click()
    assert submitted(page, site, projects["boxes"]) == {
        "boxes": [
            {"x": 140, "y": 140, "width": 260, "height": 210, "label": "b"},
            {"x": 500, "y": 400, "width": 100, "height": 100, "label": "b"},
            {"x": 150, "y": 450, "width": 100, "height": 100, "label": "a"},
        ]
    }


def test_a_box_in_a_box_is_taken_by_a_click_and_moved(at_work, projects, site):
    page = at_work("boxes")
    mouse = on_image(page)
    mouse.drag((100, 100), (500, 500))
    mouse.drag((200, 200), (300, 300))  # in the one drawn last
    mouse.click((450, 450))
    mouse.drag((450, 150), (460, 160))
    mouse.click((250, 250))
    mouse.drag((250, 250), (240, 250))
    assert submitted(page, site, projects["boxes"]) == {
        "boxes": [
            {"x": 110, "y": 110, "width": 400, "height": 400, "label": "a"},
            {"x": 190, "y": 200, "width": 100, "height": 100, "label": "a"},
        ]
    }


def test_the_images_of_the_next_items_are_fetched_while_one_is_looked_at(person, projects):
    page = person("annotator1").page
    asked: set[str] = set()
    page.on("request", lambda request: request.resource_type == "image" and asked.add(request.url))
    open_kind(page, projects, "points")
    on_image(page)
    page.wait_for_load_state("networkidle")
    assert len(asked) == 3  # the one on show and the two after it


def test_an_outline_is_placed_closed_and_a_corner_moved(at_work, projects, site):
    page = at_work("polygons")
    mouse = on_image(page)
    for place in ((100, 100), (300, 100), (300, 300), (100, 300), (102, 101)):
        mouse.click(place)
    mouse.drag((300, 300), (420, 380))
    page.get_by_role("button", name="Second", exact=True).click()
    mouse.click((700, 500))  # outside: another one begins
    for place in ((760, 500), (760, 560), (700, 500)):
        mouse.click(place)
    assert submitted(page, site, projects["polygons"]) == {
        "polygons": [
            {"points": [[100, 100], [300, 100], [420, 380], [100, 300]], "label": "b"},
            {"points": [[700, 500], [760, 500], [760, 560]], "label": "b"},
        ]
    }


def test_points_are_set_moved_and_named(at_work, projects, site):
    page = at_work("keypoints")
    mouse = on_image(page)
    mouse.click((200, 200))
    mouse.click((400, 300))
    page.get_by_role("button", name="Second", exact=True).click()
    mouse.drag((200, 200), (210, 190))
    assert submitted(page, site, projects["keypoints"]) == {
        "keypoints": [
            {"x": 210, "y": 190, "label": "a", "is_hidden": False},
            {"x": 400, "y": 300, "label": "b", "is_hidden": False},
        ]
    }


def test_segments_are_dragged_and_an_edge_moved(at_work, projects, site):
    page = at_work("segments")
    mouse, time = on_wave(page)
    mouse.drag((100, 60), (300, 80))
    mouse.drag((300, 60), (350, 60))
    page.get_by_role("button", name="Second", exact=True).click()
    mouse.drag((600, 60), (500, 60))
    assert submitted(page, site, projects["segments"]) == {
        "segments": [
            {"start": time(100), "end": time(350), "label": "b"},
            {"start": time(500), "end": time(600), "label": "b"},
        ]
    }


def test_an_edge_of_a_segment_that_is_not_in_hand_is_moved_at_once(at_work, projects, site):
    page = at_work("segments")
    mouse, time = on_wave(page)
    mouse.drag((100, 60), (200, 60))
    mouse.drag((400, 60), (500, 60))
    mouse.click((600, 60))
    mouse.drag((197, 60), (250, 60))
    mouse.drag((402, 60), (380, 60))
    assert submitted(page, site, projects["segments"]) == {
        "segments": [
            {"start": time(100), "end": time(250), "label": "a"},
            {"start": time(380), "end": time(500), "label": "a"},
        ]
    }


def place_of(page: Page, words: str) -> tuple[float, float, float]:
    """Return where words of the text stand on the page: left, right, middle."""
    left, right, middle = page.evaluate(STRETCH, words)
    return left, right, middle


def span(words: str, label: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "label": label, "text": words}


def test_spans_are_dragged_and_a_double_click_takes_a_word(at_work, projects, site):
    page = at_work("spans")
    left, right, middle = place_of(page, "Mina met")
    mouse = Mouse(page, lambda place: place)
    mouse.drag((left + 1, middle), (right - 1, middle))
    page.get_by_role("button", name="First", exact=True).click()
    for words, label in (("well-known", "Second"), ("16명을", "First")):
        left, right, middle = place_of(page, words)
        page.mouse.dblclick((left + 3 * right) / 4, middle)
        page.get_by_role("button", name=label, exact=True).click()
    assert submitted(page, site, projects["spans"]) == {
        "spans": [span("Mina met", "a"), span("well-known", "b"), span("16명을", "a")]
    }


def test_with_a_label_in_hand_each_drag_and_double_click_marks(at_work, projects, site):
    page = at_work("spans")
    page.get_by_role("button", name="Second", exact=True).click()
    left, right, middle = place_of(page, "Jonas")
    page.mouse.dblclick((left + right) / 2, middle)
    left, right, middle = place_of(page, "baker")
    Mouse(page, lambda place: place).drag((right - 1, middle), (left + 1, middle))
    assert submitted(page, site, projects["spans"]) == {"spans": [span("Jonas", "b"), span("baker", "b")]}


def test_marks_of_other_fields_are_in_sight_and_not_in_the_way(at_work, projects, site):
    page = at_work("beside")
    mouse = on_image(page)
    mouse.drag((100, 100), (300, 250))
    page.locator(".work-field").nth(1).get_by_role("button", name="First", exact=True).click()
    others = page.locator(".shape.is-other")
    expect(others).to_have_count(1)
    mouse.click((200, 200))
    mouse.click((300, 250))  # a corner of the box
    left, right, middle = place_of(page, "Jonas")
    Mouse(page, lambda place: place).drag((left + 1, middle), (right - 1, middle))
    page.locator(".work-field").nth(2).get_by_role("button", name="First", exact=True).click()
    page.locator(".work-field").nth(3).get_by_role("button", name="Second", exact=True).focus()
    expect(page.locator(".span-other")).to_have_text("Jonas")
    left, right, middle = place_of(page, "Jonas")
    page.mouse.dblclick((left + right) / 2, middle)
    page.locator(".work-field").nth(3).get_by_role("button", name="Second", exact=True).click()
    assert submitted(page, site, projects["beside"]) == {
        "boxes": [{"x": 100, "y": 100, "width": 200, "height": 150, "label": "a"}],
        "keypoints": [
            {"x": 200, "y": 200, "label": "a", "is_hidden": False},
            {"x": 300, "y": 250, "label": "a", "is_hidden": False},
        ],
        "spans": [span("Jonas", "a")],
        "moods": [span("Jonas", "b")],
    }


def test_a_span_of_one_letter_is_taken_by_a_click_on_either_half_of_it(at_work, projects, site):
    page = at_work("spans")
    left, right, middle = place_of(page, "을")
    mouse = Mouse(page, lambda place: place)
    mouse.drag((left + 1, middle), (right - 1, middle))
    page.get_by_role("button", name="First", exact=True).click()
    for share, label in ((0.8, "Second"), (0.2, "First"), (0.8, "Second")):
        place = place_of(page, "baker")
        page.mouse.click((place[0] + place[1]) / 2, middle)  # away from it
        page.mouse.click(left + share * (right - left), middle)
        page.get_by_role("button", name=label, exact=True).click()
    assert submitted(page, site, projects["spans"]) == {"spans": [span("을", "b")]}


@pytest.mark.parametrize("width", [1366, 390])
def test_no_word_of_a_label_is_broken_for_a_label_beside_it(at_work, projects, width):
    page = at_work("words")
    page.set_viewport_size({"width": width, "height": 768})
    for title in ("contradiction", "entailment", "unmitigated"):
        assert page.get_by_text(title, exact=True).evaluate(LINES) == 1


#: how many lines of text an element has
LINES = """(element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return new Set([...range.getClientRects()].map((one) => Math.round(one.top))).size;
}"""
