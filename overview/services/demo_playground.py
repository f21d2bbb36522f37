"""The demo's playground: every kind of field to try, with a first round that two people answered."""

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.models import User
from guidelines.services import (
    acknowledge,
    publish_guideline,
    publish_schema,
    save_guideline_draft,
    save_schema_draft,
)
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim
from labeling.services.batches import close_batch, open_batch
from overview.domain.playground import PLAYS, Play
from overview.domain.playground.harbour import Harbour
from overview.domain.playground.sounds import Recording, wav_of
from overview.services.drawing import png_of
from projects.domain.roles import Right, Role
from projects.models import Project
from projects.selectors import people_with
from projects.services import add_member, create_project
from sourcing.domain.rights import ReviewVerdict
from sourcing.models import Item
from sourcing.services import add_source, review_source
from sourcing.services.items import NewItem, add_items
from sourcing.services.media import keep_media
from verification.models import ConsensusMethod
from verification.services.consensus import run_consensus, start_consensus

CAST = {
    "joon": Role.ANNOTATOR,
    "sora": Role.ANNOTATOR,
    "alex": Role.ANNOTATOR,
    "hana": Role.REVIEWER,
    "dana": Role.DATA_ENGINEER,
    "leo": Role.LEGAL,
}
FIRST_ROUND = {"en": "First round", "ko": "첫 회차"}
OPEN_ROUND = {"en": "To try", "ko": "체험용"}
NO_PILOT = {
    "en": "A playground: nothing of it is delivered.",
    "ko": "체험용 프로젝트이며 납품하지 않습니다.",
}
SOURCE = {
    "en": {"name": "Made for the playground", "origin": "Written and drawn for this demo."},
    "ko": {"name": "체험용으로 만든 자료", "origin": "이 데모를 위해 쓰고 그린 자료입니다."},
}
SECONDS = 12.0


def tell_playground(people: Mapping[str, User]) -> None:
    """Write every project of the playground, run by Noah, with work waiting for three annotators."""
    for play in PLAYS:
        project = _open(play, people)
        _answer_first_round(project, play, people)
        _open_rest(project, play, people)


def _open(play: Play, people: Mapping[str, User]) -> Project:
    manager = people["noah"]
    project = create_project(name=play.name, summary=play.summary, language=play.language, by=manager)
    for name, role in CAST.items():
        add_member(project=project, user=people[name], role=role, by=manager)
    _bring_items(project, play, people)
    save_schema_draft(project=project, fields=play.fields, by=manager)
    publish_schema(project=project, by=manager)
    save_guideline_draft(project=project, sections=play.sections, entries=play.entries, by=manager)
    guideline = publish_guideline(project=project, by=manager)
    for person in people_with(project, Right.LABEL):
        acknowledge(guideline=guideline, by=person)
    return project


def _bring_items(project: Project, play: Play, people: Mapping[str, User]) -> None:
    facts = {**SOURCE[play.language], "kind": "internal_event", "licence": "CC0-1.0", "collector": "DMOps"}
    source = add_source(project=project, facts=facts, by=people["dana"])
    review_source(source=source, verdict=ReviewVerdict.APPROVE, by=people["leo"])
    rows: Iterator[NewItem] = (
        (f"piece-{number:02}", {name: _part(project, part) for name, part in piece.parts.items()}, {})
        for number, piece in enumerate(play.pieces, start=1)
    )
    add_items(source=source, rows=rows, by=people["dana"])


def _part(project: Project, part: Any) -> Any:
    """Return what the item stores; pictures and sounds are made and kept first."""
    if isinstance(part, Harbour):
        name, content = f"harbour-{part.number + 1}.png", png_of(part)
    elif isinstance(part, Recording):
        name, content = f"sounds-{part.number + 1}.wav", wav_of(part)
    else:
        return part
    return keep_media(project_id=project.pk, name=name, chunks=[content])


def _answer_first_round(project: Project, play: Play, people: Mapping[str, User]) -> None:
    """Let two people answer the first pieces, and compare what they said."""
    answered = [piece for piece in play.pieces if piece.meant]
    batch = open_batch(
        project=project,
        name=FIRST_ROUND[play.language],
        size=len(answered),
        overlap=2,
        people=[people["sora"].pk, people["alex"].pk],
        without_pilot=NO_PILOT[play.language],
        by=people["noah"],
    )
    _submit_all(project, people["sora"], play, [dict(piece.meant) for piece in answered])
    _submit_all(project, people["alex"], play, [{**piece.meant, **piece.other} for piece in answered])
    close_batch(batch=batch, by=people["noah"])
    run = start_consensus(batch=batch, method=ConsensusMethod.MAJORITY, by=people["noah"])
    run_consensus(run_id=run.pk)


def _submit_all(project: Project, person: User, play: Play, answers: list[dict[str, Any]]) -> None:
    places = _places(project)
    while work := claim(project=project, person=person):
        answer = answers[places[work[0].slot.item_id]]
        submit(assignment=work[0], submission=Submission(answers=answer, seconds=SECONDS, is_recorded=True))


def _places(project: Project) -> dict[int, int]:
    """Return item → its place among the pieces."""
    items = Item.objects.filter(project=project).order_by("pk").values_list("pk", flat=True)
    return {pk: place for place, pk in enumerate(items)}


def _open_rest(project: Project, play: Play, people: Mapping[str, User]) -> None:
    open_batch(
        project=project,
        name=OPEN_ROUND[play.language],
        overlap=3,
        without_pilot=NO_PILOT[play.language],
        by=people["noah"],
    )
