import pytest
from django.core.cache import cache
from django.urls import reverse

from dmops_platform.background import JobState
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken
from labeling.domain.lifecycle import AssignmentState
from labeling.models import Annotation
from projects.domain.roles import Role
from projects.models import Notice
from projects.services import add_member
from tests.factories import SENTIMENT, make_schema, make_user
from tests.verification.factories import change_answer, make_answered_batch
from tests.verification.test_shapes import answered
from verification.domain.agreement import krippendorff_alpha, percent_agreement
from verification.domain.ratings import Scale
from verification.models import PersonDecision
from verification.selectors import live, ratings
from verification.selectors.quality import latest_report, report_fields
from verification.services import person_decisions
from verification.services.quality_report import run_quality_report, start_quality_report

pytestmark = pytest.mark.django_db
ROWS = [("pos", "pos", "neg"), ("neg", "neg", "neg"), ("pos", "neg", ""), ("pos", "pos", "pos")]


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def people(db):
    return [make_user() for _n in range(3)]


@pytest.fixture
def batch(project, people):
    return make_answered_batch(project, people, ROWS)


def reported(project, manager):
    report = start_quality_report(project=project, by=manager)
    run_quality_report(report.pk)
    report.refresh_from_db()
    assert report.state == JobState.DONE, report.error
    return report


def test_a_report_says_agreement_of_the_whole_and_of_every_slice(batch, project, people, manager):
    make_answered_batch(project, people, ROWS[:2], phase="main")
    [field] = reported(project, manager).report["fields"]
    assert field["measure"] == "alpha_nominal"
    assert field["answers"] == 17
    assert set(field["by"]) == {"batch", "phase", "guideline", "week"}
    [first, second] = field["by"]["batch"]
    assert first["value"] == pytest.approx(krippendorff_alpha(ratings(batch, "sentiment")).value)
    assert first["answers"] + second["answers"] == 17
    assert field["change"] is None


def test_a_report_says_which_labels_and_which_pairs_differ(project, people, manager):
    make_answered_batch(project, people, ROWS * 3)
    [field] = reported(project, manager).report["fields"]
    assert field["heat"]["labels"] == ["pos", "neg"]
    assert all(sum(row) == pytest.approx(1) for row in field["heat"]["shares"])
    assert [pair["n"] for pair in field["pairs"]] == [9, 9, 12]
    assert {row["label"] for row in field["labels"]} == {"pos", "neg"}


def test_a_report_sees_the_same_person_twice(batch, project, people, manager):
    again = make_answered_batch(project, people, ROWS)
    for slot, old in zip(again.slots.order_by("pk"), batch.slots.order_by("pk"), strict=True):
        again.assignments.filter(slot=slot).update(item=old.item)
        again.slots.filter(pk=slot.pk).update(item=old.item, item_version=old.item_version)
    [field] = reported(project, manager).report["fields"]
    assert {row["value"] for row in field["intra"]} == {1.0}
    assert [row["n"] for row in field["intra"]] == [4, 4, 3]


@pytest.mark.parametrize("kind", ["spans", "text", "number", "choices"])
def test_a_report_measures_fields_of_every_kind(project, people, manager, kind):
    from tests.verification.test_shapes import FIELDS

    near, far = FIELDS[kind][1:3]
    answered(project, people, kind, [(near, near, far), (far, far, far)])
    [field] = reported(project, manager).report["fields"]
    assert field["overall"]["n"] == 2
    assert field["heat"] is None
    assert all(person["agreement"]["n"] == 2 for person in field["people"])


def test_an_ordered_field_is_judged_by_its_order(project, people, manager):
    labels = [{"id": name, "title": name, "key": "", "help": ""} for name in ("low", "middle", "high")]
    field = {**SENTIMENT, "config": {"labels": labels, "is_ordered": True}}
    schema = make_schema(project, [field])
    rows = [("low", "middle", "low"), ("high", "high", "high"), ("low", "low", "high")]
    batch = make_answered_batch(project, people, rows, schema=schema)
    [found] = reported(project, manager).report["fields"]
    [figure] = live.live_agreement(batch)
    assert (found["measure"], figure.measure) == ("alpha_ordinal", "alpha_ordinal")
    assert figure.value == pytest.approx(found["overall"]["value"])


def test_somebody_fast_and_somebody_copying_are_pointed_out_with_evidence(project, people, manager):
    rows = [(("pos", "neg")[n % 2], ("pos", "neg")[n % 2], ("pos", "neg")[n * 7 % 3 % 2]) for n in range(60)]
    make_answered_batch(project, people, rows)
    _seconds(people[2], 0.5)
    report = reported(project, manager)
    [field] = report_fields(report)
    codes = {(alert["code"], alert["person"]) for alert in field["alerts"]}
    assert ("fast", str(people[2].pk)) in codes
    assert ("copies", str(people[0].pk)) in codes
    assert str(people[2]) in field["names"].values()


def _seconds(person, seconds):
    """Have somebody answer all anew, alike, in so many seconds."""
    for annotation in list(Annotation.objects.filter(by=person)):
        annotation.seconds = seconds
        change_answer(annotation, annotation.answers["sentiment"])


def test_two_reports_at_once_are_one_and_nothing_to_report_is_refused(batch, project, manager):
    first = start_quality_report(project=project, by=manager)
    assert start_quality_report(project=project, by=manager) == first
    run_quality_report(first.pk)
    run_quality_report(first.pk)
    assert latest_report(project) == first


def test_a_project_without_answers_has_nothing_to_report(project, manager):
    with pytest.raises(RuleBroken, match="Nobody has answered"):
        start_quality_report(project=project, by=manager)


def test_the_page_shows_report_heat_map_and_people(batch, project, manager, page_client):
    client = page_client(manager)
    address = reverse("verification:quality_report_page", args=[project.pk])
    assert "No report yet" in client.get(address).content.decode()
    assert client.post(reverse("verification:start_quality_report", args=[project.pk])).status_code == 302
    run_quality_report(project.quality_reports.get().pk)
    page = client.get(address).content.decode()
    assert 'class="heat-map"' in page
    assert "is-same" in page
    assert "Which labels are confused" in page


def test_the_api_gives_the_report_in_full(batch, project, manager, api_client):
    client = api_client(manager)
    started = client.post(f"/api/v1/projects/{project.pk}/quality-reports/")
    assert started.status_code == 202
    run_quality_report(started.json()["id"])
    figures = client.get(f"/api/v1/quality-reports/{started.json()['id']}/").json()["figures"]
    assert figures[0]["overall"]["n"] == 4
    cancelled = client.post(f"/api/v1/quality-reports/{started.json()['id']}/cancel/")
    assert cancelled.json()["state"] == "done"


def full(batch):
    coded = ratings(batch, "sentiment")
    return krippendorff_alpha(coded, Scale.NOMINAL), percent_agreement(coded)


def assert_live_is_full(batch):
    [figure] = live.live_agreement(batch)
    alpha, percent = full(batch)
    assert (figure.n, figure.undefined) == (alpha.n, alpha.undefined)
    assert figure.value == pytest.approx(alpha.value, abs=1e-12)
    assert figure.percent == pytest.approx(percent.value, abs=1e-12)


def test_the_live_figure_follows_answers_changes_and_withdrawals_and_equals_the_whole(project, people):
    batch = make_answered_batch(project, people, [("pos", "", ""), ("neg", "", ""), ("", "", "")])
    assert_live_is_full(batch)
    for slot, person, label in zip(
        batch.slots.exclude(assignments__state=AssignmentState.SUBMITTED).order_by("pk"),
        [people[1], people[2], people[1], people[2], *people],
        ["pos", "neg", "neg", "neg", "pos", "neg", "pos"],
        strict=True,
    ):
        from tests.factories import make_annotation

        make_annotation(slot, person, {"sentiment": label})
        assert_live_is_full(batch)
    for annotation in list(Annotation.objects.order_by("pk")):
        change_answer(annotation, "pos" if annotation.answers["sentiment"] == "neg" else "neg")
        assert_live_is_full(batch)
    batch.assignments.filter(person=people[0]).update(state=AssignmentState.RETURNED)
    assert_live_is_full(batch)


def test_the_live_figure_counts_again_only_items_with_answers_since(batch, people, monkeypatch):
    live.live_agreement(batch)
    counted = []
    real = live._answers
    monkeypatch.setattr(live, "_answers", lambda batch, items: counted.append(items) or real(batch, items))
    change_answer(Annotation.objects.order_by("pk").first(), "neg")
    live.live_agreement(batch)
    [items] = counted
    assert len(items) == 1
    live.live_agreement(batch)
    assert len(counted) == 1


def test_the_live_figure_is_on_the_batch_page_and_in_the_api(batch, manager, page_client, api_client):
    page = page_client(manager).get(reverse("verification:batch_quality", args=[batch.pk])).content.decode()
    assert "agreement right now" in page
    [figure] = api_client(manager).get(f"/api/v1/batches/{batch.pk}/agreement/").json()
    assert (figure["field"], figure["n"]) == ("sentiment", 4)


@pytest.fixture
def decision(batch, project, people, manager):
    reported(project, manager)
    return person_decisions.decide_about_person(
        project=project, person=people[0], step="talk", reason="Very fast today.", by=manager
    )


def test_a_decision_about_somebody_tells_them_why(decision, people, page_client):
    assert Notice.objects.get(user=people[0]).url == f"/person-decisions/{decision.pk}/"
    client = page_client(people[0])
    assert "Very fast today." in client.get(f"/person-decisions/{decision.pk}/").content.decode()
    assert "Talk with them" in client.get("/person-decisions/").content.decode()
    assert page_client(people[1]).get(f"/person-decisions/{decision.pk}/").status_code == 404


def test_an_appeal_is_answered_by_somebody_else_and_only_once(
    decision, project, people, manager, page_client
):
    client = page_client(people[0])
    address = f"/person-decisions/{decision.pk}/"
    assert client.post(f"{address}appeal/", {"text": "I know these films."}).status_code == 302
    assert client.post(f"{address}appeal/", {"text": "Again."}).status_code == 409
    other = make_user()
    add_member(project=project, user=other, role=Role.PM, by=manager)
    with pytest.raises(NotAllowed, match="Somebody other"):
        person_decisions.answer_appeal(decision=decision, is_upheld=False, answer="No.", by=manager)
    sent = {"is_upheld": "yes", "answer": "You are right."}
    assert page_client(other).post(f"{address}answer/", sent).status_code == 302
    with pytest.raises(RuleBroken, match="answered already"):
        person_decisions.answer_appeal(decision=decision, is_upheld=False, answer="No.", by=other)
    assert "You are right." in client.get(address).content.decode()


def test_the_only_manager_answers_an_appeal_alone(decision, people, manager):
    person_decisions.appeal(decision=decision, text="I know these films.", by=people[0])
    made = person_decisions.answer_appeal(decision=decision, is_upheld=False, answer="Still.", by=manager)
    assert made.is_upheld is False


def test_nobody_but_the_person_appeals_and_nobody_decides_about_themselves(
    decision, project, people, manager
):
    with pytest.raises(NotAllowed):
        person_decisions.appeal(decision=decision, text="For them.", by=people[1])
    with pytest.raises(RuleBroken, match="Nobody has appealed"):
        person_decisions.answer_appeal(decision=decision, is_upheld=True, answer="Yes.", by=manager)
    with pytest.raises(BadInput, match="answered in this project"):
        person_decisions.decide_about_person(
            project=project, person=manager, step="talk", reason="Me.", by=manager
        )
    for wrong in ({"step": "fire"}, {"reason": "  "}, {"reason": "x" * 5_001}):
        facts = {"step": "talk", "reason": "Fast."} | wrong
        with pytest.raises(BadInput):
            person_decisions.decide_about_person(project=project, person=people[0], by=manager, **facts)


def test_decisions_over_the_api(batch, project, people, manager, api_client):
    client = api_client(manager)
    address = f"/api/v1/projects/{project.pk}/person-decisions/"
    sent = {"person": people[0].pk, "step": "check", "reason": "Odd answers."}
    made = client.post(address, sent, content_type="application/json")
    assert made.status_code == 201
    stranger = client.post(address, sent | {"person": manager.pk}, content_type="application/json")
    assert stranger.status_code == 404
    own = api_client(people[0])
    pk = made.json()["id"]
    appealed = own.post(
        f"/api/v1/person-decisions/{pk}/appeal/", {"text": "Why?"}, content_type="application/json"
    )
    assert appealed.status_code == 201
    answered = client.post(
        f"/api/v1/person-decisions/{pk}/answer/",
        {"is_upheld": False, "answer": "Because."},
        content_type="application/json",
    )
    assert answered.json()["is_upheld"] is False
    assert own.get(f"/api/v1/person-decisions/{pk}/").json()["appeal"]["answer"] == "Because."
    assert client.get(address).json()[0]["appeal"]["text"] == "Why?"
    assert PersonDecision.objects.get(pk=pk).step == "check"


@pytest.mark.parametrize(("value", "words"), [(0.839, "0.84"), (0.999, "1.00"), (-0.001, "0.00"), (None, "")])
def test_figures_are_rounded_and_not_cut_off(value, words):
    from verification.templatetags.quality_words import two_places

    assert two_places(value) == words
