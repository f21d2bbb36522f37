import pytest
from django.urls import reverse

from dmops_platform.errors import BadInput
from projects.domain.stages import Stage
from tests.factories import make_user
from tests.verification.factories import compute, judge_everything, make_answered_batch
from tests.verification.test_gates import missing
from verification.models import Audit
from verification.selectors.audits import standing_of
from verification.selectors.sampling import strata_for
from verification.services.audits import draw_audit, sign_audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [make_user(full_name=f"Annotator Kim {n}") for n in range(2)]


@pytest.fixture
def batch(project, people, manager):
    rows = [("pos", "pos")] * 90 + [("neg", "neg")] * 30
    batch = make_answered_batch(project, people, rows, name="Main")
    compute(batch, manager)
    return batch


def test_an_attribute_plan_draws_what_rejects_the_tolerable_error(project, batch, manager):
    audit = draw_audit(project=project, by=manager, method="attribute", tolerable_error=0.1, accepted=1)
    assert (audit.size, audit.acceptance, audit.items.count()) == (40, 1, 40)


def test_an_iso_plan_draws_by_code_letter_and_quality_level(project, batch, manager):
    audit = draw_audit(project=project, by=manager, method="iso2859", aql=2.5)
    assert (audit.letter, audit.size, audit.acceptance, audit.tolerable_error) == ("F", 20, 1, 0.025)


def test_a_sample_in_strata_has_every_label_in_proportion(project, batch, manager):
    audit = draw_audit(project=project, by=manager, size=20, strata_by="label", seed=2)
    assert audit.strata == [
        {"name": "neg", "population": 30, "drawn": 5},
        {"name": "pos", "population": 90, "drawn": 15},
    ]
    drawn = [(item.stratum, item.answers["sentiment"]) for item in audit.items.all()]
    assert all(stratum == answer for stratum, answer in drawn)
    assert drawn.count(("neg", "neg")) == 5


def test_strata_of_people_are_numbers_to_the_auditor_and_names_to_the_manager(
    project, batch, manager, auditor, people
):
    audit = draw_audit(project=project, by=manager, size=20, strata_by="annotator")
    [for_auditor] = strata_for(auditor, standing_of(audit))
    [for_manager] = strata_for(manager, standing_of(audit))
    assert (for_auditor.name, for_manager.name) == ("Person 1", str(people[0]))


@pytest.mark.parametrize(("wrong", "is_rejected"), [(0, False), (1, False), (2, True)])
def test_the_acceptance_number_decides(project, batch, manager, auditor, wrong, is_rejected):
    audit = draw_audit(project=project, by=manager, method="iso2859", aql=2.5)
    judge_everything(audit, auditor, wrong=wrong)
    standing = standing_of(audit)
    assert (standing.wrong, standing.is_rejected, standing.is_within) == (wrong, is_rejected, not is_rejected)
    sign_audit(audit=audit, is_signed=True, sentence="Seen.", by=auditor)
    said = missing(project, Stage.EXTRINSIC_VERIFICATION)
    assert bool(said) == is_rejected
    if is_rejected:
        assert said == [
            "The sample rejects the data: 2 errors found, at most 1 are accepted. Correct the data and draw again."
        ]


def test_an_accepted_sample_has_an_exact_interval(project, batch, manager, auditor):
    audit = draw_audit(project=project, by=manager, method="attribute", tolerable_error=0.2)
    judge_everything(audit, auditor)
    rate = standing_of(audit).error_rate
    assert (rate.value, rate.n, round(rate.high, 4)) == (
        0,
        audit.size,
        round(1 - 0.025 ** (1 / audit.size), 4),
    )


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("method", {"method": "guess"}),
        ("size", {"method": "iso2859", "size": 3}),
        ("aql", {"method": "iso2859", "aql": 3.0}),
        ("aql", {"aql": float("nan")}),
        ("level", {"level": "IV"}),
        ("accepted", {"method": "attribute", "accepted": -1}),
        ("strata_by", {"strata_by": "weather"}),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(project, batch, manager, path, asked):
    with pytest.raises(BadInput) as refusal:
        draw_audit(project=project, by=manager, **asked)
    assert refusal.value.path == path


def test_a_plan_through_the_page(page_client, manager, batch, project):
    typed = {"method": "iso2859", "aql": "4", "level": "I", "strata_by": "label", "tolerable_error": "5"}
    answer = page_client(manager).post(
        reverse("verification:draw_audit", args=[project.pk]), {**typed, "confidence": "0.95", "seed": "1"}
    )
    audit = Audit.objects.get()
    assert answer.url == reverse("verification:audit_page", args=[audit.pk])
    assert (audit.letter, audit.size, audit.acceptance) == ("E", 13, 1)
    page = page_client(manager).get(answer.url).content.decode()
    assert "ISO 2859-1" in page
    assert "Parts of the sample" in page


def test_a_plan_through_the_api(api_client, manager, auditor, batch, project):
    door = reverse("api:audit_list", args=[project.pk])
    drawn = api_client(manager).post(
        door, {"method": "attribute", "tolerable_error": 0.1, "accepted": 1, "strata_by": "annotator"}
    )
    assert (drawn.status_code, drawn.json()["size"], drawn.json()["acceptance"]) == (201, 40, 1)
    told = api_client(auditor).get(reverse("api:audit", args=[drawn.json()["id"]])).json()
    assert [row["name"] for row in told["strata"]] == ["Person 1"]
    assert (told["wrong"], told["is_rejected"]) == (0, False)
    refused = api_client(manager).post(door, {"method": "iso2859", "aql": 3})
    assert (refused.status_code, refused.json()["path"]) == (400, "aql")
