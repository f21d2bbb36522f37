"""A rule picks answers, a reviewer judges them by keys alone, their author mends one, the manager sees errors."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def scene(site) -> dict[str, Any]:
    facts = site.stage("review")
    site.start("web")
    return facts


def test_a_rule_a_review_by_keys_a_rework_and_the_error_rates(person, scene):
    boss = person("boss")
    set_rule(boss.page, scene["batch"])

    reviewer = person("reviewer1")
    reviewer.page.get_by_role("link", name="Review", exact=True).click()
    judge_by_keys(reviewer.page)
    expect(reviewer.page.get_by_text("Nothing waits for your review")).to_be_visible()
    expect(reviewer.page.get_by_text("With their authors to be mended")).to_be_visible()

    annotator = person("annotator1")
    mend(annotator.page, scene["project"])

    reviewer.page.goto(f"/projects/{scene['project']}/reviews/")
    expect(reviewer.page.get_by_text("Mended after it came back")).to_be_visible()
    expect(reviewer.page.get_by_text("They left early: say so.")).to_be_visible()
    reviewer.page.keyboard.press("a")
    expect(reviewer.page.get_by_text("Nothing waits for your review")).to_be_visible()

    see_outcome(boss.page, scene["batch"])
    read_feedback(annotator.page, scene["project"])
    assert [*boss.complaints, *reviewer.complaints, *annotator.complaints] == []


def set_rule(page: Page, batch: int) -> None:
    """Count what a rule picks, then set it."""
    page.goto(f"/batches/{batch}/")
    page.get_by_role("link", name="Peer review").click()
    page.get_by_label("Share of all answers, in percent").fill("100")
    page.get_by_label("First answers of each person").fill("2")
    page.get_by_role("button", name="Count what it picks").click()
    expect(page.get_by_text("This rule picks 4 of 4 answers given so far.")).to_be_visible()
    expect(page.get_by_text("First answers of a person: 2")).to_be_visible()
    page.get_by_role("button", name="Set the rule").click()
    expect(page.get_by_text("Answers waiting for review: 4.")).to_be_visible()


def judge_by_keys(page: Page) -> None:
    """Accept, take it back, accept again; correct one; return the last."""
    expect(page.get_by_text("4 waiting · 0 done")).to_be_visible()
    assert "Annotator1" not in page.content()
    page.keyboard.press("a")
    expect(page.get_by_text("Cold as the lake.")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("Warm from start to end.")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("Cold as the lake.")).to_be_visible()
    page.keyboard.press("2")  # nothing is edited yet
    expect(page.get_by_role("radio", name="Positive")).to_have_attribute("aria-checked", "true")
    page.keyboard.press("c")
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="Negative")).to_have_attribute("aria-checked", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Worth the evening.")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("We left early.")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.type("They left early: say so.")
    page.keyboard.press("Control+Enter")


def mend(page: Page, project: int) -> None:
    """Find the returned answer first, with the reason, and answer it anew."""
    page.goto(f"/projects/{project}/work/")
    expect(page.get_by_text("They left early: say so.")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator(".work-status")).to_contain_text("Saved")


def see_outcome(page: Page, batch: int) -> None:
    """Read the error rate of the person."""
    page.goto(f"/batches/{batch}/review/")
    row = page.get_by_role("row", name="Annotator1")
    expect(row).to_contain_text("50.0 %")
    expect(row.get_by_role("cell").last).to_have_text("4")


def read_feedback(page: Page, project: int) -> None:
    """Read what was said, without a name."""
    page.goto(f"/projects/{project}/feedback/")
    expect(page.get_by_text("Accepted: 3 · corrected: 1 · returned: 1")).to_be_visible()
    expect(page.get_by_text("They left early: say so.")).to_be_visible()
    assert "Reviewer1" not in page.content()
