"""The demo's outside audit: a sample in proportion of the labels, one finding followed to its end, signed."""

from datetime import timedelta
from typing import NamedTuple

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

VERDICTS = {
    EthicsQuestion.CONSENT: Verdict.NOT_APPLICABLE,
    EthicsQuestion.HARM: Verdict.MET,
    EthicsQuestion.WELFARE: Verdict.MET,
    EthicsQuestion.WITHDRAWAL: Verdict.NOT_APPLICABLE,
    EthicsQuestion.BIAS: Verdict.MET,
    EthicsQuestion.VULNERABLE: Verdict.NOT_APPLICABLE,
}


class AuditWords(NamedTuple):
    """What the auditor and the manager write in one language."""

    finding: str
    correction: str
    check: str
    signature: str
    dimensions: dict[Dimension, str]
    ethics: dict[EthicsQuestion, str]


AUDIT = {
    "ko": AuditWords(
        finding="가이드라인의 주의 사항에 이런 표현의 예가 없습니다.",
        correction="다음 가이드라인 버전에 예를 넣기로 했습니다.",
        check="확인했습니다.",
        signature="납품해도 좋은 데이터입니다.",
        dimensions={
            Dimension.CONFORMANCE: "표본의 답이 가이드라인을 따릅니다.",
            Dimension.SUFFICIENCY: "계획한 수량을 채웠고 라벨마다 항목이 충분합니다.",
            Dimension.DIVERSITY: "라벨이 고르고 중복된 글이 없습니다.",
            Dimension.TRUSTWORTHINESS: "의견이 갈린 항목은 모두 이유와 함께 판정했습니다.",
            Dimension.PRIVACY: "표본에서 개인정보를 찾지 못했습니다.",
            Dimension.ETHICS: "작업자 보수가 기준 이상이며 해로운 내용이 없습니다.",
        },
        ethics={
            EthicsQuestion.CONSENT: "개인정보가 있는 출처가 없습니다.",
            EthicsQuestion.HARM: "해로운 내용을 찾지 못했습니다.",
            EthicsQuestion.WELFARE: "보수와 하루 작업 시간이 적정합니다.",
            EthicsQuestion.WITHDRAWAL: "동의를 받아야 하는 자료가 아닙니다.",
            EthicsQuestion.BIAS: "한쪽으로 치우친 출처가 보이지 않습니다.",
            EthicsQuestion.VULNERABLE: "아동이나 취약 계층의 자료가 없습니다.",
        },
    ),
    "en": AuditWords(
        finding="The edge cases of the guideline have no example of such a wording.",
        correction="An example goes into the next version of the guideline.",
        check="Seen and good.",
        signature="This data can be delivered.",
        dimensions={
            Dimension.CONFORMANCE: "The answers of the sample follow the guideline.",
            Dimension.SUFFICIENCY: "The planned quantity is there, with enough items of each label.",
            Dimension.DIVERSITY: "The labels are spread evenly and no text stands twice.",
            Dimension.TRUSTWORTHINESS: "Every item on which people differed was decided with a reason.",
            Dimension.PRIVACY: "No personal data was found in the sample.",
            Dimension.ETHICS: "Annotators are paid above the floor, and nothing in the data does harm.",
        },
        ethics={
            EthicsQuestion.CONSENT: "No source has personal data.",
            EthicsQuestion.HARM: "Nothing harmful was found.",
            EthicsQuestion.WELFARE: "Pay and hours a day are fair.",
            EthicsQuestion.WITHDRAWAL: "Nobody's consent was needed for this material.",
            EthicsQuestion.BIAS: "No source leans to one side.",
            EthicsQuestion.VULNERABLE: "Nothing comes from children or other vulnerable people.",
        },
    ),
}


def audit_delivered(project: Project, *, language: str, manager: User, auditor: User) -> None:
    """Draw, judge and sign an audit that accepts the data with one minor finding."""
    words = AUDIT[language]
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
        note=words.finding,
        by=auditor,
    )
    for drawn in others:
        judge_audit_item(audit_item=drawn, conforms=True, by=auditor)
    _follow(finding, words, manager, auditor)
    for dimension in asked_dimensions(audit):
        sentence = words.dimensions[dimension]
        judge_dimension(audit=audit, dimension=dimension, has_concern=False, sentence=sentence, by=auditor)
    for question in asked_questions(audit):
        verdict, sentence = VERDICTS[question], words.ethics[question]
        judge_ethics(audit=audit, question=question, verdict=verdict, sentence=sentence, by=auditor)
    sign_audit(audit=audit, is_signed=True, sentence=words.signature, by=auditor)


def _follow(finding: AuditJudgement, words: AuditWords, manager: User, auditor: User) -> None:
    due_on = timezone.localdate() + timedelta(days=7)
    assign_finding(finding=finding, owner=manager.pk, due_on=due_on, by=manager)
    correct_finding(finding=finding, text=words.correction, by=manager)
    verify_finding(finding=finding, is_verified=True, text=words.check, by=auditor)
