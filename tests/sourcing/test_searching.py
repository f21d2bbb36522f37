"""Searches by the index find what reading every item finds, no more and no less."""

import threading
import unicodedata

import pytest
from django.db import connection, transaction

from sourcing.models import Item, ItemVersion, SearchText
from sourcing.selectors import item_lines, items_of, searching
from sourcing.services import add_items
from sourcing.services import searching as service
from sourcing.services.searching import has_index, index_texts
from tests.factories import make_items, make_source

pytestmark = pytest.mark.django_db

TEXTS = [
    "최고의 영화였다. 다시 봐도 최고",
    "재영화관 옆",
    unicodedata.normalize("NFD", "영화는 별로"),
    "꽝",
    "100% sure, a_b and bang!",
    'say "no"\nand a\\b',
    "CAPS and ÉCLAIR and İstanbul, 273 \u212a, groß, GROSS",
    "ſoft ﬁlm",
    "🎬 tonight",
    "axb 1000",
    "x",
]
ASKED = [
    "영화",
    "영",
    "꽝",
    "영화였다",
    "최고의 영",
    "%",
    "100%",
    "a_b",
    "_",
    "!",
    "bang!",
    '"no"',
    "\\",
    "a\\b",
    "\n",
    "caps",
]
ASKED += [
    "éclair",
    "istanbul",
    "İ",
    "273 k",
    "gross",
    "ß",
    "ﬁlm",
    "🎬",
    "x",
    "zz",
    "ITEM",
    "text",
    " ",
    "speaker",
    "안녕",
]
ASKED.append(unicodedata.normalize("NFD", "영화"))


@pytest.fixture
def by_index(monkeypatch):
    """Let every search go through the index, also one that its first items would answer."""
    monkeypatch.setattr(searching, "NEAR", 0)


@pytest.fixture
def texts(project, manager):
    turns = {"type": "turns", "turns": [{"speaker": "A", "text": '안녕 "there"'}]}
    rows = [(f"Item {n}", {"text": text}, {}) for n, text in enumerate(TEXTS)]
    add_items(source=make_source(project), rows=[*rows, ("talk", {"talk": turns}, {})], by=manager)
    index_texts()


def found(project, q, **more):
    lines, _next = item_lines(items_of(project), q=q, project=project, **more)
    return [line.item.pk for line in lines]


def read_through(project, q):
    return list(items_of(project).filter(searching.contains(q)).order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize("q", ASKED)
def test_the_index_finds_what_reading_every_item_finds(project, texts, by_index, q):
    assert found(project, q) == read_through(project, q)


@pytest.mark.postgres
def test_the_index_proposes_few_items(project, texts):
    last = searching.last_indexed()
    counts = {q: len(searching.proposed(q, last, project)) for q in ("영화", "꽝", "talk", "zzzz")}
    assert counts == {"영화": 2, "꽝": 1, "talk": 1, "zzzz": 0}


@pytest.mark.postgres
def test_what_is_written_after_the_index_is_found_at_once(project, texts, by_index):
    make_items(project, ["another 영화"])
    assert found(project, "another 영화") == read_through(project, "another 영화") != []
    assert index_texts() == 1
    assert index_texts() == 0
    assert len(found(project, "another 영화")) == 1


@pytest.mark.postgres
def test_only_the_latest_text_of_an_item_is_found(project, texts, by_index):
    item = Item.objects.get(name="Item 0")
    ItemVersion.objects.create(item=item, number=2, parts={"text": "a drama"}, content_sha256="0" * 64)
    for _turn in ("before it is indexed", "after"):
        assert item.pk in found(project, "drama")
        assert item.pk not in found(project, "영화")
        index_texts()


def test_personal_data_is_not_found_by_who_may_not_see_it(project, manager, by_index):
    source = make_source(project, has_personal_data=True, consent_basis="consent")
    add_items(source=source, rows=[("n1", {"text": "call Minji Kim"}, {})], by=manager)
    index_texts()
    assert (found(project, "minji"), len(found(project, "minji", sees_raw=True))) == ([], 1)


def test_a_search_finds_nothing_of_other_projects(project, other_project, texts, by_index):
    assert found(other_project, "영화") == []


@pytest.mark.postgres
def test_deleted_items_leave_no_text_behind(project, texts):
    Item.objects.filter(project=project).delete()
    assert not SearchText.objects.exists()


@pytest.mark.postgres
def test_without_the_extension_nothing_is_indexed_and_everything_found(project, manager, by_index):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX search_text_grams")
    add_items(source=make_source(project), rows=[("n1", {"text": "영화"}, {})], by=manager)
    assert (has_index(), index_texts(), len(found(project, "영화"))) == (False, 0, 1)


@pytest.fixture
def found_after_a_race(project, by_index):
    """Index while somebody writes an item before another that is there; return how many of the two are found then."""
    source, wrote, may_commit = make_source(project), threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            make_items(project, ["slow 영화"], source=source)
            wrote.set()
            may_commit.wait(20)
        connection.close()

    def race():
        writer = threading.Thread(target=write)
        writer.start()
        assert wrote.wait(20)
        make_items(project, ["quick 영화"], source=source)
        index_texts()
        may_commit.set()
        writer.join()
        return len(found(project, "영화"))

    return race


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_index_never_overtakes_who_is_still_writing(found_after_a_race):
    assert found_after_a_race() == 2
    assert index_texts() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_index_that_asks_for_no_lock_loses_what_was_being_written(found_after_a_race, monkeypatch):
    monkeypatch.setattr(service, "last_settled", lambda: ItemVersion.objects.latest("pk").pk)
    assert found_after_a_race() == 1
