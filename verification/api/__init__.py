"""Verification for programs."""

from verification.api.agreement import AgreementOfTable
from verification.api.audits import (
    AssignFinding,
    AuditDetail,
    AuditItemDetail,
    AuditItems,
    AuditList,
    CorrectFinding,
    JudgeAuditItem,
    JudgeDimension,
    SignAudit,
    VerifyFinding,
)
from verification.api.consensus import (
    ConsensusRunDetail,
    ConsensusRuns,
    Decide,
    Discuss,
    DisputeDetail,
    DisputeList,
)
from verification.api.evaluation import (
    CancelEvaluation,
    CleanSuspects,
    Cycles,
    DismissSuspects,
    EvaluationDetail,
    EvaluationList,
    Suspects,
)

__all__ = [
    "AgreementOfTable",
    "AssignFinding",
    "AuditDetail",
    "AuditItemDetail",
    "AuditItems",
    "AuditList",
    "CancelEvaluation",
    "CleanSuspects",
    "ConsensusRunDetail",
    "ConsensusRuns",
    "CorrectFinding",
    "Cycles",
    "Decide",
    "Discuss",
    "DismissSuspects",
    "DisputeDetail",
    "DisputeList",
    "EvaluationDetail",
    "EvaluationList",
    "JudgeAuditItem",
    "JudgeDimension",
    "SignAudit",
    "Suspects",
    "VerifyFinding",
]
