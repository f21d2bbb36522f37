"""From an empty site to a release in the client's hands: seven people, each at a browser of their own."""

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from delivery.domain.verify import verify_archive
from tests.journeys.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REVIEWS = {
    "r1": ("정말 오랜만에 울면서 웃었다. 최고의 영화.", "Positive"),
    "r2": ("두 시간이 아깝다. 각본이 형편없다.", "Negative"),
    "r3": ("배우들의 연기가 모든 장면을 살린다.", "Positive"),
    "r4": ("광고만 요란하고 내용은 없다.", "Negative"),
    "r5": ("그냥 그랬다. 나쁘지도 좋지도 않다.", "Negative"),
    "r6": ("가족과 함께 보기 좋은 따뜻한 이야기.", "Positive"),
}
DISPUTED = REVIEWS["r5"][0]
KEYS = {"Positive": "1", "Negative": "2"}
SECTIONS = {
    "overview": "Does the writer **like** the film?",
    "label_scheme": "Two labels. Judge the writer, not the film.",
    "procedure": "1. Read it all.\n2. Press one key.",
    "afterwards": "Answers are compared; a reviewer decides where they differ.",
}


def test_a_project_goes_from_an_empty_site_to_a_verified_release(person, site, tmp_path):
    site.stage("manager")
    site.start("web")
    site.start("worker")
    site.wait(site.is_ready)
    manager: Person = person("mina")
    home = create_project(manager.page)
    lawyer = add_member(manager.page, home, "leo", "legal")
    source = add_source(manager.page, home)
    approve_source(person("leo", lawyer).page, source)
    import_reviews(manager.page, home, tmp_path)
    publish_schema(manager.page, home)
    publish_guideline(manager.page, home)
    logins = {
        name: add_member(manager.page, home, name, role)
        for name, role in [
            ("joon", "annotator"),
            ("sora", "annotator"),
            ("alex", "annotator"),
            ("hana", "reviewer"),
            ("chris", "client"),
        ]
    }
    batch = open_batch(manager.page, home)
    for name in ("joon", "sora", "alex"):
        label_everything(person(name, logins[name]).page, odd_one=name == "alex")
    compute_agreement(manager.page, batch)
    settle_dispute(person("hana", logins["hana"]).page)
    release = freeze_release(manager.page, home)
    archive, promised = download(person("chris", logins["chris"]).page, release, tmp_path)
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == promised
    assert verify_archive(archive).ok
    assert manager.complaints == []


def create_project(page: Page) -> str:
    """Open a project and return the address of its page."""
    page.goto("/projects/")
    page.get_by_role("link", name="New project").click()
    page.get_by_label("Name").fill("영화평 감성")
    page.get_by_role("button", name="Open the project").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("영화평 감성")
    return page.url


def add_source(page: Page, home: str) -> str:
    """Say where the reviews come from and return the address of the source."""
    page.goto(f"{home}sources/new/")
    page.get_by_label("Name", exact=True).fill("관객 설문")
    page.get_by_label("Licence", exact=True).select_option("CC-BY-4.0")
    page.get_by_role("button", name="Save and ask for review").click()
    expect(page.get_by_text("Waits for legal review")).to_be_visible()
    return page.url


def approve_source(page: Page, source: str) -> None:
    """Read what is stated and approve it."""
    page.get_by_role("link", name="Review the source").click()
    expect(page).to_have_url(source)
    page.get_by_label("Approved", exact=True).check()
    page.get_by_role("button", name="Record the review").click()
    expect(page.locator(".tag-success")).to_have_text("Approved")


def import_reviews(page: Page, home: str, folder: Path) -> None:
    """Upload a CSV of which one row has no text, and read the report."""
    lines = [f'{name},"{text}"' for name, (text, _label) in REVIEWS.items()]
    file = folder / "영화평.csv"
    file.write_text("\n".join(["id,text", *lines, "r7,", ""]), encoding="utf-8")
    page.goto(f"{home}items/upload/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload and look at it").click()
    expect(page.get_by_role("cell", name=DISPUTED)).to_be_visible()
    page.get_by_label("Import the good rows and list the others").check()
    page.get_by_role("button", name="Start the import").click()
    expect(page.get_by_text(f"Items imported: {len(REVIEWS)}")).to_be_visible(timeout=20_000)
    expect(page.get_by_text(f"Rows refused: 1 of {len(REVIEWS) + 1}")).to_be_visible()


def publish_schema(page: Page, home: str) -> None:
    """Ask one question with two labels."""
    page.goto(f"{home}schema/draft/")
    page.get_by_label("What is asked").fill("How does the writer feel?")
    for place, title in enumerate(KEYS):
        page.fill(f"[name=fields-0-labels-{place}-title]", title)
        page.fill(f"[name=fields-0-labels-{place}-help]", f"The writer feels {title.lower()}.")
    page.locator("form .actions").last.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()


def publish_guideline(page: Page, home: str) -> None:
    """Write what the labels mean, with examples."""
    page.goto(f"{home}guideline/draft/")
    for section, text in SECTIONS.items():
        page.fill(f"textarea[name={section}]", text)
    for place, title in enumerate(KEYS):
        page.fill(f"[name=entries-{place}-definition]", f"The writer feels {title.lower()}.")
        for part in ("examples", "counter_examples"):
            page.fill(f"[name=entries-{place}-{part}]", f"An example of {part} for {title}.")
    page.locator("main form .actions button").last.click()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()


def add_member(page: Page, home: str, name: str, role: str) -> str:
    """Make an account and return its first password."""
    page.goto(f"{home}members/")
    form = page.locator("form[action$='/members/create/']")
    form.locator("[name=create-username]").fill(name)
    form.locator("[name=create-full_name]").fill(name.title())
    form.locator("[name=create-role]").select_option(role)
    form.get_by_role("button").click()
    told = page.locator(".note-success code")
    expect(told).to_have_count(2)
    expect(told.first).to_have_text(name)
    return told.last.inner_text()


def open_batch(page: Page, home: str) -> str:
    """Open a batch over everything, three answers each, and return the address of its page."""
    page.goto(f"{home}batches/new/")
    page.get_by_label("Name").fill("Main")
    page.get_by_label("Overlap").fill("3")
    page.get_by_role("button", name="Open the batch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Main")
    expect(page.get_by_text(f"0 of {3 * len(REVIEWS)}")).to_be_visible()
    return page.url


def label_everything(page: Page, *, odd_one: bool) -> None:
    """Label every item with one key each; the odd one reads one review differently."""
    page.get_by_role("link", name="Read and confirm").click()
    page.get_by_role("button", name="I have read it").click()
    answers = dict(REVIEWS.values())
    if odd_one:
        answers[DISPUTED] = "Positive"
    text = page.locator(".part-text")
    for number in range(len(REVIEWS)):
        expect(text).to_be_visible()
        page.keyboard.press(KEYS[answers[text.inner_text()]])
        expect(page.locator(".work-count")).to_have_text(re.compile(f"^{number + 1} of "))
    expect(page.locator(".work-count")).to_have_text(f"{len(REVIEWS)} of {len(REVIEWS)}")
    expect(page.get_by_role("heading", name="Nothing left to label. Thank you.")).to_be_visible()
    page.locator(".work-empty").get_by_role("link", name="Leave").click()
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()


def compute_agreement(page: Page, batch: str) -> None:
    """Compute and read the figures: five items of six with one voice."""
    page.goto(f"{batch}quality/")
    page.get_by_role("button", name="Compute now").click()
    expect(page.get_by_role("term").filter(has_text="Krippendorff's alpha, nominal")).to_be_visible(
        timeout=20_000
    )
    expect(page.get_by_text("items: 5", exact=False).first).to_be_visible()
    expect(page.get_by_role("link", name="Open disputes: 1")).to_be_visible()


def settle_dispute(page: Page) -> None:
    """Say something about the dispute, then decide it in the editor of the labelling screen."""
    page.get_by_role("link", name="Decide").click()
    page.get_by_role("link", name="Decide the next of 1").click()
    expect(page.get_by_text(DISPUTED)).to_be_visible()
    page.get_by_label("Your message").fill("Lukewarm is not praise.")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator("#discussion").get_by_text("Lukewarm is not praise.")).to_be_visible()
    page.get_by_role("radio", name="Negative").click()
    page.get_by_label("The guideline leaves it open").check()
    page.get_by_label("Why").fill("Neither good nor bad counts as negative here.")
    page.get_by_role("button", name="Decide and go on").click()
    expect(page.get_by_label("Why")).to_be_hidden()
    page.goto("/")
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()


def freeze_release(page: Page, home: str) -> str:
    """Freeze the batch and return the address of the release."""
    page.goto(f"{home}releases/")
    page.get_by_role("checkbox", name="Main").check()
    page.get_by_label("Note").fill("First delivery.")
    page.get_by_role("button", name="Freeze the release").click()
    expect(page.get_by_text("Ready", exact=True)).to_be_visible(timeout=20_000)
    return page.url


def download(page: Page, release: str, folder: Path) -> tuple[Path, str]:
    """Download as the client and return the archive and the checksum the page promises."""
    page.get_by_role("link", name="영화평 감성").first.click()
    page.get_by_role("navigation", name="The twelve stages").get_by_role("link", name="12").click()
    page.get_by_role("link", name="Release 1").first.click()
    expect(page).to_have_url(release)
    with page.expect_download() as arrived:
        page.get_by_role("link", name=re.compile("^Download")).click()
    archive = folder / arrived.value.suggested_filename
    arrived.value.save_as(archive)
    page.locator("[data-island=verify-file] input[type=file]").set_input_files(archive)
    expect(page.locator(".verify-outcome")).to_contain_text("It matches.")
    return archive, page.locator("code.break-all").first.inner_text()
