import json
import zipfile
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delivery.selectors import evidence
from delivery.services import building
from dmops_platform.errors import RuleBroken
from projects.domain.roles import Role
from projects.domain.stages import Measure, Stage
from projects.services import add_member, open_cycle, pass_stage
from tests.delivery.factories import DISPUTED, make_compared_batch, make_release
from tests.factories import make_user
from tests.projects.factories import make_brief_in_force
from tests.verification.factories import decide_again, evaluate, judge_everything
from verification.models import Dispute
from verification.services.audits import draw_audit, sign_audit

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def people(annotator, second_annotator):
    return [annotator, second_annotator]


@pytest.fixture
def batch(project, people):
    return make_compared_batch(project, people)


def publish_brief(project, *requirements):
    """Put a brief in force that asks for (sentence, metric, comparison, threshold) each."""
    names = ("sentence", "metric", "comparison", "threshold")
    asked = [dict(zip(names, requirement, strict=True)) for requirement in requirements]
    return make_brief_in_force(project, requirements=asked)


def content(release, name):
    with zipfile.ZipFile(release.file) as archive:
        return archive.read(name).decode()


def report(release):
    return json.loads(content(release, "quality_report.json"))


def test_quality_report_holds_each_requirement_against_its_evidence(project, batch):
    publish_brief(
        project,
        ("Enough items.", "items.accepted", ">=", 4),
        ("A third is negative.", "label_share.neg", ">=", 0.6),
        ("The model is good.", "model.accuracy", ">=", 0.9),
        ("It reads well.", "", "", None),
    )
    found = report(make_release(batch))["requirements"]
    assert [each["outcome"] for each in found] == ["met", "not_met", "not_measured", "judged"]
    assert (found[1]["value"], found[1]["n"]) == (0.5, 4)


def test_quality_report_says_the_same_in_english_and_korean(project, batch):
    publish_brief(project, ("Enough items.", "items.accepted", ">=", 4))
    release = make_release(batch)
    english, korean = (content(release, f"quality_report.{language}.html") for language in ("en", "ko"))
    assert '<html lang="en">' in english
    assert "Enough items." in english
    assert "Met" in english
    assert '<html lang="ko">' in korean
    assert "Enough items." in korean


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self, page):
        super().__init__()
        self.found, self.attributes = set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _value in attrs}


def test_a83_quality_report_escapes_hostile_text_and_loads_nothing(project, batch, manager):
    publish_brief(project, (HOSTILE, "items.accepted", ">=", 4))
    pass_stage(project=project, stage=Stage.LABEL, what="by_hand", reason=HOSTILE, by=manager)
    project.name = HOSTILE
    project.save()
    page = Tags(content(make_release(batch), "quality_report.en.html"))
    assert not page.found & {"script", "img", "link", "iframe"}
    assert not page.attributes & {"src", "href", "onerror", "style"}


def test_c31_evidence_of_later_does_not_reach_the_bytes(project, batch, manager, tmp_path):
    publish_brief(project, ("Enough items.", "items.accepted", ">=", 4))
    release = make_release(batch)
    publish_brief(project, ("Many more items.", "items.accepted", ">=", 400))
    open_cycle(project=project, reason="More.", by=manager)
    rebuilt = building.rebuild_release(release=release, path=tmp_path / "again.zip")
    assert rebuilt.archive.sha256 == release.sha256


def test_c31_a_release_frozen_before_there_were_reports_is_built_as_it_was(batch, tmp_path):
    release = make_release(batch, is_built=False)
    del release.facts["report"], release.facts["quality"]
    release.save()
    building.build_release(release_id=release.pk)
    release.refresh_from_db()
    assert release.state == "done"
    assert json.loads(content(release, "manifest.json"))["format"]["version"] == 1


def test_quality_report_counts_decisions_by_cause_and_the_answers_they_set(project, people, manager):
    batch = make_compared_batch(project, people, answers=DISPUTED)
    dispute = Dispute.objects.get(batch=batch)
    for answer in ("neg", "pos", "neg"):
        decide_again(dispute=dispute, answer=answer, cause="ambiguity", reason="Read again.", by=manager)
    release = make_release(batch)
    found = report(release)
    assert found["disputes"] == {"open": 0, "decided": {"ambiguity": 1}}
    assert found["decided_by_people"] == {"n": 1, "of": 4, "share": 0.25}
    assert found["answers"] == release.facts["answers"]


def test_a85_quality_report_names_roles_and_no_person(project, batch):
    manager = make_user("kim.minji")
    add_member(project=project, user=manager, role=Role.PM, by=None)
    pass_stage(project=project, stage=Stage.LABEL, what="by_hand", reason="The pilot was enough.", by=manager)
    release = make_release(batch)
    [passed] = report(release)["passed_by_hand"]
    assert (passed["stage"], passed["roles"]) == (Stage.LABEL, [Role.PM])
    for name in ("quality_report.json", "quality_report.en.html", "quality_report.ko.html"):
        assert manager.username not in content(release, name)
        assert manager.full_name not in content(release, name)


def test_quality_report_leaves_out_a_pass_by_hand_that_was_taken_back(project, batch, manager):
    for what in ("by_hand", "by_hand_withdrawn"):
        pass_stage(project=project, stage=Stage.LABEL, what=what, by=manager)
    assert report(make_release(batch))["passed_by_hand"] == []


def test_quality_report_takes_what_the_apps_below_measure(project, batch, monkeypatch):
    class Below:
        @staticmethod
        def measures(project):
            return [Measure("audit.error_rate", 0.01, 200, 0.0, 0.03), Measure("items.accepted", 999, 999)]

    monkeypatch.setattr(evidence, "WITH_MEASURES", (Below,))
    found = {each["name"]: each["value"] for each in report(make_release(batch))["measures"]}
    assert (found["audit.error_rate"], found["items.accepted"]) == (0.01, 4)


def test_freezing_takes_as_many_statements_for_many_items_as_for_few(
    project, people, batch, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as few:
        make_release(batch, is_built=False)
    texts = [f"A film {number}" for number in range(40)]
    larger = make_compared_batch(project, people, texts=texts, answers=[("pos", "pos")] * 40)
    with django_assert_num_queries(len(few)):
        make_release(larger, is_built=False)


def test_quality_report_prints_the_audit_and_the_evaluation_by_a_model(project, batch, manager, auditor):
    audit = draw_audit(project=project, by=manager)
    judge_everything(audit, auditor, wrong=1)
    sign_audit(audit=audit, is_signed=True, sentence="Sound & well kept.", by=auditor)
    evaluate(project, manager)
    pass_stage(
        project=project, stage=Stage.EXTRINSIC_VERIFICATION, what="by_hand", reason="Small.", by=manager
    )
    release = make_release(batch)
    told = report(release)
    assert (told["audit"]["verdict"], told["audit"]["wrong"]) == ("rejected", 1)
    assert told["audit"]["sign_off"]["is_signed"] is True
    assert told["evaluations"][0]["why_not"] == "one_label"
    page = content(release, "quality_report.en.html")
    assert "The auditor signed on" in page
    assert "Sound &amp; well kept." in page
    assert "five different texts each" in page
    assert "외부 감사" in content(release, "quality_report.ko.html")


def test_a_release_of_data_that_the_audit_rejects_is_refused(project, batch, manager, auditor):
    judge_everything(draw_audit(project=project, by=manager), auditor, wrong=1)
    with pytest.raises(RuleBroken, match="Audit 1 rejects this data"):
        make_release(batch)
    pass_stage(
        project=project, stage=Stage.EXTRINSIC_VERIFICATION, what="by_hand", reason="Small.", by=manager
    )
    assert make_release(batch).number == 1


def test_a_release_of_data_the_audit_accepts_is_made(project, batch, manager, auditor):
    judge_everything(draw_audit(project=project, by=manager), auditor)
    assert make_release(batch).number == 1
