"""A19, A21: hostile text in every field, then every page as every role: it stays text."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from tests.architecture.addresses import addresses
from tests.architecture.builders import ids
from tests.architecture.hostile import CANARY, HostileWorld
from tests.architecture.policy import POLICY
from tests.architecture.visits import ask, body_of, few_words, one_schema, session_of

pytestmark = pytest.mark.django_db

LEADING = {"href", "src", "action", "formaction", "xlink:href", "hx-get", "hx-post", "data"}
PAGES = [one for one in addresses() if one.name in POLICY and POLICY[one.name].get]
#: pages on which somebody reads what others typed
SHOWING = {
    "overview:home",
    "projects:project_list",
    "projects:project_page",
    "projects:member_list",
    "projects:activity_list",
    "sourcing:source_list",
    "sourcing:source_page",
    "sourcing:change_source",
    "sourcing:upload",
    "sourcing:item_list",
    "sourcing:item_page",
    "sourcing:preview_page",
    "sourcing:import_page",
    "guidelines:schema_page",
    "guidelines:schema_version_page",
    "guidelines:schema_draft_page",
    "guidelines:guideline_page",
    "guidelines:guideline_version_page",
    "guidelines:guideline_draft_page",
    "annotators:question_list",
    "annotators:question_page",
    "labeling:work_page",
    "labeling:batch_list",
    "labeling:batch_page",
    "labeling:open_batch",
    "verification:quality_page",
    "verification:dispute_list",
    "verification:dispute_page",
    "delivery:release_list",
    "delivery:release_page",
    "token_list",
}


class Reader(HTMLParser):
    """Reads a page as a browser does and keeps what in it would run or lead astray."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.data: list[str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        facts = dict(attributes)
        self.found += [f"{tag} with {name}" for name in facts if name.startswith("on")]
        self.found += [
            f"{tag} leads to {value}"
            for name, value in attributes
            if name in LEADING and (value or "").strip().lower().startswith("javascript:")
        ]
        if tag == "img" and facts.get("src") == "x":
            self.found.append("the image")
        if tag == "script" and "src" not in facts:
            self.data = []

    def handle_data(self, data: str) -> None:
        if self.data is not None:
            self.data.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.data is not None:
            self._read_json("".join(self.data))
            self.data = None

    def _read_json(self, text: str) -> None:
        try:
            json.loads(text)
        except json.JSONDecodeError:
            self.found.append(f"a script: {text[:40]}")


def running_in(page: str) -> list[str]:
    """Return what in a page is more than text."""
    reader = Reader()
    reader.feed(page)
    evaluated = ["a template that was evaluated"] if "canary49" in page or "'49<" in page else []
    return reader.found + evaluated


def _pages(world: HostileWorld) -> Iterator[tuple[str, str, str]]:
    """Yield address, role and text of every HTML page that opens."""
    for role, person in world.people.items():
        session = session_of(person)
        for one in PAGES:
            answer = ask(one, "get", session, ids(one.name, one.keywords, world))
            assert answer.status_code != 500, (one.name, role)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                yield one.name, role, body_of(answer).decode()


def test_a19_hostile_text_stays_text_on_every_page_for_every_role():
    with few_words(), one_schema():
        pages = list(_pages(HostileWorld()))
    running = [f"{name} as {role}: {found}" for name, role, page in pages for found in running_in(page)]
    assert not running
    assert {name for name, _role, page in pages if "canary" in page} >= SHOWING


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{CANARY}</p>",
        f'<input value="{CANARY}">',
        f'<script type="application/json">{{"a": "{CANARY}"}}</script>',
        '<a href=" JavaScript:c()">x</a>',
        "<p>canary'49</p><p>'49</p>",
    ],
    ids=["text", "attribute", "json", "link", "template"],
)
def test_a19_the_reader_sees_text_that_became_code(page):
    assert running_in(page)


def test_a19_the_reader_lets_escaped_text_pass():
    assert running_in('<p>&lt;img src=x onerror=c()&gt;{{7*7}}</p><script src="/a.js"></script>') == []
