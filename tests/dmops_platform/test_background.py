from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from dmops_platform import background
from dmops_platform.background import JobState, LostLease, ask_cancel, enqueue, overdue, running
from dmops_platform.errors import RuleBroken
from tests.factories import make_batch
from verification.models import ConsensusRun


class AbsentBroker:
    """A task whose broker is away."""

    @staticmethod
    def delay(pk: int) -> None:
        raise OperationalError("connection refused")


absent_broker = AbsentBroker()


@pytest.fixture
def job(project, manager):
    return ConsensusRun.objects.create(batch=make_batch(project), scale="nominal", by=manager)


def left_by_a_dead_worker(job):
    ConsensusRun.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_claim_takes_a_queued_job(job):
    mine = ConsensusRun.claim(job.pk)
    assert (mine.state, mine.attempt) == (JobState.RUNNING, 1)
    assert mine.lease_until > timezone.now() + timedelta(seconds=50)


def test_claim_of_a_job_in_work_is_refused(job):
    ConsensusRun.claim(job.pk)
    assert ConsensusRun.claim(job.pk) is None


@pytest.mark.django_db(transaction=True)
def test_claim_by_two_workers_at_once_is_given_to_one(job):
    def claim(_):
        try:
            return ConsensusRun.claim(job.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        taken = [mine for mine in workers.map(claim, range(2)) if mine]
    assert len(taken) == 1


def test_claim_takes_over_when_the_lease_ran_out(job):
    ConsensusRun.claim(job.pk).heartbeat(done=7, total=9)
    left_by_a_dead_worker(job)
    again = ConsensusRun.claim(job.pk)
    assert (again.attempt, again.done) == (2, 0)


def test_b13_b37_heartbeat_of_a_late_twin_changes_nothing(job):
    late = ConsensusRun.claim(job.pk)
    left_by_a_dead_worker(job)
    ConsensusRun.claim(job.pk).heartbeat(done=3, total=9)
    with pytest.raises(LostLease):
        late.heartbeat(done=8)
    with pytest.raises(LostLease):
        late.finish(scale="late")
    late.fail("late")
    job.refresh_from_db()
    assert (job.state, job.attempt, job.done, job.scale) == (JobState.RUNNING, 2, 3, "nominal")


def test_finish_stores_its_facts_and_cannot_be_repeated(job):
    mine = ConsensusRun.claim(job.pk)
    mine.finish(report={"rows": 3})
    assert (mine.state, mine.report, mine.is_over) == (JobState.DONE, {"rows": 3}, True)
    with pytest.raises(LostLease):
        mine.finish()
    assert ConsensusRun.claim(job.pk) is None


def test_cancel_of_a_queued_job_ends_it_at_once(job):
    ask_cancel(job)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    assert ConsensusRun.claim(job.pk) is None


def test_cancel_of_a_running_job_stops_it_at_its_next_heartbeat(job):
    with running(ConsensusRun.claim(job.pk)) as mine:
        ask_cancel(job)
        mine.heartbeat(done=1)
        pytest.fail("went on after the cancel")
    job.refresh_from_db()
    assert (job.state, job.lease_until) == (JobState.CANCELLED, None)


def test_cancel_of_a_finished_job_changes_nothing(job):
    ConsensusRun.claim(job.pk).finish()
    ask_cancel(job)
    job.refresh_from_db()
    assert (job.state, job.cancel_asked) == (JobState.DONE, False)


def test_running_fails_a_job_with_the_sentence_of_the_refusal(job):
    with running(ConsensusRun.claim(job.pk)):
        raise RuleBroken("Row %(row)s has no text.", row=3)
    job.refresh_from_db()
    assert (job.state, job.error) == (JobState.FAILED, "Row 3 has no text.")


def test_running_fails_a_crashed_job_without_telling_the_trace(job):
    with running(ConsensusRun.claim(job.pk)):
        raise KeyError("secret")
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "try again" in job.error
    assert "secret" not in job.error


def test_running_lets_a_shutdown_through_so_that_the_lease_runs_out(job):
    with pytest.raises(KeyboardInterrupt), running(ConsensusRun.claim(job.pk)):
        raise KeyboardInterrupt
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_b08_enqueue_survives_an_absent_broker(job, monkeypatch, caplog, django_capture_on_commit_callbacks):
    monkeypatch.setattr(ConsensusRun, "task", f"{__name__}.absent_broker")
    monkeypatch.setattr(background, "import_string", lambda path: absent_broker)
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(job)
    assert "broker away" in caplog.text
    job.refresh_from_db()
    assert job.state == JobState.QUEUED


def test_c28_overdue_are_jobs_nobody_took_and_those_of_dead_workers(project, manager):
    batch = make_batch(project)
    fresh, forgotten, dead, alive = (ConsensusRun.objects.create(batch=batch, by=manager) for _ in range(4))
    ConsensusRun.objects.filter(pk=forgotten.pk).update(queued_at=timezone.now() - timedelta(minutes=1))
    for job in (dead, alive):
        ConsensusRun.claim(job.pk)
    left_by_a_dead_worker(dead)
    assert set(overdue(ConsensusRun)) == {forgotten, dead}
    assert fresh not in overdue(ConsensusRun)


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, None, None), (3, 4, 75), (9, 4, 100), (0, 0, None)]
)
def test_percent_is_between_0_and_100_or_unknown(done, total, percent):
    assert ConsensusRun(done=done, total=total).percent == percent
