"""Writes: consensus runs, decisions, discussions, audits and what becomes of their findings."""

from verification.services.audits import (
    draw_audit,
    judge_audit_item,
    judge_dimension,
    judge_ethics,
    sign_audit,
)
from verification.services.collecting import collect_more
from verification.services.consensus import run_consensus, start_consensus
from verification.services.disputes import DisputeMoved, decide, discuss, relabel_affected
from verification.services.findings import assign_finding, correct_finding, verify_finding
from verification.services.reports import FieldReport, consensus_report
from verification.services.tables import (
    agreement_of_file,
    agreement_of_rows,
    agreement_of_stream,
    consensus_of_file,
)

__all__ = [
    "DisputeMoved",
    "FieldReport",
    "agreement_of_file",
    "agreement_of_rows",
    "agreement_of_stream",
    "assign_finding",
    "collect_more",
    "consensus_of_file",
    "consensus_report",
    "correct_finding",
    "decide",
    "discuss",
    "draw_audit",
    "judge_audit_item",
    "judge_dimension",
    "judge_ethics",
    "relabel_affected",
    "run_consensus",
    "sign_audit",
    "start_consensus",
    "verify_finding",
]
