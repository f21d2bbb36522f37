import pytest
from django.urls import reverse

from labeling.models import Annotation, Batch
from labeling.services import assignments
from tests.factories import make_batch, make_guideline, make_items, make_schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(project, annotator):
    make_batch(project, ["따뜻한 영화", "b", "c"])
    [piece] = assignments.claim(project=project, person=annotator)
    return piece


def submit(client, work, key="key-number-1", **body):
    body.setdefault("answers", {"sentiment": "pos"})
    return client.post(reverse("api:submit_work", args=[work.pk]), body, headers={"Idempotency-Key": key})


def test_next_work_hands_out_units_the_screen_understands(api_client, annotator, project):
    make_batch(project, ["따뜻한 영화"])
    answer = api_client(annotator).post(reverse("api:next_work", args=[project.pk]), {"ahead": 2})
    [unit] = answer.json()["units"]
    assert unit["item"]["parts"] == {"text": "따뜻한 영화"}
    assert unit["fields"][0]["name"] == "sentiment"


def test_a52_a_unit_says_nothing_of_gold_or_peers(api_client, annotator, project):
    make_batch(project, ["a"])
    [unit] = api_client(annotator).post(reverse("api:next_work", args=[project.pk])).json()["units"]
    assert set(unit) == {"id", "item", "fields", "guideline", "draft", "submitted", "due_at", "note"}
    assert set(unit["item"]) == {"id", "version", "name", "parts", "data"}


@pytest.mark.parametrize("person", ["outsider", "manager", "client_person"])
def test_next_work_exists_for_annotators_only(request, api_client, project, person):
    answer = api_client(request.getfixturevalue(person)).post(reverse("api:next_work", args=[project.pk]))
    assert answer.status_code == 404


def test_submit_work_answers_with_a_receipt_and_the_next_unit(api_client, annotator, work):
    body = submit(api_client(annotator), work, ahead=1).json()
    assert body["receipt"]["version"] == 1
    assert body["next"][0]["id"] != work.pk


def test_a90_submit_work_repeats_its_receipt_byte_for_byte(api_client, annotator, work):
    client = api_client(annotator)
    assert submit(client, work).content == submit(client, work).content
    assert Annotation.objects.count() == 1


def test_a90_submit_work_refuses_a_key_with_another_body(api_client, annotator, work):
    client = api_client(annotator)
    submit(client, work)
    again = submit(client, work, answers={"sentiment": "neg"})
    assert (again.status_code, again.json()["code"]) == (422, "key_reused")


def test_submit_work_needs_a_key(api_client, annotator, work):
    answer = submit(api_client(annotator), work, key="")
    assert (answer.status_code, answer.json()["path"]) == (400, "Idempotency-Key")


def test_submit_work_names_the_path_of_a_bad_answer(api_client, annotator, work):
    answer = submit(api_client(annotator), work, answers={"sentiment": "great"})
    assert (answer.status_code, answer.json()["path"]) == (400, "answers.sentiment")


@pytest.mark.parametrize(
    "body",
    [
        {"answers": "pos"},
        {"answers": {"sentiment": "pos"}, "seconds": "soon"},
        {"answers": {"sentiment": "pos"}, "version": -1},
        {"answers": {"sentiment": "pos"}, "accepted": True},
        [1, 2],
    ],
)
def test_a56_submit_work_refuses_a_body_of_another_shape(api_client, annotator, work, body):
    url = reverse("api:submit_work", args=[work.pk])
    answer = api_client(annotator).post(url, body, headers={"Idempotency-Key": "key-number-1"})
    assert answer.status_code == 400
    assert not Annotation.objects.exists()


@pytest.mark.parametrize("text", ["{", '{"answers": NaN}', "[" * 100_000])
def test_a39_submit_work_refuses_what_is_not_json(api_client, annotator, work, text):
    answer = api_client(annotator).post(
        reverse("api:submit_work", args=[work.pk]),
        text,
        content_type="application/json",
        headers={"Idempotency-Key": "key-number-1"},
    )
    assert answer.status_code == 400


@pytest.mark.parametrize("text", ["nul \\u0000", "half a pair \\ud800"])
def test_a39_a_comment_that_cannot_be_stored_is_refused(api_client, annotator, work, text):
    answer = api_client(annotator).post(
        reverse("api:skip_work", args=[work.pk]),
        f'{{"reason": "unclear", "comment": "{text}"}}',
        content_type="application/json",
    )
    assert answer.status_code == 400


def test_b21_two_windows_both_answers_are_kept(api_client, annotator, work):
    client = api_client(annotator)
    submit(client, work)
    stale = submit(client, work, key="key-number-2", answers={"sentiment": "neg"}, version=0)
    assert stale.status_code == 409
    assert stale.json()["stored"]["answers"] == {"sentiment": "pos"}
    assert stale.json()["yours"]["answers"] == {"sentiment": "neg"}


@pytest.mark.parametrize("action", ["save_draft", "submit_work", "skip_work", "give_back_work"])
def test_work_of_somebody_else_does_not_exist(api_client, second_annotator, work, action):
    client = api_client(second_annotator)
    method = client.put if action == "save_draft" else client.post
    answer = method(reverse(f"api:{action}", args=[work.pk]), {}, headers={"Idempotency-Key": "key-number-1"})
    assert answer.status_code == 404


def test_skip_work_frees_the_item(api_client, annotator, work):
    answer = api_client(annotator).post(
        reverse("api:skip_work", args=[work.pk]), {"reason": "broken", "comment": "no text", "ahead": 1}
    )
    assert answer.json()["next"][0]["item"]["id"] != work.item_id


def test_open_batch_through_both_doors(page_client, api_client, manager, project):
    make_schema(project)
    make_guideline(project)
    make_items(project, ["a", "b"])
    page = page_client(manager).post(
        reverse("labeling:open_batch", args=[project.pk]),
        {"name": "Pilot", "phase": "pilot", "size": 1, "overlap": 2, "lease_minutes": 30},
    )
    assert page.status_code == 302
    answer = api_client(manager).post(
        reverse("api:batches", args=[project.pk]), {"name": "More", "overlap": 1}
    )
    assert answer.status_code == 201
    assert list(Batch.objects.order_by("id").values_list("name", "phase")) == [
        ("Pilot", "pilot"),
        ("More", "pilot"),
    ]


def test_open_batch_keeps_what_was_typed_and_says_what_is_wrong(page_client, manager, project):
    make_schema(project)
    make_items(project, ["a"])
    page = page_client(manager).post(
        reverse("labeling:open_batch", args=[project.pk]), {"name": "Pilot", "phase": "pilot", "overlap": 0}
    )
    assert page.status_code == 422
    assert b'value="Pilot"' in page.content


@pytest.mark.parametrize("action", ["pause_batch", "resume_batch", "close_batch"])
@pytest.mark.parametrize("door", ["labeling", "api"])
def test_moving_a_batch_is_for_its_managers(page_client, reviewer, outsider, project, door, action):
    batch = make_batch(project)
    for person in (outsider, reviewer):
        assert page_client(person).post(reverse(f"{door}:{action}", args=[batch.pk])).status_code == 404


def test_the_pages_of_a_batch_open(page_client, manager, project):
    batch = make_batch(project, ["a"])
    for page in (
        reverse("labeling:batch_list", args=[project.pk]),
        reverse("labeling:open_batch", args=[project.pk]),
        reverse("labeling:batch_page", args=[batch.pk]),
    ):
        assert page_client(manager).get(page).status_code == 200


def test_the_labelling_screen_carries_its_first_items(page_client, annotator, project):
    make_batch(project, ["따뜻한 영화"])
    page = page_client(annotator).get(reverse("labeling:work_page", args=[project.pk]))
    [unit] = page.context["props"]["units"]
    assert unit["item"]["parts"] == {"text": "따뜻한 영화"}
    assert b'data-island="work"' in page.content
