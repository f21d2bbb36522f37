"""Every kind of field under the fingers of one person, by keys alone, and looked at by axe."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Keyboard, Page, expect

from tests.journeys.people import Person
from tests.journeys.running import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def projects(site: Site) -> Iterator[dict[str, int]]:
    facts = site.stage("kinds")
    site.start("web")
    return facts


def open_kind(page: Page, projects: dict[str, int], kind: str) -> None:
    page.goto(f"/projects/{projects[kind]}/work/")
    expect(page.locator(".work-text").first).to_be_visible(timeout=15_000)


def stored(site: Site, project: int) -> list[dict[str, Any]]:
    """Return what was submitted in this project, in order."""
    rows = site.rows(
        "SELECT a.answers FROM labeling_annotation a JOIN labeling_assignment g ON g.id = a.assignment_id"
        " JOIN labeling_batch b ON b.id = g.batch_id WHERE b.project_id = ? ORDER BY a.id",
        project,
    )
    return [json.loads(answers) for (answers,) in rows]


def press(*keys: str) -> Callable[[Keyboard], None]:
    """Return what presses these keys; a longer word is typed."""

    def act(keyboard: Keyboard) -> None:
        for key in keys:
            if key.startswith("“"):
                keyboard.type(key[1:-1])
            else:
                keyboard.press(key)

    return act


ANSWERS = [
    ("choices", press("3", "1", "Enter"), {"choices": ["plot", "look"]}),
    ("choices", press("2", "2", "0", "Enter"), {"choices": []}),
    ("scale", press("4"), {"scale": 4}),
    ("slider", press("7", "ArrowRight", "Shift+ArrowRight", "Enter"), {"scale": 81}),
    ("number", press("4", "2", "Enter"), {"number": 42}),
    ("text", press("Control+a", "“A good evening.”", "Control+Enter"), {"text": "A good evening."}),
    ("text", press("Control+Enter"), {"text": "An evening good spent."}),
    ("tree", press("1", "2"), {"tree": "bridge"}),
    ("tree", press("1", "ArrowLeft", "f", "“harb”", "Enter"), {"tree": "harbour"}),
    ("ranking", press("3", "1", "Enter"), {"ranking": ["third", "first", "second"]}),
    ("ranking", press("3", "Backspace", "2", "1", "Enter"), {"ranking": ["second", "first", "third"]}),
    ("preference", press("1"), {"preference": {"choice": "a", "strength": 1}}),
    ("preference", press("2"), {"preference": {"choice": "tie", "strength": 0}}),
    (
        "turns",
        press("1", "2", "Backspace", "1", "2", "Enter"),
        {"turns": [{"turn": n, "label": label} for n, label in enumerate(("ask", "ask", "tell"))]},
    ),
]


def test_every_kind_is_answered_by_keys_alone(person, projects, site):
    annotator: Person = person("annotator1")
    wanted: dict[str, list[dict[str, Any]]] = {}
    for kind, act, answer in ANSWERS:
        if kind not in wanted:
            open_kind(annotator.page, projects, kind)
        wanted.setdefault(kind, []).append(answer)
        act(annotator.page.keyboard)
        Site.wait(lambda: len(stored(site, projects[kind])) == len(wanted[kind]))  # noqa: B023
    assert {kind: stored(site, projects[kind]) for kind in wanted} == wanted
    assert annotator.complaints == []


def test_several_fields_with_a_reason_and_one_that_is_asked_only_sometimes(person, projects, site):
    page = person("annotator1").page
    open_kind(page, projects, "many")
    hidden = page.get_by_role("heading", name="What was bad?")
    expect(hidden).to_be_hidden()
    page.keyboard.press("2")
    expect(hidden).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+3")
    expect(page.get_by_role("radio", name="Sure", exact=True)).to_be_checked()
    page.get_by_label("Why is this the answer?").fill("It drags on.")
    page.get_by_role("heading", name="What was bad?").click()
    page.locator(".work-text").first.focus()
    for key in ("1", "ArrowDown", "5", "Enter"):
        page.keyboard.press(key)
    Site.wait(lambda: len(stored(site, projects["many"])) == 1)
    assert stored(site, projects["many"]) == [
        {
            "choice": "bad",
            "choices": ["plot"],
            "scale": 5,
            "_about": {"choice": {"rationale": {"text": "It drags on."}, "confidence": "high"}},
        }
    ]


def test_what_a_model_fills_is_read_and_not_asked_and_a_hidden_suggestion_comes_after_the_answer(
    person, projects, site
):
    annotator: Person = person("annotator1")
    page = annotator.page
    loaded: list[str] = []
    page.on("response", lambda answer: "/work/" in answer.url and loaded.append(answer.text()))
    open_kind(page, projects, "filled")
    expect(page.locator(".filled-answer").first).to_have_text("Review")
    expect(page.locator(".filled-answer").nth(1)).to_have_text("The (Film)")
    assert loaded
    assert not any(re.search(r'"scale":\s*4', text) for text in loaded)
    suggestion = page.locator(".suggestion")
    for key in ("1", "ArrowDown", "3"):
        expect(suggestion).to_be_hidden()
        page.keyboard.press(key)
    expect(suggestion).to_contain_text("not as you answered")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    Site.wait(lambda: len(stored(site, projects["filled"])) == 1)
    assert stored(site, projects["filled"]) == [{"choices": ["plot"], "scale": 4}]
    assert annotator.complaints == []


def test_two_stretches_of_one_line_are_marked_with_the_mouse(person, projects, site):
    page = person("annotator1").page
    open_kind(page, projects, "spans")
    text = page.locator(".span-text").inner_text()
    words = (text.split(":")[0], "worth the evening")
    for key, stretch in enumerate(words, start=1):
        left, right, middle = page.evaluate(STRETCH, stretch)
        page.mouse.move(left + 1, middle)
        page.mouse.down()
        page.mouse.move((left + right) / 2, middle)
        page.mouse.move(right - 1, middle)
        page.mouse.up()
        page.keyboard.press(str(key))
    page.keyboard.press("Enter")
    Site.wait(lambda: len(stored(site, projects["spans"])) == 1)
    [answer] = stored(site, projects["spans"])
    assert [(span["text"], span["label"]) for span in answer["spans"]] == [
        (words[0], "film"),
        (words[1], "praise"),
    ]


STRETCH = """(words) => {
  const walker = document.createTreeWalker(document.querySelector(".span-text"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const start = walker.currentNode.data.indexOf(words);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, start);
    range.setEnd(walker.currentNode, start + words.length);
    const { left, right, top, height } = range.getBoundingClientRect();
    return [left, right, top + height / 2];
  }
}"""


@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_and_targets_are_large(person, projects, width):
    annotator: Person = person("annotator1", locale="ko-KR", viewport={"width": width, "height": 800})
    problems = []
    for kind in projects:
        open_kind(annotator.page, projects, kind)
        if not annotator.page.locator(".work-answers").is_visible():
            continue
        found = Axe().run(annotator.page).response["violations"]
        problems += [(kind, one["id"], one["nodes"][0]["html"][:200]) for one in found]
        problems += [(kind, "small", small) for small in annotator.page.evaluate(SMALL)]
    assert problems == []


SMALL = """() => [...document.querySelectorAll(".work-side button, .work-side input, .work-side textarea")]
  .filter((el) => el.checkVisibility())
  .map((el) => ({ el, box: el.getBoundingClientRect() }))
  .filter(({ box }) => box.height < 43.5 || box.width < 43.5)
  .map(({ el, box }) => `${el.outerHTML.slice(0, 120)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
