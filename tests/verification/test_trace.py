import pytest

from tests.factories import make_user
from tests.verification.factories import make_dispute
from verification import selectors
from verification.services.disputes import decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [make_user(full_name=f"Annotator Kim {n}") for n in range(2)]


def test_trace_tells_of_consensus_dispute_and_decision_in_time_order(project, people, reviewer):
    dispute = make_dispute(project, people)
    decide(dispute=dispute, answer="neg", cause="mistake", reason="Cold.", by=reviewer)
    steps = selectors.trace(dispute.item)
    assert [step.what for step in steps] == [
        "Dispute on “Sentiment” opened",
        "Consensus on “Sentiment”: Negative (by majority, answers: 2)",
        "Decided on “Sentiment”: Negative (A mistake)",
    ]
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert steps[-1].by == str(reviewer)


def test_trace_names_nobody_who_labelled(project, people):
    told = str(selectors.trace(make_dispute(project, people).item))
    assert not any(person.full_name in told or person.username in told for person in people)
