import json

import pytest
from django.urls import reverse

from sourcing.models import ItemVersion
from tests.factories import make_user
from tests.verification.factories import compute, judge_everything, make_answered_batch
from verification.models import Audit, AuditJudgement
from verification.services.audits import draw_audit, judge_audit_item, sign_audit
from verification.services.findings import correct_finding

pytestmark = pytest.mark.django_db

FINDING = {"conforms": False, "about": "guideline", "note": "It is irony."}


@pytest.fixture
def people(db):
    return [make_user(full_name=f"Annotator Kim {n}") for n in range(2)]


@pytest.fixture
def batch(project, people, manager):
    batch = make_answered_batch(project, people, [("pos", "pos"), ("neg", "neg")] * 5, name="Main")
    compute(batch, manager)
    return batch


@pytest.fixture
def audit(project, batch, manager):
    return draw_audit(project=project, by=manager, size=3)


@pytest.fixture
def finding(audit, auditor):
    return judge_audit_item(audit_item=audit.items.first(), by=auditor, **FINDING)


DOORS = [
    ("get", "verification:audit_list", "project"),
    ("post", "verification:draw_audit", "project"),
    ("get", "verification:audit_page", "audit"),
    ("post", "verification:judge_dimension", "audit"),
    ("post", "verification:judge_ethics", "audit"),
    ("post", "verification:sign_audit", "audit"),
    ("get", "verification:audit_item_page", "item"),
    ("post", "verification:judge_audit_item", "item"),
    ("post", "verification:correct_finding", "finding"),
    ("post", "verification:verify_finding", "finding"),
    ("get", "api:audit_list", "project"),
    ("post", "api:audit_list", "project"),
    ("get", "api:audit", "audit"),
    ("get", "api:audit_item_list", "audit"),
    ("post", "api:judge_dimension", "audit"),
    ("post", "api:judge_ethics", "audit"),
    ("post", "api:sign_audit", "audit"),
    ("get", "api:audit_item", "item"),
    ("post", "api:judge_audit_item", "item"),
    ("post", "api:correct_finding", "finding"),
    ("post", "api:verify_finding", "finding"),
]


@pytest.mark.parametrize("person", ["outsider", "annotator", "reviewer", "client_person"])
@pytest.mark.parametrize(("verb", "door", "about"), DOORS)
def test_audits_do_not_exist_for_others(request, api_client, audit, finding, person, verb, door, about):
    rows = {"project": audit.project, "audit": audit, "item": audit.items.first(), "finding": finding}
    client = api_client(request.getfixturevalue(person))
    assert getattr(client, verb)(reverse(door, args=[rows[about].pk])).status_code == 404


@pytest.mark.parametrize("person", ["auditor", "manager"])
@pytest.mark.parametrize(("verb", "door", "about"), [door for door in DOORS if door[0] == "get"])
def test_audits_open_for_the_auditor_and_the_manager(
    request, api_client, audit, finding, person, verb, door, about
):
    rows = {"project": audit.project, "audit": audit, "item": audit.items.first(), "finding": finding}
    client = api_client(request.getfixturevalue(person))
    assert getattr(client, verb)(reverse(door, args=[rows[about].pk])).status_code == 200


def test_draw_audit_through_the_page(page_client, manager, batch, project):
    plan = {"batches": [batch.pk], "tolerable_error": "10", "confidence": "0.9", "size": "", "seed": "7"}
    answer = page_client(manager).post(reverse("verification:draw_audit", args=[project.pk]), plan)
    audit = Audit.objects.get()
    assert answer.url == reverse("verification:audit_page", args=[audit.pk])
    assert (audit.tolerable_error, audit.confidence, audit.seed) == (0.1, 0.9, 7)


def test_draw_audit_shows_a_senseless_plan_at_its_field(page_client, manager, batch, project):
    plan = {"tolerable_error": "x", "confidence": "0.9", "seed": "7"}
    answer = page_client(manager).post(reverse("verification:draw_audit", args=[project.pk]), plan)
    assert answer.status_code == 422
    assert "id_tolerable_error_error" in answer.content.decode()


@pytest.mark.parametrize(
    "bad",
    [
        {"tolerable_error": 2},
        {"confidence": 0.2},
        {"seed": -1},
        {"size": 10**9},
        {"size": "many"},
        {"batches": [0]},
        {"batches": "x"},
        {"batchs": []},
        [1],
    ],
)
def test_a39_draw_audit_over_the_api_refuses_a_bad_plan(api_client, manager, batch, project, bad):
    answer = api_client(manager).post(reverse("api:audit_list", args=[project.pk]), bad)
    assert answer.status_code == 400
    assert not Audit.objects.exists()


def test_draw_audit_knows_no_batch_of_another_project(
    api_client, manager, batch, project, other_project, people
):
    foreign = make_answered_batch(other_project, people, [("pos", "pos")])
    compute(foreign, other_project.created_by)
    answer = api_client(manager).post(reverse("api:audit_list", args=[project.pk]), {"batches": [foreign.pk]})
    assert (answer.status_code, answer.json()["path"]) == (400, "batches")


def test_judging_goes_from_item_to_item_and_back_to_the_audit(page_client, auditor, audit):
    client = page_client(auditor)
    first, second, third = audit.items.order_by("position")
    went = client.post(reverse("verification:judge_audit_item", args=[second.pk]), {"conforms": "yes"})
    assert went.url == reverse("verification:audit_item_page", args=[third.pk])
    went = client.post(reverse("verification:judge_audit_item", args=[third.pk]), {"conforms": "yes"})
    assert went.url == reverse("verification:audit_item_page", args=[first.pk])
    went = client.post(reverse("verification:judge_audit_item", args=[first.pk]), {"conforms": "yes"})
    assert went.url == reverse("verification:audit_page", args=[audit.pk])


def test_judging_asks_for_a_note_and_keeps_what_was_typed(page_client, auditor, audit):
    url = reverse("verification:judge_audit_item", args=[audit.items.first().pk])
    answer = page_client(auditor).post(url, {"conforms": "no", "note": "It is irony."})
    assert answer.status_code == 422
    assert "id_about_error" in answer.content.decode()
    assert "It is irony." in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"note": ""}, "note"),
        ({"about": "taste"}, "about"),
        ({"about": ""}, "about"),
        ({"conforms": "perhaps"}, "conforms"),
        ({"note": "nul \x00"}, "note"),
        ({"by": 1}, "by"),
    ],
)
def test_a39_judge_audit_item_over_the_api_names_what_is_wrong(api_client, auditor, audit, change, path):
    url = reverse("api:judge_audit_item", args=[audit.items.first().pk])
    body = json.dumps(FINDING | change)
    answer = api_client(auditor).post(url, body, content_type="application/json")
    assert (answer.status_code, answer.json()["path"]) == (400, path)
    assert not AuditJudgement.objects.exists()


def test_an_audit_goes_to_its_end_over_the_api(api_client, auditor, manager, audit):
    program = api_client(auditor)
    drawn = program.get(reverse("api:audit_item_list", args=[audit.pk]), {"limit": 2}).json()
    rest = program.get(reverse("api:audit_item_list", args=[audit.pk]), {"after": drawn["next_after"]}).json()
    for place, row in enumerate(drawn["results"] + rest["results"]):
        body = {"conforms": True} if place else FINDING
        answer = program.post(reverse("api:judge_audit_item", args=[row["id"]]), body)
        assert answer.status_code == 201
    for dimension in ("conformance", "sufficiency", "diversity", "trustworthiness", "privacy", "ethics"):
        body = {"dimension": dimension, "has_concern": False, "sentence": "Fine."}
        assert program.post(reverse("api:judge_dimension", args=[audit.pk]), body).status_code == 201
    for asked in program.get(reverse("api:audit", args=[audit.pk])).json()["ethics"]:
        body = {"question": asked["question"], "verdict": "not_applicable", "sentence": "Films only."}
        assert program.post(reverse("api:judge_ethics", args=[audit.pk]), body).status_code == 201
    [found] = program.get(reverse("api:audit", args=[audit.pk])).json()["findings"]
    pk = found["judgement"]["id"]
    body = {"text": "Read again.", "answer": "pos"}
    assert api_client(manager).post(reverse("api:correct_finding", args=[pk]), body).status_code == 201
    body = {"is_verified": True, "text": "Good."}
    assert program.post(reverse("api:verify_finding", args=[pk]), body).status_code == 201
    body = {"is_signed": True, "sentence": "Sound data."}
    assert program.post(reverse("api:sign_audit", args=[audit.pk]), body).status_code == 201
    told = program.get(reverse("api:audit", args=[audit.pk])).json()
    assert (told["error_rate"]["n"], told["unjudged"], told["is_present"]) == (3, 0, True)
    assert told["findings"][0]["state"] == "verified"
    assert told["sign_off"]["is_signed"] is True


def test_sign_audit_too_early_is_a_refusal_with_its_reason(api_client, page_client, auditor, audit):
    body = {"is_signed": True, "sentence": "Sound data."}
    answer = api_client(auditor).post(reverse("api:sign_audit", args=[audit.pk]), body)
    assert (answer.status_code, answer.json()["code"]) == (409, "audit_incomplete")
    typed = {"is_signed": "yes", "sentence": "Sound data."}
    page = page_client(auditor).post(reverse("verification:sign_audit", args=[audit.pk]), typed)
    assert page.status_code == 409
    assert "Items: 3" in page.content.decode()


@pytest.mark.parametrize("door", ["verification:audit_item_page", "api:audit_item"])
def test_a52_an_auditor_reads_no_name_and_no_personal_data(
    api_client, auditor, project, manager, people, door
):
    batch = make_answered_batch(project, people, [("pos", "pos")])
    version = batch.slots.first().item_version
    ItemVersion.objects.create(
        item=version.item, number=2, parts={"text": "Ask kim@example.org"}, content_sha256="1" * 64
    )
    batch.slots.update(item_version=version.item.versions.get(number=2))
    compute(batch, manager)
    [drawn] = draw_audit(project=project, by=manager, batches=[batch.pk]).items.all()
    told = api_client(auditor).get(reverse(door, args=[drawn.pk])).content.decode()
    assert "[EMAIL_1]" in told
    for hidden in ("kim@example.org", drawn.item.name, *(person.full_name for person in people)):
        assert hidden not in told


def test_audit_page_shows_the_error_rate_with_its_interval(page_client, auditor, audit):
    judge_everything(audit, auditor, wrong=1)
    page = page_client(auditor).get(reverse("verification:audit_page", args=[audit.pk])).content.decode()
    assert "33.3 %" in page
    assert "95.0 % interval 6.1 % to 79.2 %" in page
    assert "at most 5.0 %" in page


def test_audit_page_keeps_a_refused_judgement_at_its_dimension(page_client, auditor, audit):
    url = reverse("verification:judge_dimension", args=[audit.pk])
    answer = page_client(auditor).post(url, {"dimension": "ethics", "sentence": "Hm, I am not sure."})
    assert answer.status_code == 422
    assert answer.content.decode().count("Hm, I am not sure.") == 1


def test_audit_page_shows_each_finding_with_the_form_that_moves_it_on(
    page_client, auditor, manager, audit, finding
):
    url = reverse("verification:audit_page", args=[audit.pk])
    correct = reverse("verification:correct_finding", args=[finding.pk])
    verify = reverse("verification:verify_finding", args=[finding.pk])
    assert correct in page_client(manager).get(url).content.decode()
    assert correct not in page_client(auditor).get(url).content.decode()
    page_client(manager).post(correct, {"answer": "sentiment:neg", "text": "It is cold."})
    assert verify in page_client(auditor).get(url).content.decode()
    page_client(auditor).post(verify, {"is_verified": "yes", "text": "Good."})
    assert [step.state for step in finding.steps.order_by("pk")] == ["corrected", "verified"]
    assert finding.steps.first().decision.answer == "neg"


def test_audit_page_keeps_a_refused_correction(page_client, manager, audit, finding):
    url = reverse("verification:correct_finding", args=[finding.pk])
    answer = page_client(manager).post(url, {"answer": "sentiment:neg", "text": ""})
    assert answer.status_code == 422
    assert f"finding{finding.pk}_text_error" in answer.content.decode()


def test_audit_page_offers_nothing_to_judge_once_it_is_signed(page_client, auditor, audit):
    sign_audit(audit=audit, is_signed=False, sentence="Too small.", by=auditor)
    page = page_client(auditor).get(reverse("verification:audit_page", args=[audit.pk])).content.decode()
    assert reverse("verification:sign_audit", args=[audit.pk]) not in page
    assert "Too small." in page


@pytest.mark.parametrize("wrong", [1, 3])
def test_audit_page_takes_the_same_statements_for_one_finding_as_for_three(
    page_client, auditor, manager, audit, wrong, django_assert_max_num_queries
):
    judge_everything(audit, auditor, wrong=wrong)
    for judgement in AuditJudgement.objects.filter(conforms=False):
        correct_finding(finding=judgement, text="Done.", by=manager)
    client = page_client(auditor)
    with django_assert_max_num_queries(30):
        client.get(reverse("verification:audit_page", args=[audit.pk]))
