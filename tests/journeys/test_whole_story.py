"""From an empty site through twelve stages to an accepted release: ten people, each at a browser of their own."""

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


CREW = {
    "noah": "pm",
    "dana": "data_engineer",
    "leo": "legal",
    "joon": "annotator",
    "sora": "annotator",
    "alex": "annotator",
    "hana": "reviewer",
    "vera": "auditor",
    "chris": "client",
}
ANNOTATORS = ("joon", "sora", "alex")


def test_a_project_goes_through_twelve_stages_from_an_empty_site_to_an_accepted_release(
    person, site, tmp_path
):
    site.stage("manager")
    site.start("web")
    site.start("worker")
    site.wait(site.is_ready)
    mina: Person = person("mina")
    home = create_project(mina.page)
    logins = {name: add_member(mina.page, home, name, role) for name, role in CREW.items()}
    pages = {name: person(name, login).page for name, login in logins.items()}
    publish_brief(mina.page, home)
    for name in ("noah", "chris"):
        sign_brief(pages[name])
    source = add_source(pages["dana"], home)
    approve_source(pages["leo"], source)
    import_reviews(pages["dana"], home, tmp_path)
    clean(pages["dana"], home)
    publish_schema(mina.page, home)
    publish_guideline(mina.page, home)
    agree_pay(mina.page, home)
    pilot = open_batch(mina.page, home, "Pilot", size=2)
    for name in ANNOTATORS:
        acknowledge(pages[name])
        label_until(pages[name], 2)
    compute_agreement(mina.page, pilot, agreed=2, disputes=0)
    settle_pilot(mina.page, home)
    main = open_batch(mina.page, home, "Main", size=4)
    for name in ANNOTATORS:
        pages[name].goto(f"{home}work/")
        label_until(pages[name], len(REVIEWS), odd_one=name == "alex")
    compute_agreement(mina.page, main, agreed=3, disputes=1)
    settle_dispute(pages["hana"])
    audit(mina.page, pages["vera"], home)
    evaluate(mina.page, home)
    release = freeze_release(mina.page, home)
    archive, promised = download(pages["chris"], release, tmp_path)
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == promised
    assert verify_archive(archive).ok
    accept(pages["chris"])
    mina.page.goto(home)
    expect(mina.page.locator("#next-stage")).to_contain_text("All stages are passed.")
    assert mina.complaints == []


def create_project(page: Page) -> str:
    """Open a project and return the address of its page."""
    page.goto("/projects/")
    page.get_by_role("link", name="New project").click()
    page.get_by_label("Name").fill("영화평 감성")
    page.get_by_role("button", name="Open the project").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("영화평 감성")
    return page.url


def publish_brief(page: Page, home: str) -> None:
    """Say what is wanted, with one requirement that can be measured, and publish it."""
    page.goto(f"{home}brief/draft/")
    page.fill("[name=purpose]", "A model that tells how a review feels.")
    page.fill("[name=requirements-0-sentence]", "People agree")
    page.fill("[name=requirements-0-metric]", "agreement.alpha")
    page.select_option("[name=requirements-0-comparison]", ">=")
    page.fill("[name=requirements-0-threshold]", "0.4")
    page.fill("[name=plan-0-items]", str(len(REVIEWS)))
    page.fill("[name=plan-0-due_on]", "2099-12-31")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_text("Version 1 is published and waits for signatures.")).to_be_visible()


def sign_brief(page: Page) -> None:
    """Sign what waits for a signature on the first screen."""
    page.goto("/")
    page.get_by_role("link", name="Read and sign").click()
    page.get_by_role("button", name="Sign version 1").click()
    expect(page.get_by_text("You signed version 1.")).to_be_visible()


def add_source(page: Page, home: str) -> str:
    """Say where the reviews come from, as the first screen asks, and return the address of the source."""
    page.goto("/")
    page.get_by_role("link", name="Add a source").click()
    expect(page).to_have_url(f"{home}sources/new/")
    page.get_by_label("Name", exact=True).fill("관객 설문")
    page.get_by_label("Licence", exact=True).select_option("CC-BY-4.0")
    page.get_by_role("button", name="Save and ask for review").click()
    expect(page.get_by_text("Waits for legal review")).to_be_visible()
    return page.url


def approve_source(page: Page, source: str) -> None:
    """Read what is stated and approve it."""
    page.goto("/")
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


def clean(page: Page, home: str) -> None:
    """Publish a recipe of two steps and run it."""
    page.goto(f"{home}recipe/draft/")
    for step in ("Repair encoding", "Mask personal data"):
        if step != "Repair encoding":
            page.locator("summary", has_text="Add a step").click()
        page.get_by_role("button", name=step, exact=True).click()
        expect(page.locator("legend", has_text=step)).to_be_visible()
    page.get_by_role("button", name="Publish version 1").click()
    page.get_by_role("button", name="Run the recipe").click()
    expect(page.get_by_text(f"Items decided: {len(REVIEWS)}")).to_be_visible(timeout=20_000)


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


def agree_pay(page: Page, home: str) -> None:
    """Set what an hour may bring at least, and what it brings in the pilot and in the main work."""
    page.goto(f"{home}pay/")
    page.fill("[name=floor-amount]", "10320")
    page.select_option("[name=floor-currency]", "KRW")
    page.fill("[name=floor-valid_from]", "2020-01-01")
    page.fill("[name=floor-valid_until]", "2099-12-31")
    page.fill("[name=floor-source]", "Made for this story")
    page.locator("form:has([name=floor-amount]) button").click()
    for phase in ("pilot", "main"):
        summary = page.locator("details:has([name=terms-amount]) summary")
        if not page.locator("[name=terms-amount]").is_visible():
            summary.click()
        page.select_option("[name=terms-phase]", phase)
        page.select_option("[name=terms-unit]", label="Per hour of work")
        page.fill("[name=terms-amount]", "12000")
        page.select_option("[name=terms-currency]", "KRW")
        page.locator("form:has([name=terms-amount]) button").click()
        expect(page.locator("[aria-labelledby=terms] tbody tr")).to_have_count(1 + (phase == "main"))


def open_batch(page: Page, home: str, name: str, *, size: int) -> str:
    """Open a batch, pilot or main, three answers an item, and return the address of its page."""
    page.goto(f"{home}batches/new/")
    page.get_by_label("Name").fill(name)
    page.select_option("[name=phase]", name.lower())
    page.fill("[name=size]", str(size))
    page.get_by_label("Overlap").fill("3")
    page.get_by_role("button", name="Open the batch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_text(f"0 of {3 * size}")).to_be_visible()
    return page.url


def acknowledge(page: Page) -> None:
    """Read the guideline that the first screen asks to read; the first item follows."""
    page.goto("/")
    page.get_by_role("link", name="Read and confirm").click()
    page.get_by_role("button", name="I have read it").click()


def label_until(page: Page, total: int, *, odd_one: bool = False) -> None:
    """Label with one key an item until this many are done; the odd one reads one review differently."""
    answers = dict(REVIEWS.values())
    if odd_one:
        answers[DISPUTED] = "Positive"
    text, count = page.locator(".part-text"), page.locator(".work-count")
    expect(text).to_be_visible()
    for number in range(int(count.inner_text().split()[0]), total):
        expect(text).to_be_visible()
        page.keyboard.press(KEYS[answers[text.inner_text()]])
        expect(count).to_have_text(f"{number + 1} of {total}")
    expect(page.get_by_role("heading", name="Nothing left to label. Thank you.")).to_be_visible()
    page.locator(".work-empty").get_by_role("link", name="Leave").click()
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()


def compute_agreement(page: Page, batch: str, *, agreed: int, disputes: int) -> None:
    """Compute and read the figures: how many items have one voice, and how many are disputed."""
    page.goto(f"{batch}quality/")
    page.get_by_role("button", name="Compute now").click()
    expect(page.get_by_role("term").filter(has_text="Krippendorff's alpha, nominal")).to_be_visible(
        timeout=20_000
    )
    expect(page.get_by_text(f"items: {agreed}", exact=False).first).to_be_visible()
    expect(page.get_by_role("link", name=f"Open disputes: {disputes}")).to_be_visible()


def settle_pilot(page: Page, home: str) -> None:
    """Confirm the guideline after the pilot and choose the people for the main work."""
    page.goto(f"{home}pilot/")
    confirming = page.locator("details", has_text="Confirm it as it is")
    confirming.locator("summary").click()
    confirming.locator("textarea").fill("Nobody read it differently.")
    confirming.locator("form button").click()
    for place in range(len(ANNOTATORS)):
        page.locator("[name=people]").nth(place).check()
    page.get_by_role("button", name="Choose these people").click()
    expect(page.locator("[name=people]:checked")).to_have_count(len(ANNOTATORS))


def settle_dispute(page: Page) -> None:
    """Say something about the dispute, then decide it in the editor of the labelling screen."""
    page.goto("/")
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


def audit(manager: Page, auditor: Page, home: str) -> None:
    """Draw a sample; the auditor finds it right, judges the dimensions and signs."""
    manager.goto(f"{home}audits/")
    for name in ("Pilot", "Main"):
        manager.get_by_role("checkbox", name=name).check()
    manager.get_by_text("How the items are drawn").click()
    manager.fill("[name=size]", "3")
    manager.get_by_role("button", name="Draw the sample").click()
    expect(manager.get_by_role("heading", level=1)).to_contain_text("Audit 1")
    auditor.goto("/")
    auditor.get_by_role("link", name="Audit", exact=True).click()
    home_of_audit = auditor.url
    auditor.get_by_role("link", name="Judge the next item").click()
    for _item in range(3):
        judged = auditor.url
        auditor.locator("[name=conforms][value=yes]").check()
        auditor.get_by_role("button", name="Judge and go on").click()
        expect(auditor).not_to_have_url(judged)
    auditor.goto(home_of_audit)
    for place in range(auditor.locator("form:has([name=dimension])").count()):
        form = auditor.locator("form:has([name=dimension])").nth(place)
        form.locator("[name=has_concern][value=no]").check()
        form.locator("textarea").fill("The evidence is sound.")
        form.locator("button").click()
        auditor.wait_for_load_state()
    for place in range(auditor.locator("form:has([name=question])").count()):
        form = auditor.locator("form:has([name=question])").nth(place)
        form.locator("[name=verdict][value=met]").check()
        form.locator("textarea").fill("The figures are sound.")
        form.locator("button").click()
        auditor.wait_for_load_state()
    form = auditor.locator("form:has([name=is_signed])")
    form.locator("[value=yes]").check()
    form.locator("textarea").fill("I looked at the sample.")
    form.locator("button").click()
    expect(auditor.locator("form:has([name=is_signed])")).to_have_count(0)


def evaluate(page: Page, home: str) -> None:
    """Evaluate; six reviews are too few, which is said, and the gate is passed by hand with the reason."""
    page.goto(f"{home}evaluation/")
    page.get_by_role("button", name="Evaluate now").click()
    expect(page.get_by_text("It cannot be measured yet:")).to_be_visible(timeout=30_000)
    expect(page.locator("main")).to_have_count(1)
    page.goto(f"{home}board/")
    stage = page.locator("#stage-11")
    stage.locator("summary").click()
    stage.locator("textarea").fill("Six reviews cannot teach a model.")
    stage.locator("form button").click()
    expect(page.locator("#stage-11.is-by_hand")).to_be_visible()


def freeze_release(page: Page, home: str) -> str:
    """Freeze both batches and return the address of the release."""
    page.goto(f"{home}releases/")
    for name in ("Pilot", "Main"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_label("Note").fill("First delivery.")
    page.get_by_role("button", name="Freeze the release").click()
    expect(page.get_by_text("Ready", exact=True)).to_be_visible(timeout=20_000)
    return page.url


def download(page: Page, release: str, folder: Path) -> tuple[Path, str]:
    """Download as the client and return the archive and the checksum the page promises."""
    page.goto("/")
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


def accept(page: Page) -> None:
    """Accept the release, with a word on each requirement."""
    page.get_by_role("button", name="Accept the release").click()
    expect(page.get_by_role("button", name="Accept the release")).to_have_count(0)
