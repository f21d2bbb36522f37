"""Adjudication in the browser: what people differ in is settled by keys, in the editor of the field's kind."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from overview.services.demo import PASSWORD
from tests.journeys.people import Person
from tests.journeys.running import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPEN = """
    SELECT d.id FROM verification_dispute d JOIN labeling_batch b ON b.id = d.batch_id
    JOIN projects_project p ON p.id = b.project_id
    WHERE p.name = ? AND d.field = ? AND d.state = 'open' ORDER BY d.id
"""
DECIDED = "SELECT answer, cause, reason, edge_case_id FROM verification_decision WHERE dispute_id = ?"
#: what another tab would send: the answer of the second person
DECIDE_ELSEWHERE = """async (pk) => {
  const props = JSON.parse(document.getElementById("adjudicate-props").textContent);
  const body = { answer: props.columns[1].answer, cause: "ambiguity", reason: "First.", seen: props.seen };
  const token = document.querySelector('meta[name="csrf-token"]')?.content ??
    document.cookie.split("csrftoken=")[1].split(";")[0];
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return (await fetch(props.urls.decide, { method: "POST", headers, body: JSON.stringify(body) })).status;
}"""


@pytest.fixture(scope="module")
def hana_at(site, browser):
    """Return the reviewer's page and `dispute(project, field)`, which opens one there and returns its id."""
    site.stage("demo")
    site.start("web")
    hana = Person(browser, site, locale="en-US", viewport={"width": 1366, "height": 768})
    hana.sign_in("hana", PASSWORD)

    def dispute(project: str, field: str) -> int:
        pk = int(site.rows(OPEN, project, field)[0][0])
        hana.page.goto(f"/disputes/{pk}/")
        expect(hana.page.get_by_role("heading", name="Decision", exact=True)).to_be_visible()
        return pk

    yield hana, dispute
    assert [said for said in hana.complaints if "409 (Conflict)" not in said] == []
    hana.browser.close()


def decided(site: Site, dispute: int) -> tuple[object, str, str, int | None]:
    """Return answer, cause, reason and edge case of the decision, once there is one."""
    site.wait(lambda: bool(site.rows(DECIDED, dispute)))
    [(answer, *facts)] = site.rows(DECIDED, dispute)
    return (json.loads(answer), *facts)


def give_reason(page: Page, cause: str, reason: str) -> None:
    page.keyboard.press(cause)
    page.keyboard.press("r")
    page.keyboard.type(reason)
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_choice_is_settled_by_keys_and_a_gap_of_the_guideline_becomes_an_edge_case(site, hana_at):
    hana, dispute = hana_at
    pk = dispute("Try it: letters to a shop", "topic")
    assert "Sora" not in hana.page.content()
    hana.page.keyboard.press("2")
    expect(hana.page.get_by_role("button", name="Start from this: Person 2")).to_have_attribute(
        "aria-pressed", "true"
    )
    give_reason(hana.page, "g", "The last wish of the letter counts.")
    _answer, cause, reason, edge_case = decided(site, pk)
    assert (cause, reason) == ("guideline_gap", "The last wish of the letter counts.")
    assert edge_case is not None


def test_without_answer_cause_or_reason_nothing_is_decided_and_the_page_says_what_lacks(site, hana_at):
    hana, dispute = hana_at
    pk = dispute("Try it: letters to a shop", "mood")
    hana.page.keyboard.press("Enter")
    expect(hana.page.get_by_role("alert").filter(has_text="Choose or make an answer first.")).to_be_visible()
    hana.page.keyboard.press("1")
    hana.page.keyboard.press("Enter")
    expect(hana.page.get_by_role("alert").filter(has_text="Say what made people differ.")).to_be_visible()
    assert site.rows(DECIDED, pk) == []


def test_spans_begin_with_what_all_share_and_parts_are_taken_from_one_or_the_other(site, hana_at):
    hana, dispute = hana_at
    pk = dispute("Try it: names in the news", "names")
    page = hana.page
    expect(page.get_by_text("Shared by all: 3")).to_be_visible()
    expect(page.get_by_text("Marked: 3")).to_be_visible()
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    with_more = page.locator(".adj-take").nth(1)
    page.keyboard.press("Shift+2" if "nothing" not in with_more.inner_text() else "Shift+1")
    expect(page.get_by_text("Marked: 4")).to_be_visible()
    give_reason(page, "m", "Days are dates.")
    answer, cause, _reason, _case = decided(site, pk)
    assert (len(answer), cause) == (4, "mistake")


def test_boxes_are_seen_on_the_image_and_the_answers_together_can_be_taken(site, hana_at):
    hana, dispute = hana_at
    pk = dispute("Try it: a harbour from above", "boats")
    page = hana.page
    expect(page.get_by_role("button", name="Start from this: Together")).to_be_visible()
    assert page.locator(".adj-column canvas, .adj-column svg").count() >= 2
    page.keyboard.press("3")
    give_reason(page, "m", "One boat was overlooked.")
    answer, *_facts = decided(site, pk)
    assert len(answer) == 4


def test_what_was_typed_outlives_a_decision_that_came_first(site, hana_at):
    hana, dispute = hana_at
    pk = dispute("Try it: sounds of a harbour", "sounds")
    page = hana.page
    page.keyboard.press("1")
    page.keyboard.press("m")
    page.keyboard.press("r")
    page.keyboard.type("Heard twice.")
    assert page.evaluate(DECIDE_ELSEWHERE, pk) == 201
    page.keyboard.press("Control+Enter")
    expect(
        page.get_by_text("What you made is still here. Decide again if yours should hold.")
    ).to_be_visible()
    expect(page.get_by_label("Why")).to_have_value("Heard twice.")
    page.keyboard.press("Control+Enter")
    site.wait(lambda: len(site.rows(DECIDED, pk)) == 2)


@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_on_any_kind_and_nothing_is_wider_than_the_screen(site, hana_at, person, width):
    hana = person("hana", PASSWORD, locale="ko-KR", viewport={"width": width, "height": 800})
    problems = []
    for (pk,) in site.rows("SELECT MIN(id) FROM verification_dispute WHERE state = 'open' GROUP BY field"):
        hana.page.goto(f"/disputes/{pk}/")
        expect(hana.page.locator(".adj-decision")).to_be_visible()
        found = Axe().run(hana.page).response["violations"]
        problems += [(pk, one["id"], one["nodes"][0]["html"][:200]) for one in found]
        if hana.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append((pk, "wide", ""))
    assert problems == []


def test_a_text_that_nobody_chose_is_not_decided(site, hana_at):
    hana, dispute = hana_at
    pk = dispute("Try it: a translation to correct", "translation")
    hana.page.keyboard.press("Enter")
    expect(hana.page.get_by_role("alert").filter(has_text="Choose or make an answer first.")).to_be_visible()
    assert site.rows(DECIDED, pk) == []
