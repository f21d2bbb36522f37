"""The sorts of tables in which published sets come: labelled by keys, exported equal, every letter as it was."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.asked import FAMILY, NFD, TABLES
from tests.journeys.people import Person
from tests.journeys.running import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANSWERS = {
    "sentiment": (["2"], {"choice": "pos"}),
    "pairs": (["3"], {"choice": "contradiction"}),
    "translation": (["Control+Enter"], {"text": f"The weather {FAMILY}."}),
    "preference": (["1"], {"preference": {"choice": "a", "strength": 1}}),
    "dialogue": (["1", "2", "Enter"], {"turns": [{"turn": 0, "label": "ask"}, {"turn": 1, "label": "tell"}]}),
}


@pytest.fixture(scope="module")
def projects(site: Site) -> Iterator[dict[str, int]]:
    facts = site.stage("tables")
    site.start("web")
    return facts


def exported(page: Page, project: int) -> list[dict]:
    """Return the answers as the project manager exports them."""
    answer = page.request.get(f"/api/v1/projects/{project}/annotations/export/")
    return [json.loads(line) for line in answer.text().splitlines()]


def test_c20_each_sort_of_set_is_labelled_by_keys_and_exported_equal(person, projects, site):
    annotator: Person = person("annotator1")
    boss: Person = person("boss")
    page = annotator.page
    for name, (keys, wanted) in ANSWERS.items():
        page.goto(f"/projects/{projects[name]}/work/")
        expect(page.locator(".work-count")).to_have_text("0 of 1", timeout=15_000)
        expect(
            page.locator("main").get_by_text(NFD).or_(page.locator("main").get_by_text(FAMILY)).first
        ).to_be_visible()
        for key in keys:
            page.keyboard.press(key)
        Site.wait(lambda: len(exported(boss.page, projects[name])) == 1)  # noqa: B023
        (row,) = exported(boss.page, projects[name])
        assert (row["answers"], row["item"] in TABLES[name][1]) == (wanted, True)
        parts = site.rows(
            "SELECT v.parts FROM sourcing_itemversion v"
            " JOIN sourcing_item i ON i.id = v.item_id WHERE i.project_id = ?",
            projects[name],
        )
        assert NFD in json.dumps(json.loads(parts[0][0]), ensure_ascii=False)
    assert annotator.complaints == boss.complaints == []
