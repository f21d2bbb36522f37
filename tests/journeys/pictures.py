"""`make screenshots`: the story in pictures, from the demo, for README and docs."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from tests.conftest import chromium
from tests.journeys.people import Person
from tests.journeys.running import ROOT, Site, fresh_folder

FOLDER = ROOT / "docs" / "pictures"
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


#: the projects of the demo by what they are about, in each language
PROJECTS = {
    "film": ("Film reviews", "영화평 감성"),
    "letters": ("Try it: letters to a shop", "체험: 가게에 온 편지"),
    "names": ("Try it: names in the news", "체험: 기사 속 이름"),
    "harbour": ("Try it: a harbour from above", "체험: 위에서 본 항구"),
    "sounds": ("Try it: sounds of a harbour", "체험: 항구의 소리"),
}


class Picture(NamedTuple):
    """One picture: its name, who looks, at which page of the project, and what they do before it is taken."""

    name: str
    who: str
    page: str
    before: Callable[[Person], None] | None = None
    viewport: dict[str, int] = WIDE
    theme: str = "light"
    project: str = "film"


def _wait_for_work(person: Person) -> None:
    person.page.locator(".work-text").first.wait_for()


def _settle(person: Person) -> None:
    person.page.locator(".work-field").first.wait_for()
    person.page.wait_for_timeout(1_000)


def _open_guideline(person: Person) -> None:
    _wait_for_work(person)
    person.page.keyboard.press("g")


def _first_link(part: str) -> Callable[[Person], None]:
    """Return a deed: follow the first link of the page whose address has this part."""

    def follow(person: Person) -> None:
        person.page.locator(f"main a[href*='{part}']").first.click()
        person.page.wait_for_load_state("networkidle")

    return follow


PICTURES = (
    Picture("my-work", "mina", "/"),
    Picture("stages", "mina", "/projects/{project}/board/"),
    Picture("schema", "mina", "/projects/{project}/schema/"),
    Picture("labelling", "joon", "/projects/{project}/work/", _wait_for_work, project="letters"),
    Picture(
        "labelling-guideline",
        "joon",
        "/projects/{project}/work/",
        _open_guideline,
        theme="dark",
        project="letters",
    ),
    Picture("labelling-phone", "joon", "/projects/{project}/work/", _wait_for_work, PHONE, project="letters"),
    Picture("labelling-names", "joon", "/projects/{project}/work/", _wait_for_work, project="names"),
    Picture("labelling-image", "joon", "/projects/{project}/work/", _settle, project="harbour"),
    Picture("labelling-sound", "joon", "/projects/{project}/work/", _settle, project="sounds"),
    Picture("agreement", "mina", "/projects/{project}/batches/", _first_link("/batches/")),
    Picture("dispute", "hana", "/projects/{project}/disputes/", _first_link("/disputes/")),
)


def main() -> int:
    """Take every picture in English and Korean; return 0."""
    browser_path = chromium()
    if browser_path is None:
        print("No Chromium here: install one or set CHROMIUM.")
        return 1
    with tempfile.TemporaryDirectory(prefix="dmops-pictures-") as folder:
        site = Site(Path(folder) / "var")
        fresh_folder(site.folder)
        password = site.stage("demo")["password"]
        site.start("web")
        try:
            _take_all(site, browser_path, password)
        finally:
            site.stop_all()
    return 0


def _take_all(site: Site, browser_path: str, password: str) -> None:
    numbers = dict(site.rows("SELECT name, id FROM projects_project"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for place, (language, locale) in enumerate((("en", "en-US"), ("ko", "ko-KR"))):
            for picture in PICTURES:
                traits = {"locale": locale, "viewport": picture.viewport, "color_scheme": picture.theme}
                person = Person(browser, site, **traits)
                person.sign_in(picture.who, password)
                _take(person, picture, numbers[PROJECTS[picture.project][place]], FOLDER / language)
                person.browser.close()
        browser.close()


def _take(person: Person, picture: Picture, project: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    person.page.goto(picture.page.format(project=project))
    person.page.wait_for_load_state("networkidle")
    if picture.before:
        picture.before(person)
    person.page.screenshot(path=folder / f"{picture.name}.png")
    print(f"docs/pictures/{folder.name}/{picture.name}.png")


if __name__ == "__main__":
    sys.exit(main())
