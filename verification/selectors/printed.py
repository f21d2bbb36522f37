"""Reads: what external verification and the evaluation by models say, as a release prints it. Nobody is named."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from projects.domain.stages import Measure
from projects.models import Project
from verification.domain.dimensions import Dimension, Fact
from verification.domain.ethics import EthicsQuestion, Verdict
from verification.models import DIMENSION_NAMES, ETHICS_VERDICT_NAMES, QUESTION_NAMES, Audit, Evaluation
from verification.selectors.audits import (
    Standing,
    asked_dimensions,
    asked_questions,
    evidence_of,
    facts_of,
    findings_of,
    is_audit_present,
    latest_audit,
    standing_of,
)
from verification.selectors.evaluation import (
    accuracy_of,
    gain_of,
    is_evaluation_present,
    is_measured,
    latest_evaluations,
    suspect_lines,
    suspects_by_state,
)
from verification.selectors.evaluation_words import VERDICTS, WHY_NOT
from verification.selectors.in_force import runs_in_force


def printed_facts(project: Project) -> dict[str, Any]:
    """Return {"audit": facts or None, "evaluations": one for each evaluated field} as JSON keeps them."""
    audit = latest_audit(project)
    return {
        "audit": _audit(audit) if audit else None,
        "evaluations": [_evaluation(one) for one in latest_evaluations(project)],
    }


def rejecting_audit(project: Project) -> Audit | None:
    """Return the last audit when it is of the present data and its plan refuses them."""
    audit = latest_audit(project)
    if audit is None or not is_audit_present(audit, runs_in_force(project)):
        return None
    return audit if standing_of(audit).is_rejected else None


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()


def _audit(audit: Audit) -> dict[str, Any]:
    standing, found = standing_of(audit), findings_of(audit)
    evidence, rate = evidence_of(audit), standing.error_rate
    return {
        "number": audit.number,
        "on": _day(audit.at),
        "is_present": is_audit_present(audit, runs_in_force(audit.project)),
        "method": audit.method,
        "population": audit.population,
        "size": audit.size,
        "acceptance": audit.acceptance,
        "tolerable_error": audit.tolerable_error,
        "confidence": audit.confidence,
        "wrong": standing.wrong,
        "error_rate": asdict(rate),
        "verdict": _verdict(standing),
        "dimensions": [_dimension(one, standing, evidence.get(one, [])) for one in asked_dimensions(audit)],
        "findings": dict(Counter(finding.state.value for finding in found)),
        "sign_off": _sign_off(standing),
    }


def _verdict(standing: Standing) -> str:
    if standing.is_rejected:
        return "rejected"
    return "open" if standing.unjudged else "accepted"


def _dimension(dimension: Dimension, standing: Standing, facts: list[Fact]) -> dict[str, Any]:
    judged = standing.dimensions.get(dimension)
    return {
        "dimension": dimension.value,
        "has_concern": judged.has_concern if judged else None,
        "sentence": judged.sentence if judged else "",
        "facts": [_fact(fact) for fact in facts],
        "questions": [
            _question(one, standing, facts)
            for one in (asked_questions(standing.audit) if dimension == Dimension.ETHICS else ())
        ],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    """Return a fact without the words behind it: reasons are not for the client."""
    return {name: value for name, value in asdict(fact).items() if name != "said"}


def _question(question: EthicsQuestion, standing: Standing, facts: list[Fact]) -> dict[str, Any]:
    judged = standing.ethics.get(question)
    return {
        "question": question.value,
        "verdict": judged.verdict if judged else None,
        "sentence": judged.sentence if judged else "",
        "facts": [fact.name for fact in facts_of(question, facts)],
    }


def _sign_off(standing: Standing) -> dict[str, Any] | None:
    signed = standing.sign_off
    if signed is None:
        return None
    return {"is_signed": signed.is_signed, "sentence": signed.sentence, "on": _day(signed.at)}


def _evaluation(evaluation: Evaluation) -> dict[str, Any]:
    report = evaluation.report
    states = suspects_by_state(suspect_lines(evaluation))
    return {
        "number": evaluation.number,
        "on": _day(evaluation.finished_at or evaluation.queued_at),
        "is_present": is_evaluation_present(evaluation, runs_in_force(evaluation.project)),
        "cycle": evaluation.cycle,
        "field": evaluation.field,
        "title": report["title"],
        "items": report["items"],
        "why_not": report["why_not"],
        "accuracy": _figure(accuracy_of(evaluation)),
        "gain": _figure(gain_of(evaluation)),
        "verdict": report["curve"]["verdict"] if is_measured(evaluation) else "",
        "points": report["curve"]["points"] if is_measured(evaluation) else [],
        "suspects": {state.value: n for state, n in states.items()},
        "libraries": report["libraries"],
    }


def _figure(measure: Measure) -> dict[str, Any]:
    return {"value": measure.value, "n": measure.n, "low": measure.low, "high": measure.high}


def printed_words(quality: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a report in the words of the language in force; older reports have none."""
    audit = quality.get("audit")
    dimensions = [
        {
            "name": str(DIMENSION_NAMES[Dimension(row["dimension"])]),
            **row,
            "facts": [Fact(**fact) for fact in row["facts"]],
            "questions": [_question_in_words(one, row["facts"]) for one in row.get("questions", ())],
        }
        for row in (audit["dimensions"] if audit else [])
    ]
    evaluations = [
        {**row, "said": str(VERDICTS[row["verdict"]] if row["verdict"] else WHY_NOT[row["why_not"]])}
        for row in quality.get("evaluations", ())
    ]
    return {"audit": audit, "dimensions": dimensions, "evaluations": evaluations}


def _question_in_words(row: Mapping[str, Any], facts: list[dict[str, Any]]) -> dict[str, Any]:
    verdict = row["verdict"]
    return {
        **row,
        "name": str(QUESTION_NAMES[EthicsQuestion(row["question"])]),
        "verdict_name": str(ETHICS_VERDICT_NAMES[Verdict(verdict)]) if verdict else "",
        "facts": [Fact(**fact) for fact in facts if fact["name"] in row["facts"]],
    }
