"""What the labelling screen bears, in Chromium: a megabyte of text, a large image, an hour of sound."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.heavy import PASSWORD, USERNAME
from tests.conftest import chromium
from tests.journeys.running import ROOT, Site, fresh_folder

TURNS = 30
#: milliseconds from a key to the frame that shows what it did
WATCH_KEYS = """() => {
  globalThis.taken = [];
  addEventListener("keydown", () => {
    const begun = performance.now();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => taken.push(performance.now() - begun);
      port2.postMessage(0);
    });
  }, { capture: true });
}"""
#: milliseconds between frames while something moves
WATCH_FRAMES = """() => {
  globalThis.taken = [];
  let before = performance.now();
  const next = (now) => { taken.push(now - before); before = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
}"""


def measure_screen() -> dict[str, Any] | None:
    """Return the figures, pairs being median and p95 in milliseconds, or None where there is no Chromium."""
    browser_path = chromium()
    if browser_path is None:
        return None
    with tempfile.TemporaryDirectory(prefix="dmops-screen-") as folder:
        site = Site(Path(folder) / "var")
        fresh_folder(site.folder)
        place = site.surroundings | {"DJANGO_SETTINGS_MODULE": "dmops_platform.settings"}
        told = subprocess.check_output([sys.executable, "-m", "bench.heavy"], cwd=ROOT, env=place)
        projects: dict[str, int] = json.loads(told)
        site.start("web")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
                return _measure_all(browser, site, projects)
        finally:
            site.stop_all()


def _measure_all(browser: Browser, site: Site, projects: dict[str, int]) -> dict[str, Any]:
    page = browser.new_context(base_url=site.url, viewport={"width": 1366, "height": 768}).new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", USERNAME)
    page.fill("[name=password]", PASSWORD)
    page.click("main button.btn-primary")
    page.wait_for_load_state("networkidle")
    return {
        "text": _measure_text(page, projects["spans"]),
        "image": _measure_image(page, projects["boxes"]),
        "recording": _measure_recording(page, projects["segments"]),
    }


def _open(page: Page, project: int, shown: str) -> int:
    begun = time.perf_counter()
    page.goto(f"/projects/{project}/work/")
    page.locator(shown).first.wait_for()
    return round(1000 * (time.perf_counter() - begun))


def _measure_text(page: Page, project: int) -> dict[str, Any]:
    figures: dict[str, Any] = {"opened_ms": _open(page, project, ".span-cover")}
    page.wait_for_timeout(1_000)
    page.evaluate(WATCH_KEYS)
    keys = {
        "walk": ["Tab"],
        "move": ["ArrowRight"],
        "select": ["Space"],
        "mark": ["Space", "1"],
        "undo": ["Control+z"],
    }
    for name, presses in keys.items():
        page.evaluate("() => { taken.length = 0; }")
        for _turn in range(TURNS):
            for key in presses:
                page.keyboard.press(key)
                page.wait_for_timeout(80)
        taken = page.evaluate("taken")[len(presses) - 1 :: len(presses)]
        figures[f"{name}_ms"] = [_share(taken, 0.5), _share(taken)]
    return figures


def _measure_image(page: Page, project: int) -> dict[str, Any]:
    figures: dict[str, Any] = {"opened_ms": _open(page, project, ".image-marks .shape")}
    page.wait_for_function("() => document.querySelector('.image-layer img').complete")
    page.get_by_role("button", name="Closer").click(click_count=4)
    box = page.locator(".image-frame").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_timeout(500)
    page.mouse.down(button="middle")
    page.evaluate(WATCH_FRAMES)
    for turn in range(4 * TURNS):
        far = 120 * (turn % TURNS) / TURNS
        page.mouse.move(x - far, y - far / 2)
        page.wait_for_timeout(8)
    frames = page.evaluate("taken")
    page.mouse.up(button="middle")
    return figures | {"frame_ms": [_share(frames, 0.5), _share(frames)], "frames": len(frames)}


def _measure_recording(page: Page, project: int) -> dict[str, Any]:
    got: list[int] = []
    page.on(
        "response",
        lambda answer: (
            got.append(answer.status) if "/media/" in answer.url and "/peaks" not in answer.url else None
        ),
    )
    figures: dict[str, Any] = {"opened_ms": _open(page, project, "canvas.wave")}
    page.wait_for_function("() => document.querySelector('audio').readyState >= 1")
    seek = """() => new Promise((done) => {
      const audio = document.querySelector("audio");
      const begun = performance.now();
      audio.addEventListener("seeked", () => done(performance.now() - begun), { once: true });
      audio.currentTime = 1800;
    })"""
    figures["sought_ms"] = round(page.evaluate(seek))
    loaded = """() => [...Array(document.querySelector("audio").buffered.length).keys()]
      .map((place) => document.querySelector("audio").buffered)
      .reduce((all, ranges, place) => all + ranges.end(place) - ranges.start(place), 0)"""
    figures["buffered_seconds"] = round(page.evaluate(loaded))
    return figures | {"answers": sorted(set(got))}


def _share(milliseconds: list[float], share: float = 0.95) -> float | None:
    found = sorted(milliseconds)
    return round(found[min(len(found) - 1, int(share * len(found)))], 1) if found else None


def table(figures: dict[str, Any] | None) -> str:
    """Return the figures as lines of Markdown."""
    if figures is None:
        return "- screen: no Chromium here"
    return "\n".join(
        f"- screen, {what}: " + ", ".join(f"{name} {value}" for name, value in found.items())
        for what, found in figures.items()
    )


def main() -> int:
    """Measure the screen alone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dmops_platform.settings")
    print(table(measure_screen()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
