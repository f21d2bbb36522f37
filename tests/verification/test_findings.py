from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from dmops_platform.errors import BadInput, RuleBroken
from projects.domain.roles import Role
from projects.domain.stages import Stage
from projects.services import add_member
from tests.factories import make_user
from tests.verification.factories import compute, judge_everything, make_answered_batch
from tests.verification.test_gates import missing
from verification.domain.dimensions import Dimension, evenness, lexical_variety
from verification.models import Audit, FindingAssignment
from verification.selectors.audits import evidence_of, findings_of, standing_of
from verification.services.audits import draw_audit, judge_audit_item, sign_audit
from verification.services.findings import assign_finding, correct_finding, verify_finding

pytestmark = pytest.mark.django_db

FINDING = {"conforms": False, "about": "guideline", "note": "It is irony."}


@pytest.fixture
def audit(project, manager):
    batch = make_answered_batch(project, [make_user(), make_user()], [("pos", "pos"), ("neg", "neg")] * 10)
    compute(batch, manager)
    return draw_audit(project=project, by=manager, size=5, tolerable_error=0.5)


@pytest.fixture
def finding(audit, auditor):
    return judge_audit_item(audit_item=audit.items.first(), by=auditor, severity="critical", **FINDING)


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_a_finding_has_a_severity_and_a_judgement_that_conforms_has_none(audit, auditor):
    first, second = audit.items.all()[:2]
    assert judge_audit_item(audit_item=first, by=auditor, **FINDING).severity == "major"
    assert judge_audit_item(audit_item=second, conforms=True, by=auditor, severity="minor").severity == ""
    with pytest.raises(BadInput) as refusal:
        judge_audit_item(audit_item=first, by=auditor, severity="awful", **FINDING)
    assert refusal.value.path == "severity"


def test_assign_finding_tells_its_owner_and_the_last_word_counts(project, finding, manager):
    other = make_user("second_manager")
    add_member(project=project, user=other, role=Role.PM, by=manager)
    assign_finding(finding=finding, owner=manager.pk, due_on=tomorrow(), by=manager)
    assign_finding(finding=finding, owner=other.pk, due_on=tomorrow(), by=manager)
    [found] = findings_of(finding.audit_item.audit)
    assert (found.assignment.owner, found.is_overdue) == (other, False)
    assert "yours to correct" in str(other.notices.order_by("-pk").first())
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        [found] = findings_of(finding.audit_item.audit)
        assert found.is_overdue


@pytest.mark.parametrize(
    ("path", "owner", "days"),
    [("owner", "annotator", 1), ("owner", "outsider", 1), ("due_on", "manager", -1)],
)
def test_assign_finding_refuses_strangers_and_days_gone_by(request, finding, manager, path, owner, days):
    person = request.getfixturevalue(owner)
    due_on = timezone.localdate() + timedelta(days=days)
    with pytest.raises(BadInput) as refusal:
        assign_finding(finding=finding, owner=person.pk, due_on=due_on, by=manager)
    assert refusal.value.path == path


def test_assign_finding_refuses_one_that_is_corrected(finding, manager):
    correct_finding(finding=finding, text="Guideline 2.", by=manager)
    with pytest.raises(RuleBroken, match="not open any more"):
        assign_finding(finding=finding, owner=manager.pk, due_on=tomorrow(), by=manager)


def test_gate_10_waits_for_critical_findings_to_be_verified(project, audit, finding, manager, auditor):
    judge_everything(audit, auditor, skip=finding.audit_item)
    sign_audit(audit=audit, is_signed=True, sentence="Seen.", by=auditor)
    waits = ["Critical findings are not corrected and verified: 1."]
    assert missing(project, Stage.EXTRINSIC_VERIFICATION) == waits
    correct_finding(finding=finding, text="Guideline 2.", by=manager)
    assert missing(project, Stage.EXTRINSIC_VERIFICATION) == waits
    verify_finding(finding=finding, is_verified=True, text="Good.", by=auditor)
    assert missing(project, Stage.EXTRINSIC_VERIFICATION) == []


def test_assign_finding_through_both_doors(page_client, api_client, finding, manager, auditor):
    page = reverse("verification:assign_finding", args=[finding.pk])
    typed = {"owner": manager.pk, "due_on": tomorrow().isoformat()}
    assert page_client(manager).post(page, typed).status_code == 302
    assert page_client(manager).post(page, {"owner": "x", "due_on": "soon"}).status_code == 422
    assert page_client(auditor).post(page, typed).status_code == 404
    api = reverse("api:assign_finding", args=[finding.pk])
    assert api_client(manager).post(api, typed).status_code == 201
    assert api_client(manager).post(api, {"owner": 10**9, "due_on": "2999-01-01"}).status_code == 400
    assert FindingAssignment.objects.count() == 2
    told = api_client(auditor).get(reverse("api:audit", args=[finding.audit_item.audit_id])).json()
    assert told["findings"][0]["assignment"]["due_on"] == typed["due_on"]
    shown = page_client(auditor).get(reverse("verification:audit_page", args=[finding.audit_item.audit_id]))
    assert "Manager corrects it" not in shown.content.decode()


def test_an_audit_asks_for_six_dimensions_with_facts_of_each(audit, finding):
    facts = {name: {fact.name: fact for fact in found} for name, found in evidence_of(audit).items()}
    assert set(facts) == set(Dimension)
    assert (
        facts[Dimension.CONFORMANCE]["error_rate"].value,
        facts[Dimension.CONFORMANCE]["error_rate"].n,
    ) == (1.0, 1)
    assert facts[Dimension.SUFFICIENCY]["smallest_label"].value == 10
    assert facts[Dimension.DIVERSITY]["near_duplicates"].n == 5
    assert facts[Dimension.PRIVACY]["raw_looks"].value == 0
    assert facts[Dimension.ETHICS]["pay_floor"].value is None
    assert facts[Dimension.TRUSTWORTHINESS]["from_kept_file"].n == 20


def test_an_older_audit_asks_for_what_it_was_drawn_with(project, manager):
    old = Audit(project=project, number=9, tolerable_error=0.1, confidence=0.95, seed=0, population=5, size=5)
    old.moment, old.by = {"annotations": {}, "decision": 0}, manager
    old.evidence = {"sufficiency": [], "diversity": [], "trustworthiness": [], "privacy": []}
    old.save()
    assert len(standing_of(old).unjudged_dimensions) == 5


def test_lexical_variety_is_the_mean_over_stretches_of_a_hundred_words():
    same, different = "word " * 100, " ".join(f"word{n}" for n in range(100))
    found = lexical_variety([same, different])
    assert (found.value, found.n) == (pytest.approx((0.01 + 1) / 2), 2)
    assert lexical_variety(["too short"]).value is None


def test_evenness_of_sources_is_that_of_labels():
    assert evenness([3]) is None
