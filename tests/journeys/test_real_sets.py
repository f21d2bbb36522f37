"""Published sets: uploaded as they lie, ten items of each labelled by keys and mouse, given out as they were published.

They are no part of the repository: DMOPS_REAL_DATA is their folder, and without it nothing here is tried.
"""

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sourcing.domain.formats.coco import coco_marks, read_coco
from sourcing.domain.formats.conll import read_conll
from sourcing.domain.formats.voc import read_voc
from tests.journeys import published
from tests.journeys.hands import (
    answered,
    bring,
    bring_table,
    drag,
    handed_out,
    key_of,
    stretch,
    taken,
)
from tests.journeys.people import Person
from tests.journeys.running import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOLDER = os.environ.get("DMOPS_REAL_DATA", "")
SIZE = (640, 480)
Act = Callable[[Page, Any], None]


@pytest.fixture(scope="module")
def real_data() -> Path:
    """Return the folder of the sets; the end of a run names what was not tried without it."""
    if not FOLDER:
        pytest.skip("DMOPS_REAL_DATA is not set")
    return Path(FOLDER)


@pytest.fixture(scope="module")
def projects(real_data, site: Site) -> Iterator[dict[str, int]]:
    facts = site.stage("published")
    site.start("web")
    site.start("worker")
    site.wait(site.is_ready)
    return facts


@pytest.fixture
def boss(person) -> Person:
    return person("boss")


@pytest.fixture
def annotator(person) -> Person:
    return person("annotator1")


def lines_of(page: Page, release: int) -> dict[str, Any]:
    """Download a release from its page and return item → its line."""
    page.goto(f"/releases/{release}/")
    with page.expect_download() as arrived:
        page.locator("a[href$='/download/']").first.click()
    with zipfile.ZipFile(Path(arrived.value.path())) as archive:
        name = next(one for one in archive.namelist() if one.endswith("data.jsonl"))
        rows = [json.loads(line) for line in archive.read(name).splitlines()]
    return {row["id"]: row for row in rows}


def labelled(page: Page, site: Site, project: int, cut: published.Slice, act: Act) -> None:
    """Answer each item in turn as it was published."""
    page.goto(f"/projects/{project}/work/")
    for number, answer in enumerate(cut.answers.values()):
        expect(page.locator(".work-count")).to_have_text(f"{number} of {len(cut.answers)}", timeout=15_000)
        act(page, answer)
        Site.wait(lambda: len(answered(site, project)) == number + 1)  # noqa: B023


def choose(page: Page, label: str) -> None:
    page.keyboard.press(key_of(page, label))


def write_last_word(page: Page, text: str) -> None:
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {text.rsplit(' ', 1)[1]}")
    page.keyboard.press("Control+Enter")


def prefer(page: Page, chosen: str) -> None:
    """Look on which side the better dialogue ends (both begin alike), and press the key of that side."""
    sides = ["".join(side.inner_text().split()) for side in page.locator(".prefer-side > :not(h2)").all()]
    whole = "".join(chosen.split())
    [place] = [place for place, side in enumerate(sides) if whole.endswith(side)]
    page.keyboard.press("13"[place])


def talk(page: Page, topic: str) -> None:
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    choose(page, topic)
    page.keyboard.press("Enter")


def mark(page: Page, spans: list[dict[str, Any]]) -> None:
    """Mark each span with the mouse, the last one first, and name it by its key."""
    for span in reversed(spans):
        drag(page, *stretch(page, span["start"], span["end"]))
        page.keyboard.press(key_of(page, span["label"]))
    page.keyboard.press("Enter")


TABLES: dict[str, tuple[Act, Callable[[dict[str, Any]], Any]]] = {
    "sentiment": (choose, lambda row: row["answers"]["choice"]),
    "pairs": (choose, lambda row: row["answers"]["choice"]),
    "translation": (write_last_word, lambda row: row["answers"]["text"]),
    "preference": (
        prefer,
        lambda row: row["parts"][{"a": "chosen", "b": "rejected"}[row["answers"]["preference"]["choice"]]],
    ),
    "dialogue": (talk, lambda row: row["answers"]["choice"]),
    "digits": (choose, lambda row: row["answers"]["choice"]),
}


@pytest.mark.parametrize("name", list(TABLES))
def test_ten_items_of_a_published_set_are_answered_by_keys_and_given_out_equal(
    boss, annotator, projects, site, real_data, tmp_path, name
):
    cut: published.Slice = getattr(published, name)(real_data)
    act, given = TABLES[name]
    (tmp_path / cut.name).write_bytes(cut.content)
    bring_table(boss.page, projects[name], tmp_path / cut.name, cut.texts, cut.identity)
    labelled(annotator.page, site, projects[name], cut, act)
    rows = lines_of(boss.page, site.stage("released")[str(projects[name])])
    assert {item: given(row) for item, row in rows.items()} == cut.answers
    if name == "dialogue":
        turns = [{"turn": 0, "label": "asks"}, {"turn": 1, "label": "answers"}]
        assert [row["answers"]["turns"] for row in rows.values()] == [turns] * published.TEN
    assert annotator.complaints == boss.complaints == []


@pytest.mark.parametrize("name", ["klue", "wnut"])
def test_a41_c20_entities_marked_with_the_mouse_have_the_offsets_that_were_published(
    boss, annotator, projects, site, real_data, tmp_path, name
):
    cut = published.sentences(real_data, name)
    (tmp_path / cut.name).write_bytes(cut.content)
    bring_table(boss.page, projects[name], tmp_path / cut.name, cut.texts, cut.identity)
    labelled(annotator.page, site, projects[name], cut, mark)
    out = handed_out(boss.page, site.stage("released")[str(projects[name])], "conll").decode()
    back = read_conll(io.StringIO(out, newline="\n"), joined_by=" ")
    assert {one.id: one.spans for one in back} == cut.answers
    assert annotator.complaints == boss.complaints == []


@pytest.mark.parametrize("name", ["klue", "wnut"])
def test_a41_entities_of_a_conll_file_are_taken_completed_and_given_out_as_published(
    boss, annotator, projects, site, real_data, tmp_path, name
):
    def complete(page: Page, spans: list[dict[str, Any]]) -> None:
        taken(page)
        if len(answered(site, project)) % 2:  # its first entity was cut out
            drag(page, *stretch(page, spans[0]["start"], spans[0]["end"]))
            page.keyboard.press(key_of(page, spans[0]["label"]))
        page.keyboard.press("Enter")

    cut, project = published.tagged(real_data, name), projects[f"{name}_given"]
    (tmp_path / cut.name).write_bytes(cut.content)
    form = {"klue": "conll_characters", "wnut": "conll"}[name]
    bring(boss.page, project, tmp_path / cut.name, form)
    labelled(annotator.page, site, project, cut, complete)
    out = handed_out(boss.page, site.stage("released")[str(project)], "conll").decode()
    back = read_conll(io.StringIO(out, newline="\n"), joined_by=" ")
    assert {one.text: one.spans for one in back} == cut.answers
    assert annotator.complaints == boss.complaints == []


@pytest.mark.parametrize("form", ["voc", "coco"])
def test_boxes_of_ten_images_are_put_right_and_given_out_as_published(
    boss, annotator, projects, site, real_data, tmp_path, form
):
    def correct(page: Page, boxes: list[dict[str, Any]]) -> None:
        taken(page)
        page.keyboard.press("Tab")
        is_misnamed = len(answered(site, project)) % 2
        page.keyboard.press(key_of(page, boxes[0]["label"]) if is_misnamed else "ArrowRight")
        page.keyboard.press("Enter")

    cut, project = published.cells(real_data, form), projects[form]
    (tmp_path / cut.name).write_bytes(cut.content)
    bring(boss.page, project, tmp_path / cut.name, form)
    labelled(annotator.page, site, project, cut, correct)
    release = site.stage("released")[str(project)]
    with zipfile.ZipFile(io.BytesIO(handed_out(boss.page, release, "voc"))) as archive:
        files = {name: archive.read(f"Annotations/images/{name[:-4]}.xml") for name in cut.answers}
    assert {name: read_voc(file, SIZE) for name, file in files.items()} == cut.answers
    found = read_coco(handed_out(boss.page, release, "coco"))
    images = {name.removeprefix("images/"): image for name, image in found.images.items()}
    assert {name: coco_marks(found, image, "boxes", SIZE) for name, image in images.items()} == cut.answers
    assert annotator.complaints == boss.complaints == []


def test_speakers_of_a_strip_are_put_right_by_keys_and_its_times_stay_as_published(
    boss, annotator, projects, site, real_data, tmp_path
):
    cut, project = published.strip(real_data), projects["strip"]
    (tmp_path / cut.name).write_bytes(cut.content)
    bring(boss.page, project, tmp_path / cut.name, "rttm")
    page = annotator.page
    page.goto(f"/projects/{project}/work/")
    taken(page)
    for number, line in enumerate(cut.answers["strip_01"].splitlines()):
        page.keyboard.press("Tab")
        if number % 3 == 0:
            page.keyboard.press(key_of(page, line.split()[7]))
    page.keyboard.press("Enter")
    Site.wait(lambda: len(answered(site, project)) == 1)
    out = handed_out(boss.page, site.stage("released")[str(project)], "rttm").decode()
    assert out == cut.answers["strip_01"]
    assert annotator.complaints == boss.complaints == []
