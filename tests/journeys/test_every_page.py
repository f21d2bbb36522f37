"""Every page that a role can reach by following links: it answers, fits, complains of nothing and is accessible."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from overview.services.demo import CAST, PASSWORD
from tests.journeys.people import Person, password_of
from tests.journeys.running import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: every pair of language, width and theme occurs
LOOKS = [
    ("en-US", 1366, "light"),
    ("ko-KR", 390, "light"),
    ("ko-KR", 1366, "dark"),
    ("en-US", 390, "dark"),
]
OTHERS = ["auditor", "data_engineer", "legal", "finance"]
#: a file to download, and the page about an API for programs
NO_PAGES = re.compile(r"/(download|sample|refused|export)/|/document\.(html|pdf)$|^/api/")
NUMBER = re.compile(r"\d+")
SERIOUS = {"serious", "critical"}
LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.href)"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Look:
    """How somebody sees the site."""

    locale: str
    width: int
    theme: str

    def traits(self) -> dict[str, object]:
        height = 768 if self.width > 600 else 844
        viewport = {"width": self.width, "height": height}
        return {"locale": self.locale, "viewport": viewport, "color_scheme": self.theme}


@pytest.fixture(scope="module")
def demo(site: Site) -> Iterator[None]:
    site.stage("demo")
    site.start("web")
    return


def test_every_page_of_the_manager_is_sound_in_every_look(person, demo):
    first, *others = (person("mina", PASSWORD, **Look(*look).traits()) for look in LOOKS)
    pages, problems = explore(first)
    for number, mina in enumerate(others):
        problems += [problem for path in pages for problem in look_at(mina, path, with_axe=number == 0)]
    assert problems == []
    assert len(pages) >= 25


@pytest.mark.parametrize(
    "username", [*(name for name in CAST if name not in ("mina", "sora", "alex")), *OTHERS]
)
def test_every_page_of_each_other_role_is_sound(person, demo, username):
    password = PASSWORD if username in CAST else password_of(username)
    wide, narrow = (person(username, password, **Look(*look).traits()) for look in LOOKS[2:])
    pages, problems = explore(wide)
    problems += [problem for path in pages for problem in look_at(narrow, path, with_axe=False)]
    assert problems == []
    assert len(pages) >= 3


@pytest.mark.parametrize("look", LOOKS[:2])
def test_the_pages_before_signing_in_are_sound(person, demo, look):
    stranger = person(**Look(*look).traits())
    for path in ("/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"):
        assert look_at(stranger, path, with_axe=True) == []


def test_a_stage_can_be_opened_while_the_states_of_the_path_arrive(person, demo):
    page: Page = person("mina", PASSWORD).page
    held: list[Route] = []
    page.route("**/board/?here=*", lambda route: held.append(route))
    page.goto("/projects/")
    page.locator("main th a").first.click()
    stage = page.get_by_role("navigation", name="The twelve stages").get_by_role("link", name="12")
    stage.hover()
    page.mouse.down()
    held[0].continue_()
    expect(page.locator(".path .step[class*=is-]")).to_have_count(12)
    page.mouse.up()
    expect(page.locator(".path a[aria-current]")).to_contain_text("12")


def explore(person: Person) -> tuple[list[str], list[str]]:
    """Follow links from the first page; return one address for each kind of page, and what is wrong there."""
    found: dict[str, str] = {}
    problems: list[str] = []
    waiting = ["/"]
    while waiting:
        path = waiting.pop(0)
        kind = NUMBER.sub("0", path)
        if kind in found or NO_PAGES.search(path):
            continue
        found[kind] = path
        problems += look_at(person, path, with_axe=True)
        links = [urlsplit(link) for link in person.page.evaluate(LINKS)]
        waiting += [link.path for link in links if link.netloc == urlsplit(person.page.url).netloc]
    return list(found.values()), problems


def look_at(person: Person, path: str, *, with_axe: bool) -> list[str]:
    """Return what is wrong with this page, as sentences."""
    page = person.page
    person.complaints.clear()
    answer = page.goto(path)
    if path.endswith("/work/"):
        expect(page.locator(".work-text").first).to_be_attached()
    assert answer is not None
    problems = [] if answer.status == 200 else [f"status {answer.status}"]
    if sideways := page.evaluate(OVERFLOW):
        problems.append(f"{sideways} px wider than the screen")
    problems += person.complaints
    return [f"{path}: {problem}" for problem in problems + (barriers(page) if with_axe else [])]


def barriers(page: Page) -> list[str]:
    """Return the serious and critical findings of axe."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{finding['id']} at {finding['nodes'][0]['target']}"
        for finding in found
        if finding["impact"] in SERIOUS
    ]
