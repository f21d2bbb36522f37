"""Reads: the one door to earnings and payouts, and what the ledger adds up to."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.shortcuts import get_object_or_404

from accounts.models import User
from annotators.models import Account, AccountKind, Earning, Payout, Posting
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import projects_for


def earnings_for(user: User, right: Right = Right.SEE_PAY) -> QuerySet[Earning]:
    """Return the earnings of the projects in which this person has this right."""
    rows = Earning.objects.filter(project__in=projects_for(user, right))
    return rows.select_related("project", "user", "terms", "payout")


def earning_for(user: User, pk: int, right: Right = Right.SEE_PAY) -> Earning:
    """Return the earning if this person has this right in its project; otherwise it does not exist."""
    return get_object_or_404(earnings_for(user, right), pk=pk)


def paid_person(project: Project, pk: int) -> User:
    """Return a person who earned something in the project; anybody else does not exist."""
    earned = Earning.objects.filter(project=project).values("user")
    return get_object_or_404(User.objects.filter(pk__in=earned), pk=pk)


def payouts_for(user: User, right: Right = Right.SEE_PAY) -> QuerySet[Payout]:
    """Return the payouts of the projects in which this person has this right, latest first."""
    rows = Payout.objects.filter(project__in=projects_for(user, right))
    return rows.select_related("project", "made_by", "approved_by", "paid_by").order_by("-pk")


def payout_for(user: User, pk: int, right: Right = Right.SEE_PAY) -> Payout:
    """Return the payout if this person has this right in its project; otherwise it does not exist."""
    return get_object_or_404(payouts_for(user, right), pk=pk)


def with_totals(payouts: QuerySet[Payout]) -> QuerySet[Payout]:
    """Return payouts with what they pay: `amount` and `people`, nothing once cancelled."""
    return payouts.annotate(amount=Sum("earnings__amount"), people=Count("earnings__user", distinct=True))


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """What one person gets in a payout: amount in minor units, for how many pieces of work and how much time."""

    user: User
    amount: int
    work: int
    milliseconds: int


def payout_lines(payout: Payout) -> list[PayoutLine]:
    """Return what each person gets, by name; nothing once the payout is cancelled."""
    rows = Earning.objects.filter(payout=payout).values("user")
    sums = {
        row["user"]: row
        for row in rows.annotate(amount=Sum("amount"), work=Count("id"), milliseconds=Sum("milliseconds"))
    }
    people = User.objects.filter(pk__in=sums).order_by("full_name", "username")
    return [
        PayoutLine(
            user=person,
            amount=sums[person.pk]["amount"],
            work=sums[person.pk]["work"],
            milliseconds=sums[person.pk]["milliseconds"],
        )
        for person in people
    ]


def payable(project: Project) -> QuerySet[Earning]:
    """Return the earnings that no payout has yet."""
    return Earning.objects.filter(project=project, is_live=True, payout=None, amount__gt=0)


def payable_total(project: Project) -> int:
    """Return how much no payout has yet, in minor units."""
    return int(payable(project).aggregate(total=Sum("amount"))["total"] or 0)


@dataclass(frozen=True, slots=True)
class Balance:
    """What one account holds, in minor units: costs are positive, what is owed to a person is negative."""

    account: Account
    amount: int


def balances(project: Project) -> list[Balance]:
    """Return what every account of a project holds, added up from its postings."""
    accounts = Account.objects.filter(project=project).select_related("user")
    summed = accounts.annotate(amount=Sum("postings__amount")).order_by("kind", "user__full_name", "pk")
    return [Balance(account, account.amount or 0) for account in summed]


def postings_of(project: Project) -> QuerySet[Posting]:
    """Return the legs of every entry of a project, latest first."""
    rows = Posting.objects.filter(account__project=project)
    return rows.select_related(
        "entry__by", "account__user", "entry__earning__item", "entry__payout"
    ).order_by("-pk")


def owed_to(project: Project, user: User) -> int:
    """Return what a person earned in a project and was not paid yet, in minor units."""
    legs = Posting.objects.filter(
        account__kind=AccountKind.OWED, account__project=project, account__user=user
    )
    return -int(legs.aggregate(total=Sum("amount"))["total"] or 0)
