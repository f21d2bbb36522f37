"""Labelling over a bad network and in a browser that dies: what was answered is stored, and once."""

import contextlib
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.journeys.people import Person
from tests.journeys.proxy import Fault, Proxy
from tests.journeys.running import Site
from tests.journeys.test_labelling_trouble import answer, open_screen, stored_by

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAVED = re.compile(r"Saved \d\d:\d\d:\d\d")
#: what the screen would do without a key of its own for each answer
NEW_KEY_EACH_TIME = """() => {
  const real = window.fetch;
  window.fetch = (url, options) => {
    if (options?.headers?.["Idempotency-Key"])
      options.headers["Idempotency-Key"] = `another-${Math.random()}`;
    return real(url, options);
  };
}"""


@pytest.fixture(scope="module")
def projects(site: Site) -> dict[str, int]:
    facts = site.stage("labelling")
    site.start("web")
    return facts


@pytest.fixture
def proxy(site: Site, projects: dict[str, int]) -> Iterator[Proxy]:
    proxy = Proxy(site.port)
    yield proxy
    proxy.stop()


@pytest.fixture
def through(browser: Browser, proxy: Proxy) -> Iterator[Callable[[str], Person]]:
    """Return `through(username)`: that person, signed in, with the proxy between them and the site."""
    met: list[Person] = []

    def meet(username: str) -> Person:
        there: Any = SimpleNamespace(url=proxy.url)
        one = Person(browser, there, locale="en-US", viewport={"width": 1366, "height": 768})
        met.append(one)
        one.sign_in(username)
        return one

    yield meet
    for one in met:
        one.browser.close()


def fault_once(fault: Fault) -> Callable[[str], Fault | None]:
    """Return a choice that lets the first submit meet the fault, and nothing else."""
    left = [fault]
    return lambda line: left.pop() if "/submit/" in line and left else None


def said(page: Page) -> Any:
    return page.locator(".work-status")


@pytest.mark.parametrize(
    ("fault", "username"),
    [
        (Fault.CUT_BEFORE, "annotator1"),
        (Fault.CUT_AFTER, "annotator2"),
        (Fault.CUT_WITHIN, "annotator3"),
    ],
)
def test_b18_an_answer_whose_connection_is_cut_is_sent_again_and_stored_once(
    through, proxy, projects, site, fault, username
):
    page = through(username).page
    open_screen(page, f"/projects/{projects['one']}/work/")
    proxy.choose = fault_once(fault)
    text = answer(page, "1")
    expect(said(page)).to_contain_text("Not saved yet, will retry. 1 waiting, kept on this device.")
    expect(said(page)).to_contain_text(SAVED, timeout=15_000)
    assert proxy.met == [fault]
    assert stored_by(site, username) == [(username, text, "pos", 1)]


def test_b18_without_the_same_key_the_answer_meets_itself(through, proxy, projects, site):
    """The twin of the test above: what the key is for."""
    page = through("annotator4").page
    page.add_init_script(f"({NEW_KEY_EACH_TIME})()")
    open_screen(page, f"/projects/{projects['one']}/work/")
    proxy.choose = fault_once(Fault.CUT_AFTER)
    answer(page, "1")
    expect(page.locator(".needs")).to_contain_text("This item was answered in another window", timeout=15_000)


def test_b18_a_request_that_nobody_answers_is_given_up_and_sent_again(through, proxy, projects, site):
    page = through("annotator5").page
    open_screen(page, f"/projects/{projects['one']}/work/")
    proxy.choose = fault_once(Fault.SWALLOW)
    text = answer(page, "2")
    expect(said(page)).to_contain_text("Saving…")
    expect(said(page)).to_contain_text(SAVED, timeout=45_000)
    assert stored_by(site, "annotator5") == [("annotator5", text, "neg", 1)]


def test_b19_a_slow_link_that_loses_every_third_answer_saves_all_once(through, proxy, projects, site):
    page = through("annotator6").page
    open_screen(page, f"/projects/{projects['one']}/work/")
    seen = iter(range(10_000))
    proxy.delay = 0.2
    proxy.choose = lambda line: Fault.CUT_AFTER if "/submit/" in line and next(seen) % 3 == 0 else None
    given = []
    for _count in range(15):
        expect(page.locator(".part-text").first).to_be_visible(timeout=40_000)
        given.append(answer(page, "1"))
    expect(said(page)).to_contain_text(SAVED, timeout=60_000)
    Site.wait(lambda: len(stored_by(site, "annotator6")) >= len(given), within=60)
    assert sorted(row[1] for row in stored_by(site, "annotator6")) == sorted(given)
    assert len(proxy.met) >= 5


def test_b20_a_browser_tab_that_crashes_loses_no_draft(through, projects):
    annotator = through("annotator7")
    page = annotator.page
    open_screen(page, f"/projects/{projects['two']}/work/")
    text = page.locator(".part-text").first.inner_text()
    page.keyboard.press("3")
    expect(page.get_by_role("radio", name="Neutral")).to_be_checked()
    page.wait_for_timeout(100)
    with page.expect_event("crash"), contextlib.suppress(PlaywrightError):
        page.goto("chrome://crash", timeout=5_000)
    again = annotator.browser.new_page()
    open_screen(again, f"/projects/{projects['two']}/work/")
    expect(again.locator(".part-text").first).to_have_text(text)
    expect(again.get_by_role("radio", name="Neutral")).to_be_checked()
