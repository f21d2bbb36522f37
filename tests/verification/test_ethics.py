"""The checklist of ethics in an audit: its facts, its judgements, and audits drawn before there was one."""

import pytest
from django.urls import reverse

from annotators.models import WorkTime
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken
from labeling.models import PausedPerson
from sourcing.models import Source
from tests.factories import make_user
from tests.verification.factories import compute, judge_everything, make_answered_batch
from verification.domain.dimensions import Dimension
from verification.models import Audit, EthicsJudgement
from verification.selectors.audits import evidence_of, standing_of
from verification.selectors.printed import printed_facts, printed_words
from verification.services.audits import draw_audit, judge_dimension, judge_ethics, sign_audit

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [make_user(full_name=f"Annotator Kim {n}") for n in range(2)]


@pytest.fixture
def batch(project, people, manager):
    batch = make_answered_batch(project, people, [("pos", "pos"), ("neg", "neg")] * 20, name="Main")
    compute(batch, manager)
    return batch


@pytest.fixture
def audit(project, batch, manager):
    return draw_audit(project=project, by=manager, size=3)


def facts(audit):
    return {fact.name: fact for fact in evidence_of(audit)[Dimension.ETHICS]}


def as_drawn_before_the_checklist(audit):
    """Return another audit with only the facts that older audits froze."""
    old = ("pay_hourly_median", "pay_hourly_p10", "pay_floor")
    evidence = {**audit.evidence, "ethics": [one for one in audit.evidence["ethics"] if one["name"] in old]}
    for one in evidence["ethics"]:
        one.pop("said", None)
    audit.pk, audit.number, audit.evidence = None, audit.number + 1, evidence
    audit._state.adding = True
    audit.save(force_insert=True)
    return audit


def answer(audit, by, **facts):
    return judge_ethics(
        audit=audit, by=by, **{"question": "harm", "verdict": "met", "sentence": "Mild."} | facts
    )


def test_facts_say_for_which_personal_sources_consent_is_stated(project, batch, manager):
    source = Source.objects.filter(project=project).first()
    columns = {"kind": "crowdsourced", "licence": source.licence, "by": manager, "changed_by": manager}
    for name, basis in (("Letters", "Signed forms."), ("Diaries", "")):
        Source.objects.create(
            project=project, name=name, has_personal_data=True, consent_basis=basis, **columns
        )
    found, n = facts(draw_audit(project=project, by=manager)), project.sources.count()
    assert (found["personal_sources"].value, found["personal_sources"].n) == (2, n)
    assert (found["consent_stated"].value, found["consent_stated"].n) == (0.5, 2)
    assert found["people_sources"].value == 2


def test_facts_say_how_long_days_were(project, batch, people, manager):
    for person, hours in ((people[0], 5), (people[0], 4), (people[1], 8)):
        WorkTime.objects.create(
            project=project, user=person, work="labeling.assignment:1", seconds=3_600 * hours, claimed=0
        )
    found = facts(draw_audit(project=project, by=manager))
    assert (found["long_days"].value, found["long_days"].n) == (0.5, 2)
    assert found["longest_day"].value == 9


def test_facts_give_the_reasons_of_pauses_and_name_nobody(project, batch, people, manager):
    reason = f"{people[0].full_name} wrote to kim@example.org"
    PausedPerson.objects.create(project=project, person=people[0], by=manager, reason=reason)
    paused = facts(draw_audit(project=project, by=manager))["people_paused"]
    assert (paused.value, paused.n, list(paused.said)) == (1, 2, ["… wrote to [EMAIL_1]"])


def test_facts_do_not_claim_what_is_not_written_down(audit):
    assert facts(audit)["items_erased"].value is None
    assert facts(audit)["appeals_answered"].value is None


def test_sign_audit_waits_for_every_question(audit, auditor):
    judge_everything(audit, auditor)
    assert standing_of(audit).is_complete
    other = draw_audit(project=audit.project, by=audit.by, size=1)
    for drawn in other.items.all():
        drawn.judgements.create(conforms=True, by=auditor)
    for dimension in Dimension:
        judge_dimension(audit=other, dimension=dimension, has_concern=False, sentence="Fine.", by=auditor)
    with pytest.raises(RuleBroken, match=r"Items: 0\. Dimensions: 0\. Questions of ethics: 6\."):
        sign_audit(audit=other, is_signed=True, sentence="Good.", by=auditor)


@pytest.mark.parametrize(
    ("path", "value"),
    [("question", "luck"), ("verdict", "maybe"), ("sentence", " "), ("sentence", "x" * 2_001)],
)
def test_judge_ethics_refuses_what_says_nothing(audit, auditor, path, value):
    with pytest.raises(BadInput) as refusal:
        answer(audit, auditor, **{path: value})
    assert refusal.value.path == path
    assert not EthicsJudgement.objects.exists()


def test_judge_ethics_is_not_for_who_drew_the_audit_nor_after_the_last_word(audit, auditor, manager):
    with pytest.raises(NotAllowed):
        answer(audit, manager)
    sign_audit(audit=audit, is_signed=False, sentence="No.", by=auditor)
    with pytest.raises(RuleBroken, match="signed off"):
        answer(audit, auditor)


def test_judged_again_the_last_word_counts(audit, auditor):
    answer(audit, auditor)
    answer(audit, auditor, verdict="concern", sentence="Slurs.")
    assert standing_of(audit).ethics["harm"].verdict == "concern"


def test_an_audit_from_before_the_checklist_asks_no_question_and_is_signed_as_ever(
    page_client, api_client, audit, auditor
):
    old = as_drawn_before_the_checklist(Audit.objects.get(pk=audit.pk))
    assert standing_of(old).unjudged_questions == []
    with pytest.raises(RuleBroken, match="before it asked questions"):
        answer(old, auditor)
    page = page_client(auditor).get(reverse("verification:audit_page", args=[old.pk])).content.decode()
    assert "Fair-pay floor per hour" in page
    assert "ethics-harm" not in page
    assert api_client(auditor).get(reverse("api:audit", args=[old.pk])).json()["ethics"] == []


def test_the_page_asks_each_question_with_its_facts_and_keeps_a_refused_answer(page_client, auditor, audit):
    client = page_client(auditor)
    page = client.get(reverse("verification:audit_page", args=[audit.pk])).content.decode()
    for question in ("consent", "harm", "welfare", "withdrawal", "bias", "vulnerable"):
        assert f'id="ethics-{question}"' in page
    assert page.count("No erasure is recorded here. To count them") == 1
    url = reverse("verification:judge_ethics", args=[audit.pk])
    refused = client.post(url, {"question": "harm", "sentence": "I wonder about it."})
    assert refused.status_code == 422
    assert refused.content.decode().count("I wonder about it.") == 1
    client.post(url, {"question": "harm", "verdict": "concern", "sentence": "No word of slurs."})
    assert EthicsJudgement.objects.get().verdict == "concern"


def test_the_report_prints_questions_and_verdicts_but_no_reasons(project, batch, people, manager, auditor):
    PausedPerson.objects.create(project=project, person=people[0], by=manager, reason="Too hasty.")
    audit = draw_audit(project=project, by=manager, size=3)
    answer(audit, auditor, verdict="concern", sentence="No word of slurs.")
    printed = printed_facts(project)
    assert "Too hasty." not in str(printed)
    [ethics] = [row for row in printed_words(printed)["dimensions"] if row["dimension"] == "ethics"]
    told = {row["question"]: row for row in ethics["questions"]}
    assert (told["harm"]["verdict"], told["harm"]["sentence"]) == ("concern", "No word of slurs.")
    assert told["consent"]["verdict"] is None
    assert [fact.name for fact in told["harm"]["facts"]] == ["cautions_words", "findings_ethics"]


def test_a_report_printed_before_the_checklist_is_still_read(project, batch, manager):
    draw_audit(project=project, by=manager, size=3)
    printed = printed_facts(project)
    for row in printed["audit"]["dimensions"]:
        del row["questions"]
    assert all(row["questions"] == [] for row in printed_words(printed)["dimensions"])
