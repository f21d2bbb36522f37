"""Verification for programs."""

from verification.api.agreement import AgreementOfTable
from verification.api.audits import (
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

__all__ = [
    "AgreementOfTable",
    "AuditDetail",
    "AuditItemDetail",
    "AuditItems",
    "AuditList",
    "ConsensusRunDetail",
    "ConsensusRuns",
    "CorrectFinding",
    "Decide",
    "Discuss",
    "DisputeDetail",
    "DisputeList",
    "JudgeAuditItem",
    "JudgeDimension",
    "SignAudit",
    "VerifyFinding",
]
