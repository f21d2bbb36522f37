import pytest

from dmops_platform.errors import BadInput, NotAllowed, RuleBroken
from projects.models import Activity, Thread
from tests.verification.factories import make_dispute
from verification.models import DisputeState
from verification.selectors import seen_of
from verification.services.disputes import decide, discuss

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispute(project, annotator, second_annotator):
    return make_dispute(project, [annotator, second_annotator])


def settle(dispute, by, **facts):
    given = {"answer": "pos", "cause": "mistake", "reason": "The last sentence is warm."}
    return decide(dispute=dispute, by=by, **given | facts)


def test_decide_settles_the_dispute_with_cause_and_reason(dispute, reviewer):
    decision = settle(dispute, reviewer)
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.SETTLED
    assert (decision.answer, decision.cause, decision.by) == ("pos", "mistake", reviewer)


def test_decide_again_keeps_the_first_decision_and_says_so(dispute, reviewer, manager):
    settle(dispute, reviewer)
    settle(dispute, manager, answer="neg", seen=seen_of(dispute))
    assert list(dispute.decisions.order_by("pk").values_list("answer", flat=True)) == ["pos", "neg"]
    said = Activity.objects.filter(action="verification.decide").order_by("pk")
    assert [line.facts["is_again"] for line in said] == [False, True]


@pytest.mark.parametrize("state", ["submitted", "returned"])
def test_a92_c24_nobody_decides_on_an_item_they_answered(dispute, annotator, state):
    annotator.assignments.update(state=state)
    with pytest.raises(NotAllowed) as refusal:
        settle(dispute, annotator)
    assert (refusal.value.code, refusal.value.status) == ("own_work", 403)
    assert not dispute.decisions.exists()


def test_a92_c24_nobody_talks_about_an_item_they_answered(dispute, annotator):
    with pytest.raises(NotAllowed):
        discuss(dispute=dispute, text="Mine is right.", by=annotator)
    assert not Thread.objects.exists()


@pytest.mark.parametrize("answer", ["great", "", None, 7, ["pos"], {"label": "pos"}])
def test_decide_refuses_an_answer_the_field_does_not_know(dispute, reviewer, answer):
    with pytest.raises(BadInput) as refusal:
        settle(dispute, reviewer, answer=answer)
    assert refusal.value.path == "answer"


@pytest.mark.parametrize(("path", "value"), [("cause", "boredom"), ("reason", "  "), ("reason", "x" * 5_001)])
def test_decide_refuses_without_a_known_cause_and_a_reason(dispute, reviewer, path, value):
    with pytest.raises(BadInput) as refusal:
        settle(dispute, reviewer, **{path: value})
    assert refusal.value.path == path
    assert not dispute.decisions.exists()


def test_decide_refuses_a_dispute_that_dissolved(dispute, reviewer):
    type(dispute).objects.update(state=DisputeState.DISSOLVED)
    with pytest.raises(RuleBroken, match="agree by now"):
        settle(dispute, reviewer)


def test_discuss_opens_one_discussion_at_the_first_message(dispute, reviewer, manager):
    discuss(dispute=dispute, text="Irony?", by=reviewer)
    discuss(dispute=dispute, text="I think so.", by=manager)
    dispute.refresh_from_db()
    assert list(dispute.thread.messages.order_by("pk").values_list("text", flat=True)) == [
        "Irony?",
        "I think so.",
    ]
    assert Thread.objects.count() == 1


def test_discuss_refuses_silence(dispute, reviewer):
    with pytest.raises(BadInput):
        discuss(dispute=dispute, text="  ", by=reviewer)
    assert not Thread.objects.exists()
