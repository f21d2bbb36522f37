"""The demo's work with a model: what it fills and suggests, hidden gold, a paused person, an answer that came back."""

import random
from collections.abc import Mapping

from accounts.models import User
from guidelines.services import (
    acknowledge,
    add_labels,
    preview_labels,
    publish_guideline,
    publish_schema,
    record_gold,
    save_guideline_draft,
    save_schema_draft,
)
from guidelines.services.label_imports import run_label_import
from labeling.models import Batch
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim
from labeling.services.batches import open_batch
from labeling.services.people import pause_person
from overview.domain.demo_mail import (
    ANSWERS,
    BATCH,
    GOLD,
    MAILS,
    MONEY,
    NAMES,
    NO_PILOT,
    ORIGIN,
    PAUSED,
    RETURNED,
    SECTIONS,
    SOURCE,
    SUMMARIES,
    TOPIC,
    TOPICS,
    URGENCIES,
    URGENCY,
    WHY,
    Mail,
    fields_in,
)
from overview.domain.playground.play import entries_of
from overview.services.demo_playground import CAST
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import people_with
from projects.services import add_member, create_project
from sourcing.domain.rights import ReviewVerdict
from sourcing.models import ItemVersion, Source
from sourcing.services import add_source, review_source
from sourcing.services.items import NewItem, add_items
from verification.domain.review_sampling import Sampling
from verification.models import Outcome
from verification.services.reviews import set_review_rule
from verification.services.verdicts import Judgement, judge_review

#: how often each annotator looks whether a suggestion is right
CARE = {"joon": 0.95, "sora": 0.8, "alex": 0.1}
#: the message whose suggestion Sora takes without a look
SLIP = "message-02"
EACH = 6
GOLD_EVERY = 3


def tell_models(people: Mapping[str, User]) -> None:
    """Write one project in each language, run by Mina, with work still waiting."""
    for language in NAMES:
        _tell(language, people)


def _tell(language: str, people: Mapping[str, User]) -> None:
    manager = people["mina"]
    project = create_project(name=NAMES[language], summary=SUMMARIES[language], language=language, by=manager)
    for name, role in CAST.items():
        add_member(project=project, user=people[name], role=role, by=manager)
    source = _bring(project, language, people)
    _write(project, language, manager)
    _suggest(source, language, manager)
    _keep_gold(project, language, manager)
    batch = open_batch(
        project=project,
        name=BATCH[language],
        overlap=2,
        gold_every=GOLD_EVERY,
        without_pilot=NO_PILOT[language],
        by=manager,
    )
    for name in CARE:
        _label(project, people[name], language)
    _review(batch, language, people)
    reason = PAUSED[language]
    pause_person(project=project, person=people["alex"].pk, reason=reason, by=manager)


def _bring(project: Project, language: str, people: Mapping[str, User]) -> Source:
    facts = {**SOURCE[language], "kind": "internal_event", "licence": "CC0-1.0", "collector": "DMOps"}
    source = add_source(project=project, facts=facts, by=people["dana"])
    review_source(source=source, verdict=ReviewVerdict.APPROVE, by=people["leo"])
    rows: list[NewItem] = [
        (f"message-{number:02}", {"text": mail.text}, {"suggestions": {TOPIC: mail.topic}})
        for number, mail in enumerate(MAILS[language], start=1)
    ]
    add_items(source=source, rows=rows, by=people["dana"])
    return source


def _write(project: Project, language: str, by: User) -> None:
    save_schema_draft(project=project, fields=fields_in(language), by=by)
    publish_schema(project=project, by=by)
    entries = [
        entry
        for name, labels in ((TOPIC, TOPICS), (URGENCY, URGENCIES), (MONEY, ANSWERS))
        for entry in entries_of(name, labels[language])
    ]
    save_guideline_draft(project=project, sections=SECTIONS[language], entries=entries, by=by)
    guideline = publish_guideline(project=project, by=by)
    for person in people_with(project, Right.LABEL):
        acknowledge(guideline=guideline, by=person)


def _suggest(source: Source, language: str, by: User) -> None:
    """Add what a model suggests, and one line that finds no item, as a file of labels."""
    lines = [f"message-{number:02},{mail.suggested}" for number, mail in enumerate(MAILS[language], start=1)]
    table = "\n".join([f"id,{URGENCY}", *lines, "message-99,low", ""])
    preview = preview_labels(
        source=source,
        name=f"{ORIGIN}.csv",
        chunks=[table.encode()],
        format="table",
        field=URGENCY,
        origin=ORIGIN,
        by=by,
    )
    run_label_import(job_id=preview.pk)
    preview.refresh_from_db()
    run_label_import(job_id=add_labels(preview=preview, by=by).pk)


def _keep_gold(project: Project, language: str, by: User) -> None:
    """Record the right answers to the last messages, which nobody is handed as ordinary work."""
    versions = list(ItemVersion.objects.filter(item__project=project).order_by("pk"))[-GOLD:]
    rows = [
        {"item_version_id": version.pk, "answer": mail.urgency, "why": WHY[language]}
        for version, mail in zip(versions, MAILS[language][-GOLD:], strict=True)
    ]
    record_gold(project=project, field=URGENCY, rows=rows, by=by)


def _label(project: Project, person: User, language: str) -> None:
    """Answer some messages: who does not look takes what is suggested, and is quick."""
    meant = {mail.text: mail for mail in MAILS[language]}
    dice = random.Random(f"{person.username} {language}")  # noqa: S311
    for _n in range(EACH):
        [work] = claim(project=project, person=person)
        mail = meant[work.slot.item_version.parts["text"]]
        looks = dice.random() < CARE[person.username]
        looks = looks and (person.username, work.item.name) != ("sora", SLIP)
        seconds = round(dice.uniform(5, 11) if looks else dice.uniform(2, 3), 1)
        answers = _answers(mail, mail.urgency if looks else mail.suggested)
        submit(assignment=work, submission=Submission(answers=answers, seconds=seconds, is_recorded=True))


def _answers(mail: Mail, urgency: str) -> dict[str, str]:
    return {URGENCY: urgency} | ({MONEY: mail.money} if mail.topic == "payment" else {})


def _review(batch: Batch, language: str, people: Mapping[str, User]) -> None:
    """Have all answers reviewed; the first is accepted, and what was taken without a look goes back."""
    set_review_rule(batch=batch, sampling=Sampling(percent=100), by=people["mina"])
    right = batch.reviews.exclude(assignment__person=people["sora"]).order_by("pk")[0]
    judge_review(review=right, judgement=Judgement(Outcome.ACCEPT, 1), by=people["hana"])
    taken = batch.reviews.get(assignment__person=people["sora"], assignment__item__name=SLIP)
    judgement = Judgement(Outcome.RETURN, 1, reason=RETURNED[language])
    judge_review(review=taken, judgement=judgement, by=people["hana"])
