"""Who is recruited, taught and paid."""

from functools import cached_property

from django.utils import timezone

from annotators.models import (
    Application,
    Attempt,
    Campaign,
    CheckQuestion,
    Earning,
    Entry,
    Floor,
    Payout,
    Piece,
    Qualification,
    Question,
    TeachingSession,
    Terms,
    WorkTime,
)
from annotators.services.gold import begin_gold
from annotators.services.payouts import make_payout
from annotators.services.questions import answer_question, ask
from projects.domain.roles import Role
from tests.annotators.factories import (
    make_attempt,
    make_campaign,
    make_earning,
    make_floor,
    make_paid_payout,
    make_practice,
    make_terms,
)
from tests.architecture.worlds.work import WorkRows


class PeopleRows(WorkRows):
    """Who is recruited, taught and paid."""

    @cached_property
    def work_time(self) -> WorkTime:
        return WorkTime.objects.create(
            project=self.project, user=self.annotator, work="assignment:1", seconds=3.0, claimed=3.0
        )

    @cached_property
    def terms(self) -> Terms:
        return make_terms(self.project)

    @cached_property
    def floor(self) -> Floor:
        return make_floor(self.project)

    @cached_property
    def earning(self) -> Earning:
        """Return an earning that no payout has."""
        assert self.payout
        return make_earning(self.annotator, self.terms)

    @cached_property
    def payout(self) -> Payout:
        """Return a payout that waits for approval."""
        make_earning(self.annotator, self.terms)
        return make_payout(project=self.project, by=self.people[Role.PM])

    @cached_property
    def paid_payout(self) -> Payout:
        return make_paid_payout(self.annotator, self.terms)

    @property
    def entry(self) -> Entry:
        return self.paid_payout.entry

    @cached_property
    def campaign(self) -> Campaign:
        return make_campaign(self.project)

    @cached_property
    def application(self) -> Application:
        """Return what the annotator sent in, with a test that is running."""
        return self.attempt.application

    @cached_property
    def attempt(self) -> Attempt:
        return make_attempt(self.campaign, self.annotator)

    @property
    def piece(self) -> Piece:
        return self.attempt.pieces.get(position=1)

    @cached_property
    def qualification(self) -> Qualification:
        return Qualification.objects.create(
            project=self.project, person=self.annotator, how="vouched", by=self.people[Role.PM]
        )

    @cached_property
    def practice(self) -> Attempt:
        """Return a practice of the annotator with its only item answered."""
        return make_practice(self.project, self.annotator)

    @cached_property
    def gold_attempt(self) -> Attempt:
        """Return items that the manager answers as gold."""
        assert self.batch
        return begin_gold(project=self.project, by=self.people[Role.PM], size=2)

    @cached_property
    def check_question(self) -> CheckQuestion:
        return CheckQuestion.objects.create(
            project=self.project, text="Irony?", options=["Yes", "No"], right=0, by=self.people[Role.PM]
        )

    @cached_property
    def session(self) -> TeachingSession:
        return TeachingSession.objects.create(
            project=self.project, title="Kick-off", held_at=timezone.now(), by=self.people[Role.PM]
        )

    @cached_property
    def question(self) -> Question:
        """Return an answered question of the annotator."""
        question = ask(project=self.project, text="Is irony negative?", item=self.item.pk, by=self.annotator)
        answer_question(question=question, text="Yes.", by=self.people[Role.REVIEWER])
        return question
