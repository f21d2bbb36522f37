"""Sources, the right to use them, and what follows for their items."""

import pytest
from django.urls import reverse

from dmops_platform.errors import BadInput, RuleBroken
from labeling.models import Batch
from labeling.services.batches import open_batch
from overview import selectors as overview
from projects.domain.stages import Stage
from projects.models import AccessLog, Notice
from sourcing import selectors, stages
from sourcing.domain.rights import SourceState
from sourcing.models import LegalReview, RawFile, Source
from sourcing.services.files import media_path
from sourcing.services.sources import (
    StaleSource,
    Upload,
    add_source,
    assess_source,
    attach_evidence,
    change_source,
    review_source,
)
from tests.factories import make_items, make_schema, make_source
from tests.projects.factories import make_brief
from tests.sourcing.factories import make_raw_file

FACTS = {"name": "Shop reviews", "kind": "client_provided", "licence": "CC-BY-4.0"}
PERSONAL = FACTS | {"has_personal_data": True, "consent_basis": "Consent form of 2026"}


@pytest.fixture
def source(project, data_engineer) -> Source:
    """Return a source that waits for its review."""
    return add_source(project=project, facts=FACTS, by=data_engineer)


def approve(source, legal, **more) -> LegalReview:
    return review_source(source=source, verdict="approve", by=legal, **more)


def sign_brief(project, *, is_commercial: bool = True) -> None:
    signers = {"client": project.created_by, "model_team": project.created_by}
    make_brief(project, signed=signers, is_commercial=is_commercial)


def state(source: Source) -> SourceState:
    return selectors.standing_of(Source.objects.get(pk=source.pk)).state


def test_add_source_waits_for_a_legal_reviewer_who_is_told(source, legal):
    assert state(source) == SourceState.WAITING
    assert [notice.sentence for notice in Notice.objects.filter(user=legal, url__contains="sources")] == [
        "The source “Shop reviews” waits for your review."
    ]
    assert [waiting.url for waiting in stages.waiting_for(legal)] == [f"/sources/{source.pk}/"]


def test_a_project_without_data_waits_for_its_data_engineer(project, data_engineer, manager):
    asked = [(waiting.button, waiting.url) for waiting in stages.waiting_for(data_engineer)]
    assert asked == [("Add a source", f"/projects/{project.pk}/sources/new/")]
    source = make_source(project)
    assert [waiting.button for waiting in stages.waiting_for(data_engineer)] == ["Import items"]
    make_items(project, source=source)
    assert stages.waiting_for(data_engineer) == []


def test_add_source_refuses_a_name_that_is_taken(source, project, data_engineer):
    with pytest.raises(BadInput, match="already has a source"):
        add_source(project=project, facts=FACTS, by=data_engineer)


def test_review_source_approves_and_nothing_waits_any_more(source, legal):
    approve(source, legal)
    assert state(source) == SourceState.APPROVED
    assert stages.waiting_for(legal) == []


@pytest.mark.parametrize("verdict", ["reject", "conditions"])
def test_review_source_asks_for_a_reason_unless_it_approves(source, legal, verdict):
    with pytest.raises(BadInput, match="conditions"):
        review_source(source=source, verdict=verdict, by=legal)
    assert not LegalReview.objects.exists()


def test_nobody_reviews_what_they_stated_or_changed_themselves(source, project, legal, data_engineer):
    with pytest.raises(RuleBroken, match="yourself"):
        approve(source, data_engineer)
    own = add_source(project=project, facts=FACTS | {"name": "Mine"}, by=legal)
    with pytest.raises(RuleBroken, match="yourself"):
        approve(own, legal)
    change_source(source=source, facts=FACTS | {"origin": "Here"}, by=legal)
    with pytest.raises(RuleBroken, match="yourself"):
        approve(source, legal)
    assert stages.waiting_for(legal) == []


def test_personal_data_is_not_approved_without_a_basis_of_consent(project, data_engineer, legal):
    bare = add_source(project=project, facts=PERSONAL | {"consent_basis": ""}, by=data_engineer)
    with pytest.raises(RuleBroken, match="basis of consent"):
        approve(bare, legal)
    review_source(source=bare, verdict="reject", reason="No consent.", by=legal)
    assert state(bare) == SourceState.REJECTED


def test_a_change_of_what_was_reviewed_reopens_the_review_and_taking_it_back_closes_it(
    source, legal, data_engineer
):
    approve(source, legal)
    change_source(source=source, facts=FACTS | {"name": "Shop reviews 2025"}, by=data_engineer)
    assert state(source) == SourceState.APPROVED
    change_source(source=source, facts=FACTS | {"licence": "CC0-1.0"}, by=data_engineer)
    assert state(source) == SourceState.CHANGED
    assert len(stages.waiting_for(legal)) == 1
    change_source(source=source, facts=FACTS, by=data_engineer)
    assert state(source) == SourceState.APPROVED


def test_new_evidence_reopens_the_review_and_is_kept_unchanged(source, legal, data_engineer):
    approve(source, legal)
    attach_evidence(source=source, evidence=Upload("동의서.pdf", [b"%PDF-"]), by=data_engineer)
    source.refresh_from_db()
    assert state(source) == SourceState.CHANGED
    assert source.evidence.is_evidence
    assert media_path(source.evidence.path).read_bytes() == b"%PDF-"
    assert media_path(source.evidence.path).name.endswith("동의서.pdf")


def test_review_of_what_changed_meanwhile_is_refused(source, legal, data_engineer):
    seen = selectors.digest_of(source)
    change_source(source=source, facts=FACTS | {"licence": "CC0-1.0"}, by=data_engineer, seen=seen)
    with pytest.raises(StaleSource, match="changed after you opened it"):
        approve(source, legal, seen=seen)
    with pytest.raises(StaleSource):
        change_source(source=source, facts=FACTS, by=data_engineer, seen=seen)


def test_items_of_a_source_are_batched_only_once_it_is_approved(source, project, legal, manager):
    make_schema(project)
    make_items(project, ["one", "two"], source=source)
    with pytest.raises(RuleBroken, match=r"“Shop reviews” \(Waits for legal review") as refusal:
        open_batch(project=project, name="Main", by=manager)
    assert refusal.value.code == "source_not_approved"
    assert refusal.value.details == {"sources": [source.pk]}
    assert not Batch.objects.exists()
    approve(source, legal)
    assert open_batch(project=project, name="Main", overlap=1, by=manager).slots.count() == 2


def test_named_items_are_refused_together_when_one_may_not_be_used(source, project, manager):
    make_schema(project)
    [good], [bad] = make_items(project, ["one"]), make_items(project, ["two"], source=source)
    with pytest.raises(RuleBroken, match="Shop reviews"):
        open_batch(project=project, name="Main", by=manager, overlaps={good.item_id: 1, bad.item_id: 1})
    assert not Batch.objects.exists()


def test_a_non_commercial_source_conflicts_with_a_commercial_brief(project, legal, data_engineer):
    facts = FACTS | {"licence": "CC-BY-NC-4.0"}
    source = add_source(project=project, facts=facts, by=data_engineer)
    approve(source, legal)
    make_items(project, source=source)
    assert selectors.labelable_items(project).count() == 1
    sign_brief(project)
    assert not selectors.standing_of(source).is_cleared
    assert selectors.labelable_items(project).count() == 0
    with pytest.raises(RuleBroken, match="licence conflict"):
        selectors.check_labelable(project)


def test_gate_2_says_what_is_missing_and_who_owes_it(source, project, legal):
    assert [missing.sentence for missing in gate(project)] == ["No item is imported yet."]
    make_items(project, ["one", "two"], source=source)
    sign_brief(project)
    unsettled, too_few = gate(project)
    assert unsettled.who == "legal"
    assert "items of it: 2" in unsettled.sentence
    assert "are imported" in too_few.sentence
    approve(source, legal)
    assert len(gate(project)) == 1


def gate(project):
    return next(one for one in stages.gates(project) if one.stage == Stage.RAW_DATA).missing


def test_measure_counts_imported_items(project):
    make_items(project, ["one", "two"])
    [measure] = [one for one in overview.measures(project) if one.name == "items.imported"]
    assert (measure.value, measure.n) == (2, 2)


def test_assess_source_keeps_every_judgement_and_shows_the_last(source, data_engineer):
    judge = {"source": source, "criterion": "reliability", "by": data_engineer}
    assess_source(**judge, is_met=False, evidence="Unknown exporter.")
    assess_source(**judge, is_met=True, evidence="The exporter signed.")
    assert source.assessments.count() == 2
    assert selectors.assessments_of(source)["reliability"].is_met
    with pytest.raises(BadInput, match="evidence"):
        assess_source(**judge, is_met=True, evidence=" ")


# Doors


def urls(source) -> dict[str, list[str]]:
    pk, project = [source.pk], [source.project_id]
    return {
        "get": [
            reverse("sourcing:source_list", args=project),
            reverse("sourcing:add_source", args=project),
            reverse("sourcing:source_page", args=pk),
            reverse("sourcing:change_source", args=pk),
            reverse("sourcing:source_diversity", args=pk),
            reverse("api:source_list", args=project),
            reverse("api:source", args=pk),
            reverse("api:source_diversity", args=pk),
        ],
        "post": [
            reverse("sourcing:review_source", args=pk),
            reverse("sourcing:assess_source", args=pk),
            reverse("api:source_list", args=project),
            reverse("api:review_source", args=pk),
            reverse("api:assess_source", args=pk),
            reverse("api:attach_evidence", args=pk),
        ],
    }


@pytest.mark.parametrize("person", ["outsider", "annotator", "reviewer", "client_person", "finance"])
def test_sources_do_not_exist_for_people_without_the_right(request, page_client, source, person):
    client = page_client(request.getfixturevalue(person))
    for method, addresses in urls(source).items():
        for url in addresses:
            assert getattr(client, method)(url).status_code == 404, url


def test_sources_open_for_a_data_engineer(page_client, data_engineer, source):
    client = page_client(data_engineer)
    for url in urls(source)["get"]:
        assert client.get(url).status_code == 200, url


def test_add_source_through_the_page_with_its_evidence(page_client, data_engineer, project):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, url = page_client(data_engineer), reverse("sourcing:add_source", args=[project.pk])
    sent = PERSONAL | {"evidence": SimpleUploadedFile("consent.pdf", b"%PDF-"), "collected_on": "2026-01-02"}
    answer = client.post(url, sent)
    source = Source.objects.get()
    assert answer.url == reverse("sourcing:source_page", args=[source.pk])
    assert source.evidence.name == "consent.pdf"
    assert client.post(url, PERSONAL).status_code == 422


def test_an_empty_evidence_file_leaves_no_source_behind(page_client, data_engineer, project):
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = FACTS | {"evidence": SimpleUploadedFile("consent.pdf", b"")}
    url = reverse("sourcing:add_source", args=[project.pk])
    assert page_client(data_engineer).post(url, sent).status_code == 422
    assert not Source.objects.exists()


def test_change_source_through_the_page_keeps_what_was_typed_when_it_is_refused(
    page_client, data_engineer, source
):
    client, url = page_client(data_engineer), reverse("sourcing:change_source", args=[source.pk])
    answer = client.post(url, FACTS | {"licence": "custom", "origin": "The old shop"})
    assert answer.status_code == 422
    assert "The old shop" in answer.content.decode()
    answer = client.post(url, FACTS | {"origin": "The old shop", "seen": selectors.digest_of(source)})
    assert answer.status_code == 302
    answer = client.post(url, FACTS | {"seen": selectors.digest_of(source)})
    assert answer.status_code == 409


def test_review_through_the_page_and_its_history(page_client, legal, source):
    client, page = page_client(legal), reverse("sourcing:source_page", args=[source.pk])
    url = reverse("sourcing:review_source", args=[source.pk])
    assert client.post(url, {"verdict": "reject", "seen": selectors.digest_of(source)}).status_code == 422
    sent = {"verdict": "conditions", "reason": "Only inside.", "seen": selectors.digest_of(source)}
    assert client.post(url, sent).url == page
    shown = client.get(page).content.decode()
    assert "Approved with conditions" in shown
    assert "Only inside." in shown


def test_source_of_the_api_goes_from_stated_to_approved(api_client, data_engineer, legal, project):
    stated = api_client(data_engineer).post(reverse("api:source_list", args=[project.pk]), PERSONAL)
    assert (stated.status_code, stated.json()["state"]) == (201, "waiting")
    pk = stated.json()["source"]["id"]
    verdict = {"verdict": "approve", "seen": stated.json()["digest"]}
    answer = api_client(legal).post(reverse("api:review_source", args=[pk]), verdict)
    assert (answer.status_code, answer.json()["is_cleared"]) == (201, True)
    changed = api_client(data_engineer).put(
        reverse("api:source", args=[pk]), PERSONAL | {"consent_basis": "Another"}
    )
    assert changed.json()["state"] == "changed"
    stale = api_client(legal).post(reverse("api:review_source", args=[pk]), verdict)
    assert (stale.status_code, stale.json()["code"]) == (409, "source_changed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"licence": "WTF"},
        {"kind": 7},
        {"name": None},
        {"licence_terms": []},
        {"seed": "x"},
        {"collected_on": "2026-99-99"},
        {"extra": 1},
        {"has_personal_data": "perhaps"},
    ],
)
def test_source_of_the_api_refuses_what_cannot_be(api_client, data_engineer, project, wrong):
    answer = api_client(data_engineer).post(reverse("api:source_list", args=[project.pk]), FACTS | wrong)
    assert answer.status_code == 400
    assert not Source.objects.exists()


def test_import_without_a_source_is_taken_for_the_only_one(api_client, manager, project, source):
    client = api_client(manager)
    answer = send(client, project)
    assert (answer.status_code, answer.json()["source"]) == (202, source.pk)
    other = make_source(project, "Another")
    answer = send(client, project)
    assert (answer.status_code, answer.json()["code"]) == (400, "no_source")
    assert "several" in answer.json()["message"]
    assert send(client, project, source=other.pk).json()["source"] == other.pk


def test_import_needs_a_source_of_its_own_project(api_client, manager, project, other_project):
    foreign = make_source(other_project)
    for query in ({}, {"source": foreign.pk}):
        answer = send(api_client(manager), project, **query)
        assert (answer.status_code, answer.json()["code"]) == (400, "no_source")
    assert not RawFile.objects.exists()


def send(client, project, **query):
    url = reverse("api:start_import", args=[project.pk], query={"text_column": "text"} | query)
    return client.generic("POST", url, b"text\nWarm.\n", content_type="text/csv")


def test_upload_page_begins_with_a_source(page_client, manager, project):
    client, url = page_client(manager), reverse("sourcing:upload", args=[project.pk])
    assert reverse("sourcing:add_source", args=[project.pk]) in client.get(url).content.decode()
    source = make_source(project)
    assert f'<option value="{source.pk}"' in client.get(url).content.decode()


@pytest.mark.parametrize("door", ["page", "api"])
def test_c38_download_of_a_raw_file_is_logged_with_its_reason(
    page_client, api_client, data_engineer, legal, project, door
):
    file = make_raw_file(project, "id,text\n1,a\n")
    client = page_client(data_engineer) if door == "page" else api_client(data_engineer)
    name = "sourcing:download_file" if door == "page" else "api:download_file"
    url = reverse(name, args=[file.pk])
    assert client.post(url, {"reason": " "}).status_code in (400, 422)
    assert not AccessLog.objects.exists()
    answer = client.post(url, {"reason": "A broken row"})
    assert b"".join(answer.streaming_content) == b"id,text\n1,a\n"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    line = AccessLog.objects.get()
    assert (line.by, line.address, line.reason) == (data_engineer, "127.0.0.1", "A broken row")
    assert (line.whose, line.about) == ("Made for tests", f"sourcing.rawfile:{file.pk}")
    page = page_client(legal).get(reverse("projects:access_list", args=[project.pk])).content.decode()
    assert "A broken row" in page
    assert api_client(legal).get(reverse("api:access_list", args=[project.pk])).json()["results"]


@pytest.mark.parametrize("person", ["manager", "legal", "annotator", "outsider"])
def test_c38_raw_files_go_only_to_the_data_team(request, page_client, project, person):
    file = make_raw_file(project, "id,text\n1,a\n")
    client = page_client(request.getfixturevalue(person))
    for name in ("sourcing:download_file", "api:download_file"):
        assert client.post(reverse(name, args=[file.pk]), {"reason": "x"}).status_code == 404
    assert not AccessLog.objects.exists()


def test_c38_looking_at_the_first_rows_is_logged(page_client, manager, project):
    file = make_raw_file(project, "id,text\n1,a\n")
    page_client(manager).get(reverse("sourcing:preview_page", args=[file.pk]))
    assert AccessLog.objects.get().action == "sourcing.look_at_file"


def test_evidence_does_not_become_items(source, page_client, manager, data_engineer):
    from sourcing.services.imports import start_import

    attach_evidence(source=source, evidence=Upload("a.csv", [b"id,text\n1,a\n"]), by=data_engineer)
    with pytest.raises(RuleBroken, match="evidence"):
        start_import(file=RawFile.objects.get(), text_columns=["text"], by=manager)
