"""Labels come in with a file, are confirmed or corrected by hand, and go out in the format they came in."""

import io
import unicodedata
import zipfile
from typing import Any

import pytest
from playwright.sync_api import Page

from sourcing.domain.formats.base import Frame
from sourcing.domain.formats.coco import coco_marks, read_coco, write_coco
from sourcing.domain.formats.conll import read_conll, write_conll
from sourcing.domain.formats.rttm import fitted, read_rttm
from sourcing.domain.formats.voc import read_voc, write_voc
from tests.journeys.hands import bring, drag, handed_out, stored, submitted, taken
from tests.journeys.people import Person
from tests.journeys.running import Site
from tests.sourcing.media_files import image, recording, zipped

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FAMILY = "👨\u200d👩\u200d👧"
NFD = unicodedata.normalize("NFD", "박서준")
TEXTS = [f"{FAMILY} 김민수는 서울에 산다 😀", f"😀 {NFD}은 부산에서 왔다", "이영희가 대전으로 간다"]
SIZE = (400, 300)
BOXES = [
    {"x": 20, "y": 30, "width": 60.5, "height": 40, "label": "PS"},
    {"x": 200, "y": 150, "width": 80, "height": 90.25, "label": "LC"},
]
SEGMENTS = [{"start": 0.1, "end": 0.412, "label": "PS"}, {"start": 0.6, "end": 0.9, "label": "LC"}]


@pytest.fixture(scope="module")
def projects(site: Site) -> dict[str, int]:
    facts = site.stage("formats")
    site.start("web")
    site.start("worker")
    site.wait(site.is_ready)
    return facts


def span(text: str, words: str, label: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "label": label, "text": words}


def edges_of(page: Page, words: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return where these words begin and end on the screen."""
    left, right, top, bottom = page.evaluate(
        """words => {
          const walker = document.createTreeWalker(document.querySelector(".work-text"), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at); range.setEnd(node, at + words.length);
            const box = range.getBoundingClientRect();
            return [box.left, box.right, box.top, box.bottom];
          }
        }""",
        words,
    )
    middle = (top + bottom) / 2
    return (left + 1, middle), (right - 1, middle)


def test_a41_c20_spans_of_a_conll_file_are_corrected_and_come_out_with_equal_offsets(
    person, projects, site, tmp_path
):
    project = projects["spans"]
    given = [
        [span(TEXTS[0], "김민수", "PS"), span(TEXTS[0], "서울", "LC")],
        [span(TEXTS[1], NFD, "LC")],
        [span(TEXTS[2], "이영희", "PS")],
    ]
    file = tmp_path / "given.conll"
    rows = zip(TEXTS, given, strict=True)
    file.write_text("".join(write_conll(f"s{n}", *row) for n, row in enumerate(rows)), encoding="utf-8")
    boss: Person = person("boss")
    bring(boss.page, project, file, "conll")
    annotator: Person = person("annotator1")
    page = annotator.page
    page.goto(f"/projects/{project}/work/")
    taken(page)
    submitted(page, site, project, "spans", 1)
    taken(page)  # the label was wrong
    page.keyboard.press("Tab")
    page.keyboard.press("1")
    submitted(page, site, project, "spans", 2)
    taken(page)  # one is missing
    drag(page, *edges_of(page, "대전"))
    page.keyboard.press("2")
    submitted(page, site, project, "spans", 3)
    wanted = [given[0], [span(TEXTS[1], NFD, "PS")], [*given[2], span(TEXTS[2], "대전", "LC")]]
    assert stored(site, project, "spans") == wanted
    release = site.stage("released")[str(project)]
    out = handed_out(boss.page, release, "conll").decode()
    back = list(read_conll(io.StringIO(out, newline="\n"), joined_by=" "))
    assert sorted((one.id, one.text, one.spans) for one in back) == [
        (f"s{n}", text, marks) for n, (text, marks) in enumerate(zip(TEXTS, wanted, strict=True))
    ]
    assert annotator.complaints == boss.complaints == []


def test_boxes_of_voc_and_coco_are_corrected_and_come_out_the_same_in_both(person, projects, site, tmp_path):
    project = projects["boxes"]
    names = ["a.png", "b.png"]
    coco = b"".join(write_coco([Frame("b.png", *SIZE, BOXES)], "boxes", ["PS", "LC"]))
    sets = {
        "voc": {"images/a.png": image(size=SIZE), "labels/a.xml": write_voc(Frame("a.png", *SIZE, BOXES))},
        "coco": {"images/b.png": image(size=SIZE), "annotations/instances.json": coco},
    }
    boss: Person = person("boss")
    annotator: Person = person("annotator1")
    page = annotator.page
    for number, (form, files) in enumerate(sets.items(), 1):
        file = tmp_path / f"{form}.zip"
        file.write_bytes(zipped(files))
        bring(boss.page, project, file, form)
        page.goto(f"/projects/{project}/work/")
        taken(page)
        page.keyboard.press("Tab")
        page.keyboard.press("ArrowRight")
        submitted(page, site, project, "boxes", number)
    moved = [{**BOXES[0], "x": 21}, BOXES[1]]
    assert stored(site, project, "boxes") == [moved, moved]
    release = site.stage("released")[str(project)]
    with zipfile.ZipFile(io.BytesIO(handed_out(boss.page, release, "voc"))) as archive:
        assert read_voc(archive.read("Annotations/images/b.xml"), SIZE) == moved
    found = read_coco(handed_out(boss.page, release, "coco"))
    assert [coco_marks(found, found.images[f"images/{name}"], "boxes", SIZE) for name in names[1:]] == [moved]
    assert annotator.complaints == boss.complaints == []


def test_segments_of_rttm_are_confirmed_and_come_out_with_equal_times(person, projects, site, tmp_path):
    project = projects["segments"]
    lines = "".join(
        f"SPEAKER strip 1 {one['start']} {one['end'] - one['start']:.3f} <NA> <NA> {one['label']} <NA> <NA>\n"
        for one in SEGMENTS
    )
    file = tmp_path / "strip.zip"
    file.write_bytes(zipped({"strip.wav": recording(1.0), "strip.rttm": lines.encode()}))
    boss: Person = person("boss")
    bring(boss.page, project, file, "rttm")
    page = person("annotator1").page
    page.goto(f"/projects/{project}/work/")
    taken(page)
    submitted(page, site, project, "segments", 1)
    release = site.stage("released")[str(project)]
    found = read_rttm(handed_out(boss.page, release, "rttm").decode())
    assert fitted(found["strip"], 1.0) == SEGMENTS
