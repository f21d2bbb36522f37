"""The demo: one project in the middle of its life and one delivered, made through the services."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.services import create_user
from annotators.domain.money import Unit
from annotators.services.pay import set_floor, set_terms
from annotators.services.payouts import approve_payout, make_payout, pay_payout
from delivery.services.building import build_release
from delivery.services.releases import freeze_release
from delivery.services.verdicts import judge_release
from dmops_platform.background import no_bell
from guidelines.services import (
    acknowledge,
    add_edge_case,
    publish_guideline,
    publish_schema,
    save_guideline_draft,
    save_schema_draft,
)
from labeling.models import Batch
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim
from labeling.services.batches import close_batch, open_batch
from labeling.services.pilot import choose_people, confirm_guideline
from overview.domain import demo_texts
from overview.services.demo_audit import audit_delivered
from overview.services.demo_data import tell_data
from overview.services.demo_models import tell_models
from overview.services.demo_people import tell_people
from overview.services.demo_playground import tell_playground
from projects.domain.briefs import Side
from projects.domain.phases import Phase
from projects.domain.roles import Right, Role
from projects.models import Project
from projects.selectors import content_of, digest, people_with
from projects.services import (
    add_member,
    create_project,
    new_brief_version,
    publish_brief,
    save_brief_draft,
    sign_brief,
)
from verification import selectors as disputes
from verification.models import Cause, ConsensusMethod
from verification.services.cleaning import dismiss_suspects
from verification.services.consensus import run_consensus, start_consensus
from verification.services.disputes import decide, discuss
from verification.services.evaluation import run_evaluation, start_evaluation
from verification.services.quality_report import run_quality_report, start_quality_report

PASSWORD = "dmops-demo"  # noqa: S105
FIELD = "sentiment"
CAST = {
    "mina": ("Mina Park", Role.PM),
    "joon": ("Joon Kim", Role.ANNOTATOR),
    "sora": ("Sora Lee", Role.ANNOTATOR),
    "alex": ("Alex Reed", Role.ANNOTATOR),
    "hana": ("Hana Choi", Role.REVIEWER),
    "chris": ("Chris Novak", Role.CLIENT),
    "noah": ("Noah Berg", Role.PM),
    "dana": ("Dana Seo", Role.DATA_ENGINEER),
    "leo": ("Leo Marsh", Role.LEGAL),
    "yuna": ("Yuna Jang", Role.FINANCE),
    "omar": ("Omar Haddad", Role.FINANCE),
    "vera": ("Vera Lindt", Role.AUDITOR),
}
#: how often each annotator reads a review as its writer meant it
SKILL = {"joon": 0.97, "sora": 0.92, "alex": 0.8}
MISREADINGS = {"neutral": "positive", "positive": "neutral", "negative": "neutral"}


@dataclass(frozen=True)
class Tale:
    """One demo project: its language, name and reviews."""

    language: str
    name: str
    summary: str
    reviews: list[tuple[str, str]]
    reasons: tuple[str, str]


RUNNING = Tale(
    "en",
    "Film reviews",
    "Does a review feel good, bad or nothing about the film? Work in progress.",
    demo_texts.ENGLISH,
    (
        "Is a joke about falling asleep negative or just a fact?",
        "The writer would not send a friend: negative.",
    ),
)
DELIVERED = (
    Tale(
        "ko",
        "영화평 감성",
        "영화평이 영화를 좋게 보는지, 나쁘게 보는지, 사실만 적었는지 구분합니다. 납품을 마쳤습니다.",
        demo_texts.KOREAN,
        (
            "반어는 글자대로 봐야 하나요, 속뜻으로 봐야 하나요?",
            "속뜻으로 판단합니다. 가이드라인의 주의 사항을 따릅니다.",
        ),
    ),
    Tale(
        "en",
        "Film sentiment",
        "Does a review feel good, bad or nothing about the film? Delivered and accepted.",
        demo_texts.ENGLISH,
        (
            "Does irony count as it is written or as it is meant?",
            "As it is meant, as the edge cases of the guideline say.",
        ),
    ),
)


def seed_demo() -> dict[str, User]:
    """Write the demo and return its people by username."""
    people = {
        name: create_user(username=name, full_name=full_name, password=PASSWORD)
        for name, (full_name, _role) in CAST.items()
    }
    with no_bell():
        _tell_running(people)
        for tale in DELIVERED:
            _tell_delivered(tale, people)
        tell_models(people)
        tell_playground(people)
    return people


def _tell_running(people: dict[str, User]) -> None:
    """Pilot labelled and settled, main half way."""
    manager = people["mina"]
    project = _stage(RUNNING, people)
    _want_more(project, people["noah"])
    pilot = open_batch(project=project, name="Pilot", phase=Phase.PILOT, size=10, overlap=3, by=manager)
    _label(project, RUNNING, people)
    _verify(pilot, manager)
    _settle(pilot, people["hana"], RUNNING, leave=1)
    make_payout(project=project, note="Pilot", by=manager)
    tell_people(project=project, people=people, field=FIELD, meant=dict(RUNNING.reviews), password=PASSWORD)
    confirm_guideline(project=project, reason=demo_texts.PILOT_VERDICT, by=manager)
    choose_people(project=project, people=[people[name].pk for name in SKILL], by=manager)
    open_batch(project=project, name="Main", overlap=2, by=manager)
    _label(project, RUNNING, people, most=8)


def _tell_delivered(tale: Tale, people: dict[str, User]) -> None:
    """Everything labelled, settled, released and accepted."""
    manager, words = people["mina"], demo_texts.DELIVERY[tale.language]
    project = _stage(tale, people)
    batch = open_batch(
        project=project, name=words.batch, overlap=3, without_pilot=words.without_pilot, by=manager
    )
    _label(project, tale, people)
    close_batch(batch=batch, by=manager)
    _verify(batch, manager)
    _settle(batch, people["hana"], tale)
    _report(project, manager)
    _evaluate(project, manager, words.stands)
    audit_delivered(project, language=tale.language, manager=manager, auditor=people["vera"])
    _pay_out(project, people)
    release = freeze_release(project=project, batches=[batch], note=words.note, by=manager)
    build_release(release_id=release.pk)
    judge_release(release=release, is_accepted=True, comment=words.verdict, by=people["chris"])


def _stage(tale: Tale, people: dict[str, User]) -> Project:
    manager = people["mina"]
    project = create_project(
        name=tale.name,
        summary=tale.summary,
        language=tale.language,
        client=demo_texts.CLIENTS[tale.language],
        by=manager,
    )
    for name, (_full_name, role) in CAST.items():
        add_member(project=project, user=people[name], role=role, by=manager)
    _agree_on_goal(project, tale, people)
    tell_data(project=project, reviews=tale.reviews, language=tale.language, people=people)
    _write_schema(project, tale, manager)
    _write_guideline(project, tale, manager)
    _agree_on_pay(project, manager)
    return project


def _agree_on_goal(project: Project, tale: Tale, people: dict[str, User]) -> None:
    """Write the brief, publish it and have it signed for both sides."""
    written: dict[str, Any] = demo_texts.BRIEFS[tale.language]
    today = timezone.localdate()
    names = ("sentence", "metric", "comparison", "threshold")
    content = {
        **written,
        "requirements": [dict(zip(names, line, strict=True)) for line in written["requirements"]],
        "plan": [
            {"phase": phase, "items": items, "due_on": today + timedelta(days=days)}
            for phase, items, days in written["plan"]
        ],
        "deadline_on": today + timedelta(days=60),
    }
    save_brief_draft(project=project, content=content, by=people["mina"])
    brief = publish_brief(project=project, by=people["mina"])
    sign_brief(brief=brief, side=Side.CLIENT, by=people["chris"])
    sign_brief(brief=brief, side=Side.MODEL_TEAM, by=people["noah"])


def _want_more(project: Project, by: User) -> None:
    """Begin a second version of the brief with a larger plan, not published yet."""
    draft = new_brief_version(project=project, by=by)
    content = content_of(draft)
    content["plan"][-1]["items"] *= 2
    note = demo_texts.MORE_WANTED
    save_brief_draft(project=project, content=content, by=by, change_note=note, seen=digest(draft))


def _write_schema(project: Project, tale: Tale, by: User) -> None:
    labels = [
        {"id": name, "title": title, "help": text} for name, title, text in demo_texts.LABELS[tale.language]
    ]
    title = {"en": "How does the writer feel about the film?", "ko": "글쓴이는 영화를 어떻게 느꼈나요?"}[
        tale.language
    ]
    fields = [
        {"name": FIELD, "kind": "choice", "title": title, "required": True, "config": {"labels": labels}}
    ]
    save_schema_draft(project=project, fields=fields, by=by)
    publish_schema(project=project, by=by)


def _write_guideline(project: Project, tale: Tale, by: User) -> None:
    meant: dict[str, list[str]] = {}
    for text, label in tale.reviews:
        meant.setdefault(label, []).append(text)
    entries = [
        {
            "field": FIELD,
            "label": name,
            "definition": definition,
            "examples": meant[name][:2],
            "counter_examples": meant[MISREADINGS[name]][:1],
        }
        for name, _title, definition in demo_texts.LABELS[tale.language]
    ]
    save_guideline_draft(
        project=project, sections=demo_texts.GUIDELINE[tale.language], entries=entries, by=by
    )
    text, decision = demo_texts.EDGE_CASE[tale.language]
    add_edge_case(project=project, field=FIELD, label="neutral", text=text, decision=decision, by=by)
    guideline = publish_guideline(project=project, by=by)
    for person in people_with(project, Right.LABEL):
        acknowledge(guideline=guideline, by=person)


def _agree_on_pay(project: Project, by: User) -> None:
    """Set 25 won for an item, and as floor the Korean minimum wage of 2026."""
    for phase in Phase:
        set_terms(
            project=project,
            role=Role.ANNOTATOR,
            phase=phase,
            unit=Unit.ITEM,
            amount=25,
            currency="KRW",
            by=by,
        )
    set_floor(
        project=project,
        amount=10_320,
        currency="KRW",
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        source="최저임금 고시 2026 (Minimum Wage Act, Korea)",
        by=by,
    )


def _pay_out(project: Project, people: dict[str, User]) -> None:
    payout = make_payout(project=project, by=people["mina"])
    payout = approve_payout(payout=payout, by=people["yuna"])
    pay_payout(payout=payout, by=people["omar"], reference="DEMO-1")


def _label(project: Project, tale: Tale, people: dict[str, User], most: int = 1_000) -> None:
    """Let every annotator label what is open to them, up to `most` items each, as well as they can."""
    meant = dict(tale.reviews)
    for name, skill in SKILL.items():
        dice = random.Random(f"{name} {project.name}")  # noqa: S311
        for _n in range(most):
            work = claim(project=project, person=people[name])
            if not work:
                break
            truth = meant[work[0].slot.item_version.parts["text"]]
            answer = truth if dice.random() < skill else MISREADINGS[truth]
            seconds = round(dice.uniform(3, 11), 1)
            submission = Submission(answers={FIELD: answer}, seconds=seconds, is_recorded=True)
            submit(assignment=work[0], submission=submission)


def _verify(batch: Batch, by: User) -> None:
    run = start_consensus(batch=batch, method=ConsensusMethod.MAJORITY, by=by)
    run_consensus(run_id=run.pk)


def _report(project: Project, by: User) -> None:
    """Compare all answers of the project."""
    run_quality_report(start_quality_report(project=project, by=by).pk)


def _evaluate(project: Project, by: User, reason: str) -> None:
    """Evaluate by a model, and say of what it does not believe that it stands."""
    evaluation = start_evaluation(project=project, by=by)
    run_evaluation(evaluation.pk)
    if suspects := list(evaluation.suspects.values_list("pk", flat=True)):
        dismiss_suspects(evaluation=evaluation, suspects=suspects, reason=reason, by=by)


def _settle(batch: Batch, reviewer: User, tale: Tale, leave: int = 0) -> None:
    """Discuss and decide every dispute but the last `leave`."""
    meant = dict(tale.reviews)
    open_ones = list(disputes.open_disputes(batch).select_related("item_version"))
    question, reason = tale.reasons
    for dispute in open_ones[: len(open_ones) - leave]:
        truth = meant[dispute.item_version.parts["text"]]
        discuss(dispute=dispute, text=question, by=reviewer)
        decide(dispute=dispute, answer=truth, cause=Cause.MISTAKE, reason=reason, by=reviewer)
