import json
import re

import pytest
from django.urls import reverse

from dmops_platform.background import JobState
from tests.factories import make_user
from tests.verification.factories import (
    change_answer,
    compute,
    decide_again,
    make_answered_batch,
    make_dispute,
)
from verification.models import ConsensusRun, Dispute, DisputeState
from verification.services import decide, discuss, start_consensus

pytestmark = pytest.mark.django_db

DECISION = {"answer": "pos", "cause": "guideline_gap", "reason": "The last sentence is warm."}
TYPED = {f"decision-{name}": value for name, value in DECISION.items()}


@pytest.fixture
def people(db):
    return [make_user(full_name=f"Annotator Kim {n}") for n in range(3)]


@pytest.fixture
def batch(project, people):
    return make_answered_batch(
        project, people, [("pos", "pos", "pos"), ("neg", "neg", "pos"), ("neg", "pos", "")]
    )


@pytest.fixture
def dispute(project, people):
    return make_dispute(project, people, ("pos", "neg", "pos"))


DOORS = [
    ("get", "verification:quality_page", "batch"),
    ("get", "verification:batch_quality", "batch"),
    ("post", "verification:start_consensus", "batch"),
    ("get", "verification:dispute_list", "project"),
    ("get", "verification:dispute_page", "dispute"),
    ("post", "verification:decide", "dispute"),
    ("post", "verification:discuss", "dispute"),
    ("get", "api:consensus_run_list", "batch"),
    ("post", "api:consensus_run_list", "batch"),
    ("get", "api:consensus_run", "run"),
    ("get", "api:dispute_list", "project"),
    ("get", "api:dispute", "dispute"),
    ("post", "api:decide", "dispute"),
    ("post", "api:discuss", "dispute"),
]


@pytest.mark.parametrize(
    "person", ["outsider", "annotator", "client_person", "auditor", "data_engineer", "staff"]
)
@pytest.mark.parametrize(("verb", "door", "about"), DOORS)
def test_quality_and_disputes_do_not_exist_for_others(
    request, api_client, dispute, person, verb, door, about
):
    rows = {
        "project": dispute.batch.project,
        "batch": dispute.batch,
        "dispute": dispute,
        "run": dispute.batch.consensus_runs.get(),
    }
    client = api_client(request.getfixturevalue(person))
    answer = getattr(client, verb)(reverse(door, args=[rows[about].pk]))
    assert answer.status_code == 404


@pytest.mark.parametrize(("verb", "door", "about"), [door for door in DOORS if door[0] == "get"])
def test_quality_and_disputes_open_for_reviewers(api_client, reviewer, dispute, verb, door, about):
    rows = {
        "project": dispute.batch.project,
        "batch": dispute.batch,
        "dispute": dispute,
        "run": dispute.batch.consensus_runs.get(),
    }
    assert getattr(api_client(reviewer), verb)(reverse(door, args=[rows[about].pk])).status_code == 200


@pytest.mark.parametrize("door", ["verification:start_consensus", "api:consensus_run_list"])
def test_start_consensus_is_for_managers(api_client, page_client, reviewer, manager, batch, door):
    settings = {"method": "majority", "scale": "nominal", "seed": 4}
    assert api_client(reviewer).post(reverse(door, args=[batch.pk]), settings).status_code == 404
    client = page_client(manager) if door.startswith("verification") else api_client(manager)
    answer = client.post(reverse(door, args=[batch.pk]), settings)
    assert answer.status_code in (202, 302)
    assert ConsensusRun.objects.get().seed == 4


@pytest.mark.parametrize(
    "bad", [{"method": "vote"}, {"scale": 7}, {"seed": -1}, {"seed": 10**30}, {"seed": "x"}, {"sede": 1}, [1]]
)
def test_a39_start_consensus_over_the_api_refuses_bad_settings(api_client, manager, batch, bad):
    answer = api_client(manager).post(reverse("api:consensus_run_list", args=[batch.pk]), bad)
    assert answer.status_code == 400
    assert not ConsensusRun.objects.exists()


def test_quality_page_shows_bad_settings_at_their_fields(page_client, manager, batch):
    url = reverse("verification:start_consensus", args=[batch.pk])
    answer = page_client(manager).post(url, {"method": "majority", "scale": "nominal", "seed": "-1"})
    assert answer.status_code == 422
    assert "id_seed_error" in answer.content.decode()


def test_quality_page_says_n_interval_and_reasons(page_client, manager, project, people, batch):
    compute(batch, manager)
    page = page_client(manager).get(reverse("verification:quality_page", args=[batch.pk])).content.decode()
    assert "n = 3" in page
    assert "95% interval" in page
    one_label = make_answered_batch(project, people, [("pos", "pos", "pos")])
    compute(one_label, manager)
    page = (
        page_client(manager).get(reverse("verification:quality_page", args=[one_label.pk])).content.decode()
    )
    assert "only one label was ever chosen" in page


def test_quality_page_names_people_to_managers_and_numbers_them_to_reviewers(
    page_client, manager, reviewer, batch
):
    compute(batch, manager)
    url = reverse("verification:quality_page", args=[batch.pk])
    assert "Annotator Kim" in page_client(manager).get(url).content.decode()
    assert "Annotator Kim" not in page_client(reviewer).get(url).content.decode()


def test_quality_page_counts_answers_given_since(page_client, manager, batch, people):
    compute(batch, manager)
    change_answer(people[0].annotations.first(), "neg")
    page = page_client(manager).get(reverse("verification:quality_page", args=[batch.pk])).content.decode()
    assert "answers given since: 1" in page


def test_b16_quality_page_says_that_no_worker_takes_it(page_client, manager, batch, settings):
    settings.WORKER_MISSED_AFTER = -1
    start_consensus(batch=batch, by=manager)
    url = reverse("verification:quality_page", args=[batch.pk])
    page = page_client(manager).get(url, headers={"HX-Request": "true"}).content.decode()
    assert "no worker takes it" in page
    assert 'hx-trigger="every 2s"' in page
    assert "<html" not in page


def test_quality_page_says_why_the_last_computation_stopped(page_client, manager, batch):
    run = start_consensus(batch=batch, by=manager)
    ConsensusRun.objects.filter(pk=run.pk).update(state=JobState.FAILED, error="The disk is full.")
    page = page_client(manager).get(reverse("verification:quality_page", args=[batch.pk])).content.decode()
    assert "The disk is full." in page


def test_consensus_run_over_the_api_has_figures_once_it_is_done(api_client, manager, reviewer, batch):
    run = start_consensus(batch=batch, by=manager)
    url = reverse("api:consensus_run", args=[run.pk])
    assert api_client(reviewer).get(url).json()["figures"] == []
    run = compute(batch, manager)
    body = api_client(reviewer).get(url).json()
    assert (body["state"], body["figures"][0]["alpha"]["n"]) == ("done", 3)
    assert {row["annotator"] for row in body["figures"][0]["annotators"]} == {"1", "2", "3"}


@pytest.mark.parametrize("door", ["api:dispute", "verification:dispute_page", "api:dispute_list"])
def test_a52_a_reviewer_reads_no_names_or_ids_of_people(api_client, reviewer, dispute, people, door):
    pk = dispute.batch.project_id if door == "api:dispute_list" else dispute.pk
    payload = api_client(reviewer).get(reverse(door, args=[pk])).content.decode()
    for person in people:
        assert person.username not in payload
        assert person.full_name not in payload


def test_a52_a_dispute_holds_only_allowed_keys(api_client, reviewer, dispute):
    body = api_client(reviewer).get(reverse("api:dispute", args=[dispute.pk])).json()
    assert set(body) == {
        *("id", "batch", "item", "item_name", "field", "state", "opened_at"),
        *("version", "labels", "story", "seen", "comparison"),
    }
    assert set(body["story"]["answers"][0]) == {
        "person",
        "answer",
        "votes",
        "version",
        "guideline",
        "seconds",
        "about",
    }
    assert set(body["comparison"]) == {"columns", "places", "merged"}
    assert set(body["comparison"]["columns"][0]) == {"people", "answer", "words"}


def test_c24_a_dispute_over_ones_own_item_tells_nothing_of_peers(
    api_client, page_client, project, reviewer, manager, people
):
    dispute = make_dispute(project, [reviewer, people[0]])
    decide(dispute=dispute, by=manager, **DECISION)
    discuss(dispute=dispute, text="Irony?", by=manager)
    body = api_client(reviewer).get(reverse("api:dispute", args=[dispute.pk])).json()
    assert body["story"] == {"is_own": True, "answers": [], "decisions": [], "messages": []}
    page = page_client(reviewer).get(reverse("verification:dispute_page", args=[dispute.pk])).content.decode()
    assert "You answered this item yourself" in page
    assert "Irony?" not in page
    assert DECISION["reason"] not in page


@pytest.mark.parametrize(("door", "body"), [("api:decide", DECISION), ("api:discuss", {"text": "Mine."})])
def test_a92_c24_own_work_is_refused_with_403(api_client, project, reviewer, people, door, body):
    dispute = make_dispute(project, [reviewer, people[0]])
    answer = api_client(reviewer).post(reverse(door, args=[dispute.pk]), body)
    assert (answer.status_code, answer.json()["code"]) == (403, "own_work")


def test_decide_over_the_api_settles_and_says_when_it_is_again(api_client, reviewer, manager, dispute):
    url = reverse("api:decide", args=[dispute.pk])
    first, late = api_client(reviewer).post(url, DECISION), api_client(manager).post(url, DECISION)
    assert (first.status_code, first.json()["is_again"]) == (201, False)
    assert (late.status_code, late.json()["code"]) == (409, "already_decided")
    again = api_client(manager).post(url, DECISION | {"seen": late.json()["seen"]})
    assert (again.status_code, again.json()["is_again"]) == (201, True)
    assert Dispute.objects.get().state == DisputeState.SETTLED


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"answer": "great"}, "answer"),
        ({"answer": None}, "answer"),
        ({"answer": {"label": "pos"}}, "answer"),
        ({"cause": "boredom"}, "cause"),
        ({"reason": ""}, "reason"),
        ({"reason": "nul \x00"}, "reason"),
        ({"by": 1}, "by"),
    ],
)
def test_a39_decide_over_the_api_names_what_is_wrong(api_client, reviewer, dispute, change, path):
    body = json.dumps(DECISION | change)
    url = reverse("api:decide", args=[dispute.pk])
    answer = api_client(reviewer).post(url, body, content_type="application/json")
    assert (answer.status_code, answer.json()["path"]) == (400, path)
    assert not dispute.decisions.exists()


def test_decide_goes_on_to_the_next_open_dispute_and_then_back_to_the_list(
    page_client, reviewer, manager, batch
):
    compute(batch, manager)
    first, last = batch.disputes.order_by("pk")
    client = page_client(reviewer)
    went = client.post(reverse("verification:decide", args=[first.pk]), TYPED)
    assert went.url == reverse("verification:dispute_page", args=[last.pk])
    went = client.post(reverse("verification:decide", args=[last.pk]), TYPED)
    assert went.url == reverse("verification:dispute_list", args=[batch.project_id])


def test_decide_keeps_what_was_typed_when_something_is_missing(page_client, reviewer, dispute):
    url = reverse("verification:decide", args=[dispute.pk])
    answer = page_client(reviewer).post(url, TYPED | {"decision-cause": ""})
    assert answer.status_code == 422
    assert DECISION["reason"] in answer.content.decode()


def test_decide_on_a_dissolved_dispute_is_a_page_with_the_reason(page_client, reviewer, dispute):
    Dispute.objects.update(state=DisputeState.DISSOLVED)
    answer = page_client(reviewer).post(reverse("verification:decide", args=[dispute.pk]), TYPED)
    assert answer.status_code == 409
    assert "agree by now" in answer.content.decode()


def test_dispute_page_gives_the_first_labels_digits(page_client, reviewer, dispute):
    page = page_client(reviewer).get(reverse("verification:dispute_page", args=[dispute.pk])).content.decode()
    assert re.findall(r'value="(pos|neg)"[^>]*accesskey="(\d)"', page) == [("pos", "1"), ("neg", "2")]


def test_dispute_page_keeps_the_history_of_decisions(page_client, reviewer, manager, dispute):
    decide(dispute=dispute, by=manager, **DECISION)
    decide_again(dispute=dispute, by=manager, answer="neg", cause="mistake", reason="On second thought.")
    page = page_client(reviewer).get(reverse("verification:dispute_page", args=[dispute.pk])).content.decode()
    assert page.index("On second thought.") < page.index(DECISION["reason"])


def test_discuss_shows_what_was_said(page_client, reviewer, dispute):
    client = page_client(reviewer)
    client.post(reverse("verification:discuss", args=[dispute.pk]), {"message-text": "<b>Irony</b>?"})
    page = client.get(reverse("verification:dispute_page", args=[dispute.pk])).content.decode()
    assert "&lt;b&gt;Irony&lt;/b&gt;?" in page


def test_dispute_list_filters_by_batch_and_state(page_client, reviewer, manager, project, people, batch):
    compute(batch, manager)
    other = make_dispute(project, people, ("pos", "neg", "neg"))
    decide(dispute=other, by=manager, **DECISION)
    url = reverse("verification:dispute_list", args=[project.pk])

    def listed(**query):
        return [row.pk for row in page_client(reviewer).get(url, query).context["page"]]

    own = list(batch.disputes.order_by("pk").values_list("pk", flat=True))
    assert listed() == [*own, other.pk]
    assert listed(state="settled") == [other.pk]
    assert listed(batch=batch.pk) == own
    assert listed(batch="x", state="y", page="z") == [*own, other.pk]


def test_dispute_list_filters_know_no_batch_of_another_project(
    page_client, reviewer, project, other_project, people
):
    make_dispute(other_project, people, ("pos", "neg", "neg"))
    mine = make_dispute(project, people, ("pos", "neg", "neg"))
    foreign = other_project.batches.get()
    page = page_client(reviewer).get(
        reverse("verification:dispute_list", args=[project.pk]), {"batch": foreign.pk}
    )
    assert [row.pk for row in page.context["page"]] == [mine.pk]
    assert foreign.name not in page.content.decode()


def test_dispute_list_over_the_api_goes_on_after_an_id(api_client, reviewer, manager, batch):
    compute(batch, manager)
    url = reverse("api:dispute_list", args=[batch.project_id])
    first = api_client(reviewer).get(url, {"limit": 1}).json()
    rest = api_client(reviewer).get(url, {"limit": 1, "after": first["next_after"], "batch": batch.pk}).json()
    assert [row["id"] for row in first["results"] + rest["results"]] == list(
        batch.disputes.values_list("pk", flat=True)
    )
    assert rest["next_after"] is None


@pytest.mark.parametrize(
    "query", [{"limit": 201}, {"after": 10**30}, {"state": "odd"}, {"batch": "x"}, {"who": 1}]
)
def test_a39_dispute_list_over_the_api_refuses_a_bad_query(api_client, reviewer, project, query):
    answer = api_client(reviewer).get(reverse("api:dispute_list", args=[project.pk]), query)
    assert answer.status_code == 400


def test_dispute_list_takes_as_many_statements_for_fifty_as_for_one(
    page_client, reviewer, manager, project, people, django_assert_max_num_queries
):
    batch = make_answered_batch(project, people, [("pos", "neg", "pos")] * 60)
    compute(batch, manager)
    client = page_client(reviewer)
    with django_assert_max_num_queries(25):
        answer = client.get(reverse("verification:dispute_list", args=[project.pk]))
    assert len(answer.context["page"].object_list) == 50
