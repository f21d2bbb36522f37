"""What makes a day at the labelling screen bearable: going back, asking, flagging, one's own keys and letters."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.running import Site
from tests.journeys.test_labelling_screen import answers_of, at_work, text_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def projects(site: Site) -> dict[str, int]:
    facts = site.stage("labelling")
    site.start("web")
    return facts


def test_the_back_key_reaches_answered_items_after_a_reload(person, projects, site):
    page = at_work(person, projects, "annotator1")
    first = text_of(page).inner_text()
    for key in "12":
        page.keyboard.press(key)
    Site.wait(lambda: len(answers_of(site, "annotator1")) == 2)
    page.reload()
    expect(text_of(page)).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("radio", name="Negative")).to_be_checked()
    page.keyboard.press("Control+z")
    expect(text_of(page)).to_have_text(first)
    expect(page.get_by_role("radio", name="Positive")).to_be_checked()
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="Negative")).to_be_checked()
    page.keyboard.press("Control+y")
    expect(page.get_by_text("You answered this before.")).to_be_hidden()
    Site.wait(lambda: len(answers_of(site, "annotator1")) == 3)
    *both, third = answers_of(site, "annotator1")
    (one,) = (assignment for assignment, _version, answers in both if "pos" in answers)
    assert third == (one, 2, '{"feeling": "neu"}')


def test_a_question_and_a_flag_go_to_the_reviewers_and_the_item_stays(person, projects, site):
    page = at_work(person, projects, "annotator2")
    first = text_of(page).inner_text()
    page.get_by_role("radio", name="Neutral").focus()
    page.keyboard.press("y")
    dialog = page.get_by_role("dialog", name="Ask about this item")
    page.keyboard.type("Is a fact neutral?")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(".work-status")).to_contain_text("Sent to the reviewers")
    page.keyboard.press("z")
    page.keyboard.press("3")
    expect(page.get_by_role("dialog", name="What is wrong with it?")).to_be_hidden()
    expect(text_of(page)).to_have_text(first)
    asked = site.rows("SELECT text, field, label FROM annotators_question ORDER BY id")
    assert asked == [
        ("Is a fact neutral?", "feeling", "neu"),
        ("Flag: The guideline does not cover this", "feeling", "neu"),
    ]
    page.keyboard.press("y")
    page.keyboard.type("a fact neutral")
    expect(dialog.locator(".similar-list")).to_contain_text("Is a fact neutral?")


def test_two_keys_change_places_and_stay_so(person, projects, site):
    page = at_work(person, projects, "annotator3")
    page.keyboard.press("?")
    page.get_by_role("button", name="Change the key S").click()
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    expect(text_of(page)).to_be_visible()
    expect(page.get_by_role("button", name="Skip").locator("kbd")).to_have_text("1")
    page.keyboard.press("1")
    expect(page.get_by_role("dialog", name="Why skip it?")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    Site.wait(lambda: [row[2] for row in answers_of(site, "annotator3")] == ['{"feeling": "pos"}'])


def test_letters_lines_contrast_and_colours_are_remembered(person, projects):
    page = at_work(person, projects, "annotator4")
    page.get_by_role("button", name="View").click()
    dialog = page.get_by_role("dialog", name="How you like to read")
    for choice in ("Very large", "Loose", "High", "Ink"):
        dialog.get_by_role("radio", name=choice).click()
    assert Axe().run(page).response["violations"] == []
    page.reload()
    expect(text_of(page)).to_be_visible()
    size = page.locator(".work-text").first.evaluate("(el) => getComputedStyle(el).fontSize")
    assert size == "28px"
    assert page.evaluate("document.documentElement.dataset.theme") == "ink"
    assert Axe().run(page).response["violations"] == []
