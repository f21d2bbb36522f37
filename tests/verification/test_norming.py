import json

import pytest
from django.urls import reverse

from dmops_platform.errors import BadInput, NotAllowed, RuleBroken
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import check_fields
from guidelines.models import EdgeCase
from projects.models import Activity, Notice
from projects.services import remove_member
from sourcing.models import ItemVersion
from tests.factories import SENTIMENT, make_annotation, make_batch, make_schema, make_user
from tests.verification.factories import compute, make_answered_batch
from verification.domain.norming import NormingState
from verification.models import NormingVote
from verification.selectors import waiting_for
from verification.selectors.norming import items_of_session, norming_of, offers, turnout
from verification.services.norming import (
    advance_norming,
    discuss_norming,
    promote_norming,
    start_norming,
    vote_norming,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(project, annotator, second_annotator):
    """Return a batch of four items, of which two are in dispute."""
    rows = [["pos", "neg"], ["neg", "pos"], ["pos", "pos"], ["neg", "neg"]]
    batch = make_answered_batch(project, [annotator, second_annotator], rows)
    compute(batch, project.created_by)
    return batch


@pytest.fixture
def session(project, batch, annotator, second_annotator, reviewer):
    items = list(batch.slots.order_by("item_id").values_list("item_id", flat=True).distinct())
    return start(project, batch, items, [annotator, second_annotator], reviewer)


def start(project, batch, items, people, by, **facts):
    facts = {"title": "Irony", "field": "sentiment"} | facts
    members = [person.pk for person in people]
    return start_norming(project=project, batch=batch, items=items, members=members, by=by, **facts)


def vote(session, person, *labels):
    items = session.items.order_by("position").values_list("pk", flat=True)
    return vote_norming(session=session, votes=dict(zip(items, labels, strict=False)), by=person)


def advance(session, by):
    session.refresh_from_db()
    return advance_norming(session=session, seen=session.state, by=by)


def test_a_session_asks_its_members_and_tells_them(project, session, annotator, reviewer):
    assert [thing.url for thing in waiting_for(annotator) if "norming" in thing.url]
    assert not [thing for thing in waiting_for(reviewer) if "norming" in thing.url]
    assert "Irony" in Notice.objects.filter(user=annotator).latest("pk").sentence
    vote(session, annotator, "pos", "neg", "pos", "neg")
    assert not [thing for thing in waiting_for(annotator) if "norming" in thing.url]


def test_the_talk_is_measured_by_alpha_before_and_after(session, annotator, second_annotator, reviewer):
    vote(session, annotator, "pos", "neg", "pos", "neg")
    vote(session, second_annotator, "neg", "pos", "pos", "neg")
    advance(session, reviewer)
    before, after, measure = norming_of(advance(session, reviewer))
    assert measure == "alpha_nominal"
    assert (before.n, after) == (4, None)
    assert before.value == pytest.approx(1 - 7 * 4 / (8 * 4))
    assert before.low <= before.value <= before.high
    vote(session, annotator, "pos", "neg", "pos", "neg")
    vote(session, second_annotator, "pos", "neg", "pos", "neg")
    before_again, after, _measure = norming_of(advance(session, reviewer))
    assert before_again == before
    assert (after.value, after.n) == (1.0, 4)


def test_a52_votes_are_blind_until_the_round_is_over(
    session, annotator, second_annotator, reviewer, api_client
):
    url = reverse("api:norming", args=[session.pk])
    before = api_client(annotator).get(url).json()
    vote(session, second_annotator, "neg", "neg", "neg", "neg")
    during = api_client(annotator).get(url).json()
    assert during["items"] == before["items"]
    assert (during["given"], during["wanted"], during["before"]) == (4, 8, None)
    vote(session, annotator, "pos")
    advance(session, reviewer)
    revealed = api_client(annotator).get(url).json()
    assert revealed["items"][0]["rounds"] == [[{"answer": "neg", "votes": 1}, {"answer": "pos", "votes": 1}]]
    assert second_annotator.full_name not in str(revealed)
    advance(session, reviewer)
    vote(session, second_annotator, "pos")
    assert len(api_client(annotator).get(url).json()["items"][0]["rounds"]) == 1


def test_a_vote_can_be_changed_until_the_round_is_over(session, annotator, reviewer):
    vote(session, annotator, "pos")
    vote(session, annotator, "neg")
    assert NormingVote.objects.get().answer == "neg"
    advance(session, reviewer)
    with pytest.raises(RuleBroken) as refusal:
        vote(session, annotator, "pos")
    assert refusal.value.code == "vote_closed"
    assert NormingVote.objects.get().answer == "neg"


def test_only_members_vote_and_only_what_the_field_knows(session, annotator, reviewer):
    with pytest.raises(NotAllowed):
        vote(session, reviewer, "pos")
    for votes in ({session.items.first().pk: "green"}, {10**9: "pos"}):
        with pytest.raises(BadInput):
            vote_norming(session=session, votes=votes, by=annotator)
    assert not NormingVote.objects.exists()


def test_a_step_asked_for_twice_is_taken_once(session, annotator, reviewer):
    with pytest.raises(RuleBroken) as refusal:
        advance(session, reviewer)
    assert refusal.value.code == "no_votes"
    vote(session, annotator, "pos")
    for _click in range(2):
        advanced = advance_norming(session=session, seen="voting", by=reviewer)
    assert advanced.state == NormingState.DISCUSSING
    assert Activity.objects.filter(action="verification.advance_norming").count() == 1


def test_people_talk_once_votes_are_in_sight_and_those_who_label_see_no_names(
    session, annotator, second_annotator, reviewer
):
    item = session.items.first()
    with pytest.raises(RuleBroken):
        discuss_norming(item=item, text="I think", by=annotator)
    vote(session, annotator, "pos")
    advance(session, reviewer)
    discuss_norming(item=item, text="It is irony.", by=second_annotator)
    discuss_norming(item=item, text="Agreed.", by=reviewer)
    session.refresh_from_db()
    seen = items_of_session(session, annotator)[0].messages
    assert [said.text for said in seen] == ["It is irony.", "Agreed."]
    assert seen[0].by in ("1", "2")
    assert seen[1].by == ""
    assert items_of_session(session, reviewer)[0].messages[0].by == str(second_annotator)


def test_what_was_settled_becomes_one_edge_case(session, annotator, reviewer, project):
    item = session.items.first()
    vote(session, annotator, "pos")
    with pytest.raises(RuleBroken):
        promote_norming(item=item, text="Irony.", decision="Negative.", by=reviewer)
    advance(session, reviewer)
    promote_norming(item=item, text="Irony.", decision="Irony is negative.", by=reviewer)
    with pytest.raises(RuleBroken):
        promote_norming(item=item, text="Irony.", decision="Irony is negative.", by=reviewer)
    case = EdgeCase.objects.get()
    item.refresh_from_db()
    assert (item.edge_case, case.field, case.item_version) == (case, "sentiment", item.item_version)


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"title": "  "}, "title"),
        ({"field": "colour"}, "field"),
        ({"items": []}, "items"),
        ({"items": [10**9]}, "items"),
        ({"people": []}, "members"),
    ],
)
def test_a_session_that_makes_no_sense_is_refused(
    project, batch, annotator, second_annotator, reviewer, wrong, path
):
    wrong = dict(wrong)
    items = wrong.pop("items", [batch.slots.first().item_id])
    people = wrong.pop("people", [annotator, second_annotator])
    with pytest.raises(BadInput) as refusal:
        start(project, batch, items, people, reviewer, **wrong)
    assert refusal.value.path == path


def test_strangers_are_no_members(project, batch, annotator, reviewer):
    with pytest.raises(BadInput):
        start(project, batch, [batch.slots.first().item_id], [annotator, make_user()], reviewer)


def test_scales_are_measured_by_their_distances(project, annotator, second_annotator, reviewer):
    field = {
        "name": "stars",
        "kind": "scale",
        "title": "Stars",
        "required": True,
        "config": {"least": 1, "most": 5, "low": "", "high": "", "step": 1, "look": "buttons"},
    }
    batch = make_answered_batch(
        project, [annotator], [["pos"]] * 3, schema=make_schema(project, [SENTIMENT, field])
    )
    items = list(batch.slots.values_list("item_id", flat=True))
    session = start(project, batch, items, [annotator, second_annotator], reviewer, field="stars")
    vote(session, annotator, 1, 3, 5)
    vote(session, second_annotator, 2, 3, 5)
    advance(session, reviewer)
    session.refresh_from_db()
    figure = norming_of(session).before
    assert figure.n == 3
    assert figure.value > 0.8


def test_pages_lead_through_a_session(project, batch, annotator, second_annotator, reviewer, page_client):
    leader, member = page_client(reviewer), page_client(annotator)
    [offer] = offers(project)
    assert offer.disputes == 2
    page = leader.get(reverse("verification:norming_list", args=[project.pk]))
    assert offer.key.replace(":", "%3A") in page.content.decode()
    url = reverse("verification:start_norming", args=[project.pk]) + f"?about={offer.key}"
    assert leader.get(url).status_code == 200
    assert leader.post(url, {"title": ""}).status_code == 422
    plan = {
        "title": "Irony",
        "items": [dispute.item_id for dispute in batch.disputes.all()],
        "members": [annotator.pk, second_annotator.pk],
    }
    answer = leader.post(url, plan)
    session = project.norming_sessions.get()
    home = reverse("verification:norming_page", args=[session.pk])
    assert answer.url == home
    first, second = session.items.order_by("position")
    votes = {f"vote-{first.pk}": "pos", f"vote-{second.pk}": "neg"}
    assert member.post(reverse("verification:vote_norming", args=[session.pk]), votes).status_code == 302
    assert turnout(session, annotator).mine == 2
    assert "HX-Refresh" not in member.get(f"{home}?seen=voting", headers={"HX-Request": "true"}).headers
    leader.post(reverse("verification:advance_norming", args=[session.pk]), {"seen": "voting"})
    assert member.get(f"{home}?seen=voting", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    said = reverse("verification:discuss_norming", args=[first.pk])
    assert member.post(said, {"text": ""}).status_code == 422
    assert member.post(said, {"text": "It is irony."}).status_code == 302
    case = reverse("verification:promote_norming", args=[first.pk])
    assert leader.post(case, {"text": "Irony", "decision": ""}).status_code == 422
    assert leader.post(case, {"text": "Irony", "decision": "Negative."}).status_code == 302
    page = leader.get(home).content.decode()
    assert "It is irony." in page
    assert "Negative." in page


def test_who_left_the_project_sees_no_session(project, session, annotator, page_client):
    browser = page_client(annotator)
    remove_member(membership=project.memberships.get(user=annotator), by=project.created_by)
    assert browser.get(reverse("verification:norming_page", args=[session.pk])).status_code == 404


LABELS = [{"id": name, "title": name.title()} for name in ("irony", "praise")]
WRITTEN = {
    "choices": ({"labels": LABELS, "least": 0}, [["irony"], ["irony", "praise"]], "irony", ""),
    "number": ({"least": 0, "most": 10}, [3, 4], "4", "11"),
    "text": ({"most": 20}, ["warm", "worm"], "warm", "w" * 21),
    "preference": (
        {"a": "one", "b": "two", "strengths": 1, "has_tie": True},
        [{"choice": "a", "strength": 1}, {"choice": "b", "strength": 1}],
        '{"choice": "a", "strength": 1}',
        "c",
    ),
    "tree": ({"tree": ["x | X", "  y | Y", "  z | Z"]}, ["y", "z"], "y", "q"),
}
BOX = {"x": 1, "y": 1, "width": 10, "height": 10, "label": "irony"}
OUTLINE = {"points": [[1, 1], [11, 1], [11, 11]], "label": "irony"}
POINT = {"x": 5, "y": 5, "label": "irony", "is_hidden": False}
SEGMENT = {"start": 0.5, "end": 1.5, "label": "irony", "text": ""}
TEXT, PICTURE = "Text 1.", {"type": "image", "file": "0" * 64, "name": "a.png", "width": 40, "height": 40}
SOUND = {"type": "audio", "file": "0" * 64, "name": "a.wav", "seconds": 4, "channels": 1, "rate": 8000}
TALK = {"type": "turns", "turns": [{"speaker": "a", "text": "Hi."}, {"speaker": "b", "text": "Bye."}]}
#: kind → its part of the item, configuration, one answer and another, the measure, and a vote that makes no sense
DRAWN = {
    "spans": (TEXT, {}, [{"start": 0, "end": 4, "label": "irony"}], [], "alpha_unitizing", [{"start": 9}]),
    "boxes": (PICTURE, {}, [BOX], [BOX | {"x": 25}], "box_f1", [BOX | {"x": 90}]),
    "polygons": (PICTURE, {}, [OUTLINE], [], "polygon_f1", [{"points": [], "label": "irony"}]),
    "keypoints": (PICTURE, {}, [POINT], [], "alpha_distance", [POINT | {"label": "no"}]),
    "segments": (SOUND, {}, [SEGMENT], [SEGMENT | {"end": 3}], "time_overlap", [SEGMENT | {"end": 9}]),
    "ranking": (TEXT, {}, ["irony", "praise"], ["praise", "irony"], "kendall_tau", ["irony"]),
    "turns": (
        TALK,
        {"is_every_turn": False},
        [{"turn": 0, "label": "irony"}],
        [{"turn": 0, "label": "praise"}],
        "alpha_distance",
        [{"turn": 7, "label": "irony"}],
    ),
}


def disputed_batch(project, people, kind):
    config, given = WRITTEN[kind][:2]
    return batch_of(project, people, kind, config, given, ["Text 1.", "Text 2."])


def drawn_batch(project, people, kind):
    part, config, *given = DRAWN[kind][:4]
    return batch_of(project, people, kind, {"labels": LABELS, **config}, given, ["One.", "Two."], part)


def batch_of(project, people, kind, config, given, texts, part=None):
    config = KINDS[kind].check(config, "config")
    field = {"name": "it", "kind": kind, "title": "It", "required": True, "config": config}
    schema = make_schema(project, [field])
    batch = make_batch(project, texts, overlap=2, schema=schema)
    for slot in batch.slots.select_related("item_version", "batch"):
        if part is not None:
            facts = {"parts": {"it": part}, "content_sha256": "0" * 64}
            slot.item_version, _new = ItemVersion.objects.get_or_create(
                item=slot.item, number=2, defaults=facts
            )
            slot.save()
        answer = KINDS[kind].clean(given[slot.number - 1], config, slot.item_version.parts, "it")
        make_annotation(slot, people[slot.number - 1], {"it": answer})
    compute(batch, project.created_by)
    return batch


@pytest.mark.parametrize("kind", WRITTEN)
def test_every_kind_with_a_short_answer_is_voted_on_and_measured(
    project, annotator, second_annotator, reviewer, page_client, kind
):
    batch = disputed_batch(project, [annotator, second_annotator], kind)
    assert [offer.field["name"] for offer in offers(project)] == ["it"]
    items = [dispute.item_id for dispute in batch.disputes.all()]
    session = start(project, batch, items, [annotator, second_annotator], reviewer, field="it")
    member = page_client(annotator)
    page = member.get(reverse("verification:norming_page", args=[session.pk])).content.decode()
    first, second = session.items.order_by("position")
    assert f'name="vote-{first.pk}"' in page
    url = reverse("verification:vote_norming", args=[session.pk])
    given, wrong = WRITTEN[kind][2:]
    assert member.post(url, {f"vote-{first.pk}": given, f"vote-{second.pk}": given}).status_code == 302
    if wrong:
        assert member.post(url, {f"vote-{first.pk}": wrong}).status_code == 422
    stored = {
        answer if isinstance(answer, str) else str(answer)
        for answer in session.items.values_list("votes__answer", flat=True)
    }
    assert len(stored) == 1
    vote(session, second_annotator, *WRITTEN[kind][1])
    advance(session, reviewer)
    session.refresh_from_db()
    figure = norming_of(session).before
    assert figure.n == 2
    assert figure.value < 1
    page = member.get(reverse("verification:norming_page", args=[session.pk])).content.decode()
    assert "Alpha before the talk" in page


@pytest.mark.parametrize("kind", DRAWN)
def test_marks_and_orders_are_voted_on_in_their_editor_and_measured_by_their_kind(
    project, annotator, second_annotator, reviewer, page_client, kind
):
    _part, _config, one, other, measure, wrong = DRAWN[kind]
    batch = drawn_batch(project, [annotator, second_annotator], kind)
    assert [offer.field["name"] for offer in offers(project)] == ["it"]
    items = [dispute.item_id for dispute in batch.disputes.all()]
    session = start(project, batch, items, [annotator, second_annotator], reviewer, field="it")
    member, leader = page_client(annotator), page_client(reviewer)
    home = reverse("verification:norming_page", args=[session.pk])
    first, second = session.items.order_by("position")
    page = member.get(home).content.decode()
    assert f'type="hidden" name="vote-{first.pk}"' in page
    assert page.count('data-island="norming"') == 2
    assert 'data-island="norming"' not in leader.get(home).content.decode()
    url = reverse("verification:vote_norming", args=[session.pk])
    votes = {f"vote-{first.pk}": json.dumps(one), f"vote-{second.pk}": json.dumps(one)}
    for bad in (json.dumps(wrong), "{oops"):
        assert member.post(url, votes | {f"vote-{second.pk}": bad}).status_code == 422
    assert not NormingVote.objects.exists()
    assert member.post(url, votes).status_code == 302
    vote(session, second_annotator, one, other)
    assert leader.get(home).content.decode().count('"rounds": []') == 2
    advance(session, reviewer)
    session.refresh_from_db()
    norming = norming_of(session)
    assert (norming.measure, norming.before.n) == (measure, 2)
    assert norming.before.value < 1
    [same], differing = (
        [counted.votes for counted in item.shown[0]] for item in items_of_session(session, annotator)
    )
    assert (same, differing) == (2, [1, 1])
    page = leader.get(home).content.decode()
    assert page.count('data-island="norming"') == 2
    assert second_annotator.full_name not in member.get(home).content.decode()
    advance(session, reviewer)
    for person in (annotator, second_annotator):
        vote(session, person, one, other)
    advance(session, reviewer)
    session.refresh_from_db()
    assert norming_of(session).after.value == pytest.approx(1)


def test_nothing_to_mark_is_a_vote_and_no_vote_is_none(
    project, annotator, second_annotator, reviewer, page_client
):
    batch = drawn_batch(project, [annotator, second_annotator], "spans")
    items = [dispute.item_id for dispute in batch.disputes.all()]
    session = start(project, batch, items, [annotator, second_annotator], reviewer, field="it")
    first, second = session.items.order_by("position")
    url = reverse("verification:vote_norming", args=[session.pk])
    page_client(annotator).post(url, {f"vote-{first.pk}": "[]", f"vote-{second.pk}": ""})
    assert [(one.item, one.answer) for one in NormingVote.objects.all()] == [(first, [])]


def test_relations_are_not_offered_and_the_page_says_why(
    project, annotator, second_annotator, reviewer, page_client
):
    marks = {"name": "names", "kind": "spans", "title": "Names", "config": {"labels": LABELS}}
    joins = {"name": "it", "kind": "relations", "title": "It", "config": {"spans": "names", "labels": LABELS}}
    batch = make_batch(
        project, ["Text 1."], overlap=2, schema=make_schema(project, check_fields([marks, joins]))
    )
    ends = [{"start": at, "end": at + 1, "label": "irony", "text": "Text 1."[at]} for at in (0, 2)]
    relation = {"from": ends[0], "to": ends[1], "label": "praise"}
    for slot, person, given in zip(
        batch.slots.order_by("number"), (annotator, second_annotator), ([relation], []), strict=True
    ):
        make_annotation(slot, person, {"names": ends, "it": given})
    compute(batch, project.created_by)
    assert offers(project) == []
    page = page_client(reviewer).get(reverse("verification:norming_list", args=[project.pk])).content.decode()
    assert "These fields are not voted on: relations" in page
    assert "disputed items: 1" in page
    assert "No item is disputed yet" not in page
    with pytest.raises(BadInput) as refusal:
        start(
            project, batch, [batch.slots.first().item_id], [annotator, second_annotator], reviewer, field="it"
        )
    assert refusal.value.path == "field"


def test_who_votes_that_no_label_applies_has_voted(
    project, annotator, second_annotator, reviewer, page_client
):
    batch = disputed_batch(project, [annotator, second_annotator], "choices")
    items = [dispute.item_id for dispute in batch.disputes.all()]
    session = start(project, batch, items, [annotator, second_annotator], reviewer, field="it")
    url = reverse("verification:vote_norming", args=[session.pk])
    page_client(annotator).post(url, {f"vote-{session.items.first().pk}": ""})
    assert [one.answer for one in NormingVote.objects.all()] == [[]]
