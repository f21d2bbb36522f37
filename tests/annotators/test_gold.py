import pytest
from django.urls import reverse

from annotators.models import AttemptKind, Use
from annotators.selectors.attempts import units_of
from annotators.services.attempts import submit_piece, take_pieces
from annotators.services.gold import begin_gold, explain_gold, finish_gold
from dmops_platform.errors import BadInput, RuleBroken
from guidelines.models import Gold
from labeling.selectors.gold import gold_versions
from tests.annotators.factories import make_gold, submission_of
from tests.factories import make_batch, make_items, make_schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(project, manager):
    make_batch(project, texts=["in a batch"])
    make_items(project, ["one", "two"])
    return begin_gold(project=project, by=manager, size=3)


def test_gold_is_made_of_items_in_no_batch_first(attempt):
    texts = [piece.item_version.parts["text"] for piece in attempt.pieces.order_by("position")]
    assert texts == ["one", "two", "in a batch"]
    assert attempt.kind == AttemptKind.GOLD


def test_the_answers_of_a_manager_become_gold_once(project, attempt):
    first, second = take_pieces(attempt=attempt, ahead=2)
    assert units_of(attempt, [first])[0]["fields"][0]["name"] == "sentiment"
    submit_piece(piece=first, submission=submission_of("pos"))
    submit_piece(piece=second, submission=submission_of("neg"))
    assert finish_gold(attempt=attempt) == 2
    assert finish_gold(attempt=attempt) == 0
    found = Gold.objects.order_by("pk").values_list("item_version", "answer")
    assert [*found] == [(first.item_version_id, "pos"), (second.item_version_id, "neg")]


def test_begin_gold_goes_on_with_what_is_open_and_says_when_nothing_is_left(project, manager, attempt):
    assert begin_gold(project=project, by=manager, size=1) == attempt
    for piece in take_pieces(attempt=attempt, ahead=9):
        submit_piece(piece=piece, submission=submission_of("pos"))
    finish_gold(attempt=attempt)
    with pytest.raises(RuleBroken, match="gold already"):
        begin_gold(project=project, by=manager)


def test_begin_gold_refuses_a_senseless_size(project, manager):
    make_schema(project)
    with pytest.raises(BadInput):
        begin_gold(project=project, by=manager, size=51)


def test_explain_gold_keeps_the_answer(project, other_project, manager):
    make_gold(project, "p", use=Use.TEST)
    make_gold(other_project, "n")
    mine, foreign = Gold.objects.order_by("pk")
    reasons = {mine.pk: ("Warm.", "cautions"), foreign.pk: ("Mine now.", "")}
    assert explain_gold(project=project, reasons=reasons, by=manager) == 1
    assert explain_gold(project=project, reasons=reasons, by=manager) == 0
    mine.refresh_from_db(), foreign.refresh_from_db()
    assert (mine.answer, mine.why, mine.section, foreign.why) == ("pos", "Warm.", "cautions", "")


def test_gold_is_made_and_explained_on_pages(page_client, manager, project):
    make_schema(project)
    make_items(project, ["one"])
    browser, page = page_client(manager), reverse("annotators:gold_page", args=[project.pk])
    assert "No gold yet" in browser.get(page).content.decode()
    work = browser.post(reverse("annotators:begin_gold", args=[project.pk]), {"size": "1"}).url
    props = browser.get(work).context["props"]
    url = props["urls"]["submit"].replace("{id}", str(props["units"][0]["id"]))
    body = {"answers": {"sentiment": "pos"}, "version": 0}
    browser.post(url, body, content_type="application/json", headers={"Idempotency-Key": "gold-key-1"})
    done = browser.get(work).url
    assert browser.post(done).url == page
    gold = Gold.objects.get()
    typed = {f"gold-{gold.pk}-why": "Warm.", f"gold-{gold.pk}-section": "cautions"}
    browser.post(page, {**typed, f"item-{gold.item_version_id}-use": "example"})
    gold.refresh_from_db()
    assert (gold.why, gold.item_version.gold_use.use) == ("Warm.", "example")
    shown = browser.get(page).content.decode()
    assert "Positive" in shown
    assert "Warm." in shown


def test_record_gold_over_the_api(api_client, manager, annotator, project):
    make_schema(project)
    [version] = make_items(project)
    url = reverse("api:record_gold", args=[project.pk])
    row = {"item_version_id": version.pk, "answer": "pos", "why": "Warm."}
    assert api_client(annotator).post(url, {"field": "sentiment", "rows": [row]}).status_code == 404
    made = api_client(manager).post(url, {"field": "sentiment", "rows": [row]})
    assert (made.status_code, made.json()) == (201, {"n": 1})
    bad = api_client(manager).post(url, {"field": "sentiment", "rows": [{**row, "answer": "meh"}]})
    assert (bad.status_code, bad.json()["path"]) == (400, "rows[0].answer")


def test_gold_that_people_have_seen_is_no_hidden_gold(project):
    make_gold(project, "pnp", use=Use.TEST)
    [hidden] = make_gold(project, "p", use=None)
    schema = project.schemas.get()
    assert [*gold_versions(project, schema.fields)] == [hidden]
