"""Terms, earnings and payouts for tests."""

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from annotators.domain.money import Unit
from annotators.domain.recruiting import Mode
from annotators.models import Application, Attempt, Campaign, Earning, Floor, GoldUse, Payout, Terms, Use
from annotators.services.attempts import PieceSubmission, submit_piece, take_pieces
from annotators.services.learning import begin_practice
from annotators.services.pay import record_earning, set_floor, set_terms
from annotators.services.payouts import approve_payout, make_payout, pay_payout
from annotators.services.recruiting import begin_test, open_campaign
from guidelines.models import Gold
from projects.domain.phases import Phase
from projects.domain.roles import Role
from projects.models import Project
from projects.services import add_member
from sourcing.models import ItemVersion
from tests.factories import make_items, make_schema, make_user

numbers = count(1)


def make_terms(project: Project, amount: int = 50, **facts: Any) -> Terms:
    """Return terms in force from now: 50 won for an item of the main phase unless told."""
    chosen = {"role": Role.ANNOTATOR, "phase": Phase.MAIN, "unit": Unit.ITEM, "currency": "KRW", **facts}
    return set_terms(project=project, amount=amount, by=project.created_by, **chosen)


def make_floor(project: Project, amount: int = 10_320, currency: str = "KRW", **facts: Any) -> Floor:
    """Return a floor that covers this year unless told."""
    year = timezone.localdate().year
    days = {"valid_from": date(year, 1, 1), "valid_until": date(year, 12, 31), **facts}
    return set_floor(
        project=project,
        amount=amount,
        currency=currency,
        source="Minimum wage",
        by=project.created_by,
        **days,
    )


def make_earning(person: User, terms: Terms, **facts: Any) -> Earning:
    """Return what one accepted piece of work earned."""
    chosen = {
        "work": f"labeling.assignment:{next(numbers)}",
        "phase": terms.phase,
        "accepted_at": timezone.now(),
        "seconds": 6.0,
        **facts,
    }
    earning = record_earning(project=terms.project, person=person, **chosen)
    assert earning
    return earning


def make_finance(project: Project) -> User:
    """Return one more person of finance."""
    person = make_user()
    add_member(project=project, user=person, role=Role.FINANCE, by=project.created_by)
    return person


def make_paid_payout(person: User, terms: Terms) -> Payout:
    """Return a payout of one new earning, and of whatever was not paid, paid by three people."""
    project = terms.project
    make_earning(person, terms)
    payout = make_payout(project=project, by=project.created_by)
    payout = approve_payout(payout=payout, by=make_finance(project))
    return pay_payout(payout=payout, by=make_finance(project), reference="bank 1")


def make_gold(
    project: Project, labels: str = "pn", use: Use | None = Use.TEST, **facts: Any
) -> list[ItemVersion]:
    """Return new items with gold: one for each letter, p for positive and n for negative, used for tests."""
    schema = project.schemas.filter(state="published").order_by("number").last() or make_schema(project)
    field = schema.fields[0]
    first, second, *_more = (label["id"] for label in field["config"]["labels"])
    versions = make_items(project, [f"Text {next(numbers)}" for _letter in labels])
    meant = {"p": first, "n": second}
    Gold.objects.bulk_create(
        Gold(project=project, item_version=version, field=field["name"], answer=meant[letter], **facts)
        for version, letter in zip(versions, labels, strict=True)
    )
    if use:
        GoldUse.objects.bulk_create(
            GoldUse(project=project, item_version=version, use=use) for version in versions
        )
    return versions


def make_campaign(project: Project, mode: Mode = Mode.VENDOR, labels: str = "pn", **facts: Any) -> Campaign:
    """Return an open campaign with a test of as many items as there are letters, and gold for them."""
    make_gold(project, labels)
    chosen = {"test_size": len(labels), "minutes": 10, "pass_pace": 0.0, "pays_test": False, **facts}
    return open_campaign(
        project=project,
        title="Readers wanted",
        text="Read **reviews**.",
        agreement="Keep it to yourself.",
        mode=mode,
        by=project.created_by,
        **chosen,
    )


def make_application(campaign: Campaign, person: User | None = None) -> Application:
    """Return what somebody sent in."""
    return Application.objects.create(
        campaign=campaign, person=person or make_user(), agreed_at=timezone.now()
    )


def make_attempt(campaign: Campaign, person: User | None = None) -> Attempt:
    """Return a test that is running."""
    return begin_test(application=make_application(campaign, person))


def answer_pieces(attempt: Attempt, right: int) -> None:
    """Answer every item of an attempt, so many of them right."""
    wrong = {"pos": "neg", "neg": "pos"}
    for place, piece in enumerate(take_pieces(attempt=attempt, ahead=10)):
        gold = Gold.objects.get(item_version=piece.item_version_id).answer
        submit_piece(piece=piece, submission=submission_of(gold if place < right else wrong[gold]))


def submission_of(answer: str, field: str = "sentiment", **facts: Any) -> PieceSubmission:
    """Return a submit of an answer under a new key."""
    number = next(numbers)
    chosen = {
        "base_version": 0,
        "seconds": 3.0,
        "key": f"key-{number:06}",
        "body_sha256": str(number),
        **facts,
    }
    return PieceSubmission(answers={field: answer}, **chosen)


def make_practice(project: Project, person: User, labels: str = "p") -> Attempt:
    """Return a practice with every item answered right, not ended yet."""
    make_gold(project, labels, use=Use.PRACTICE)
    attempt = begin_practice(project=project, by=person)
    while pieces := take_pieces(attempt=attempt, ahead=1):
        gold = Gold.objects.get(item_version=pieces[0].item_version_id)
        submit_piece(piece=pieces[0], submission=submission_of(gold.answer, gold.field))
    return attempt
