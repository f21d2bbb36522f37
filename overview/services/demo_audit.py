"""The demo's outside audit: a sample in proportion of the labels, one finding followed to its end, signed."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from projects.models import Project
from verification.domain.acceptance import Method
from verification.domain.dimensions import Dimension
from verification.domain.ethics import EthicsQuestion, Verdict
from verification.models import About, AuditJudgement, Severity, StrataBy
from verification.selectors.audits import asked_dimensions, asked_questions
from verification.services.audits import (
    draw_audit,
    judge_audit_item,
    judge_dimension,
    judge_ethics,
    sign_audit,
)
from verification.services.findings import assign_finding, correct_finding, verify_finding

SENTENCES = {
    Dimension.CONFORMANCE: "표본의 답이 가이드라인을 따릅니다.",
    Dimension.SUFFICIENCY: "계획한 수량을 채웠고 라벨마다 항목이 충분합니다.",
    Dimension.DIVERSITY: "라벨이 고르고 중복된 글이 없습니다.",
    Dimension.TRUSTWORTHINESS: "의견이 갈린 항목은 모두 이유와 함께 판정했습니다.",
    Dimension.PRIVACY: "표본에서 개인정보를 찾지 못했습니다.",
    Dimension.ETHICS: "작업자 보수가 기준 이상이며 해로운 내용이 없습니다.",
}
ANSWERS = {
    EthicsQuestion.CONSENT: (Verdict.NOT_APPLICABLE, "개인정보가 있는 출처가 없습니다."),
    EthicsQuestion.HARM: (Verdict.MET, "해로운 내용을 찾지 못했습니다."),
    EthicsQuestion.WELFARE: (Verdict.MET, "보수와 하루 작업 시간이 적정합니다."),
    EthicsQuestion.WITHDRAWAL: (Verdict.NOT_APPLICABLE, "동의를 받아야 하는 자료가 아닙니다."),
    EthicsQuestion.BIAS: (Verdict.MET, "한쪽으로 치우친 출처가 보이지 않습니다."),
    EthicsQuestion.VULNERABLE: (Verdict.NOT_APPLICABLE, "아동이나 취약 계층의 자료가 없습니다."),
}


def audit_delivered(project: Project, *, manager: User, auditor: User) -> None:
    """Draw, judge and sign an audit that accepts the data with one minor finding."""
    audit = draw_audit(
        project=project,
        by=manager,
        method=Method.ATTRIBUTE,
        tolerable_error=0.1,
        accepted=1,
        strata_by=StrataBy.LABEL,
    )
    first, *others = audit.items.order_by("position")
    finding = judge_audit_item(
        audit_item=first,
        conforms=False,
        about=About.GUIDELINE,
        severity=Severity.MINOR,
        note="가이드라인의 주의 사항에 이런 표현의 예가 없습니다.",
        by=auditor,
    )
    for drawn in others:
        judge_audit_item(audit_item=drawn, conforms=True, by=auditor)
    _follow(finding, manager, auditor)
    for dimension in asked_dimensions(audit):
        judge_dimension(
            audit=audit, dimension=dimension, has_concern=False, sentence=SENTENCES[dimension], by=auditor
        )
    for question in asked_questions(audit):
        verdict, sentence = ANSWERS[question]
        judge_ethics(audit=audit, question=question, verdict=verdict, sentence=sentence, by=auditor)
    sign_audit(audit=audit, is_signed=True, sentence="납품해도 좋은 데이터입니다.", by=auditor)


def _follow(finding: AuditJudgement, manager: User, auditor: User) -> None:
    due_on = timezone.localdate() + timedelta(days=7)
    assign_finding(finding=finding, owner=manager.pk, due_on=due_on, by=manager)
    correct_finding(finding=finding, text="다음 가이드라인 버전에 예를 넣기로 했습니다.", by=manager)
    verify_finding(finding=finding, is_verified=True, text="확인했습니다.", by=auditor)
