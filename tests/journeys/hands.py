"""What hands do in several stories: bring a file, take what is suggested, mark with the mouse, fetch a release."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.running import Site


def bring(page: Page, project: int, file: Path, form: str) -> None:
    """Upload a file with labels and open a batch over what became of it."""
    page.goto(f"/projects/{project}/items/upload/")
    page.get_by_role("link", name="The file has labels already").click()
    if page.locator("select[name=file_format]").count():
        page.locator("select[name=file_format]").select_option(form)
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload and start the import").click()
    expect(page.get_by_text("Items imported:")).to_be_visible(timeout=20_000)
    batched(page, project)


def stored(site: Site, project: int, kind: str) -> list[Any]:
    """Return the answers in the order of their items."""
    rows = site.rows(
        "SELECT a.answers FROM labeling_annotation a JOIN labeling_assignment g ON g.id = a.assignment_id"
        " JOIN labeling_batch b ON b.id = g.batch_id WHERE b.project_id = ? ORDER BY g.item_id",
        project,
    )
    return [json.loads(answers)[kind] for (answers,) in rows]


def answered(site: Site, project: int) -> dict[str, Any]:
    """Return the name of each item and its answers, in the order in which they were given."""
    rows = site.rows(
        "SELECT i.name, a.answers FROM labeling_annotation a"
        " JOIN labeling_assignment g ON g.id = a.assignment_id JOIN sourcing_item i ON i.id = g.item_id"
        " WHERE i.project_id = ? ORDER BY a.id",
        project,
    )
    return {name: json.loads(answers) for name, answers in rows}


def taken(page: Page) -> None:
    """Take the suggestion in sight with Space; it is not submitted by that."""
    take = page.get_by_role("button", name="Take it")
    expect(take).to_be_visible(timeout=15_000)
    page.keyboard.press("Space")
    expect(take).to_be_hidden()


def submitted(page: Page, site: Site, project: int, kind: str, number: int) -> None:
    """Submit the answer and wait until so many are stored."""
    page.keyboard.press("Enter")
    Site.wait(lambda: len(stored(site, project, kind)) == number)


def handed_out(page: Page, release: int, form: str) -> bytes:
    """Download the answers from the page of the release."""
    page.goto(f"/releases/{release}/")
    with page.expect_download() as arrived:
        page.locator(f"a[href$='file_format={form}']").click()
    return Path(arrived.value.path()).read_bytes()


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press the mouse at one place, move, and let go at another."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=6)
    page.mouse.up()


def batched(page: Page, project: int) -> None:
    """Open a batch over the items that have none."""
    page.goto(f"/projects/{project}/batches/new/")
    page.get_by_label("Name").fill("Given")
    page.get_by_label("Overlap").fill("1")
    page.get_by_role("button", name="Open the batch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Given")


def bring_table(page: Page, project: int, file: Path, texts: list[str], identity: str) -> None:
    """Upload a table or a ZIP of files, say how rows become items, and open a batch over them."""
    page.goto(f"/projects/{project}/items/upload/")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Upload and look at it").click()
    if texts:
        page.get_by_label("Column with the id").select_option(identity)
        for box in page.locator("input[name=text_columns]").all():
            box.set_checked(box.get_attribute("value") in texts)
    page.get_by_role("button", name="Start the import").click()
    expect(page.get_by_text("Items imported:")).to_be_visible(timeout=20_000)
    batched(page, project)


def key_of(page: Page, label: str) -> str:
    """Return the key that the screen shows at a label."""
    shown = page.locator("[aria-keyshortcuts]").filter(has_text=label).first
    return str(shown.get_attribute("aria-keyshortcuts"))


def stretch(page: Page, start: int, end: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where a stretch of the text, counted in code points, begins and ends on the screen."""
    left, top, right, bottom = page.evaluate(STRETCH, [start, end])
    return (left + 1, top), (right - 1, bottom)


STRETCH = """([start, end]) => {
  const text = document.querySelector(".span-text");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let passed = 0;
  while (walker.nextNode()) {
    const letters = [...walker.currentNode.data];
    const units = (count) => letters.slice(0, count).join("").length;
    if (start >= passed && start < passed + letters.length)
      range.setStart(walker.currentNode, units(start - passed));
    if (end > passed && end <= passed + letters.length) {
      range.setEnd(walker.currentNode, units(end - passed));
      break;
    }
    passed += letters.length;
  }
  text.scrollIntoView({ block: "center" });
  const rects = [...range.getClientRects()].filter((one) => one.width > 0);
  const [first, last] = [rects[0], rects.at(-1)];
  return [first.left, first.top + first.height / 2, last.right, last.top + last.height / 2];
}"""
