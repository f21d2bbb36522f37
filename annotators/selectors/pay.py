"""Reads: what people earned in the time they gave."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import User
from annotators.domain.fair_pay import ENOUGH_WORK, lowest_decile, median, overpaid, rework_cost
from annotators.domain.money import hourly_pay
from annotators.models import Earning, WorkTime
from annotators.selectors.ledger import owed_to
from annotators.selectors.terms import currency_of, floor_on
from projects.models import Project


@dataclass(frozen=True, slots=True)
class PersonPay:
    """What one person earned: minor units, pieces of work, and all time they gave, also for work not paid."""

    user: User
    amount: int
    work: int
    milliseconds: int

    @property
    def hourly(self) -> int | None:
        """Return what an hour brought, or None without recorded time."""
        return hourly_pay(self.amount, self.milliseconds)


@dataclass(frozen=True, slots=True)
class FairPay:
    """What an hour brought over the people of a project, in minor units; None while nobody earned anything.

    `reversed` was taken back; `again` is time in milliseconds spent on answers that were stored before.
    """

    people: list[PersonPay]
    currency: str
    floor: int | None
    cost: int
    items: int
    reversed: int = 0
    again: int = 0

    @property
    def overpaid(self) -> int:
        """Return what people earned beyond twice the floor for their time."""
        return sum(overpaid(one.amount, one.milliseconds, self.floor) for one in self.people)

    @property
    def rework(self) -> int:
        """Return what the time spent on changing stored answers would have earned."""
        return rework_cost(self.cost, sum(one.milliseconds for one in self.people), self.again)

    @property
    def hourlies(self) -> list[int]:
        """Return what an hour brought each person who has recorded time."""
        return [person.hourly for person in self.people if person.hourly is not None]

    @property
    def median(self) -> int | None:
        """Return the median over people."""
        return median(self.hourlies)

    @property
    def lowest_decile(self) -> int | None:
        """Return what the worst paid tenth of the people do not exceed."""
        return lowest_decile(self.hourlies)

    @property
    def below_floor(self) -> list[PersonPay]:
        """Return the people whose hour brought less than the floor."""
        floor = self.floor
        if floor is None:
            return []
        return [one for one in self.people if one.hourly is not None and one.hourly < floor]


def fair_pay(project: Project) -> FairPay:
    """Return what an hour of work brought in a project, counted now in eight statements."""
    live = Earning.objects.filter(project=project, is_live=True)
    people = _people(project, live)
    totals = live.aggregate(items=Count("item", distinct=True))
    currency = currency_of(project) or ""
    floor = floor_on(project, timezone.localdate(), currency)
    return FairPay(
        people=people,
        currency=currency,
        floor=floor.amount if floor else None,
        cost=sum(person.amount for person in people),
        items=totals["items"],
        reversed=_reversed(project),
        again=_time_again(project),
    )


def _reversed(project: Project) -> int:
    taken_back = Earning.objects.filter(project=project, is_live=False)
    return int(taken_back.aggregate(total=Sum("amount"))["total"] or 0)


def _time_again(project: Project) -> int:
    """Return the milliseconds spent on work after its first submit."""
    times = WorkTime.objects.filter(project=project)
    firsts = times.values("user", "work").annotate(first=Min("pk")).values("first")
    total = times.exclude(pk__in=firsts).aggregate(total=Sum("seconds"))["total"]
    return round(1_000 * (total or 0))


def warned(project: Project) -> list[PersonPay]:
    """Return whose hour brings less than the floor after enough paid answers to say so."""
    return [one for one in fair_pay(project).below_floor if one.work >= ENOUGH_WORK]


@dataclass(frozen=True, slots=True)
class MonthOfPay:
    """What one person earned in one month: accepted then, whatever was paid out when."""

    month: date
    work: int
    milliseconds: int
    amount: int
    paid: int

    @property
    def hourly(self) -> int | None:
        """Return what an hour of the paid work brought, or None without time."""
        return hourly_pay(self.amount, self.milliseconds)


def monthly_pay(user: User, project: Project) -> list[MonthOfPay]:
    """Return what this person earned month by month, latest first; reversed earnings do not count."""
    live = Earning.objects.filter(user=user, project=project, is_live=True)
    months = live.annotate(month=TruncMonth("accepted_at")).values("month").order_by("-month")
    rows = months.annotate(
        work=Count("id"),
        time=Sum("milliseconds"),
        total=Sum("amount"),
        settled=Sum("amount", filter=Q(payout__state="paid")),
    )
    return [
        MonthOfPay(row["month"].date(), row["work"], row["time"], row["total"], row["settled"] or 0)
        for row in rows
    ]


def _people(project: Project, earnings: QuerySet[Earning]) -> list[PersonPay]:
    rows = earnings.values("user").annotate(amount=Sum("amount"), work=Count("id"))
    earned = {row["user"]: row for row in rows}
    times = WorkTime.objects.filter(project=project, user__in=earned).values("user")
    seconds = dict(times.annotate(total=Sum("seconds")).values_list("user", "total"))
    people = User.objects.filter(pk__in=earned).order_by("full_name", "username")
    return [
        PersonPay(
            user=person,
            amount=earned[person.pk]["amount"],
            work=earned[person.pk]["work"],
            milliseconds=round(1_000 * seconds.get(person.pk, 0)),
        )
        for person in people
    ]


@dataclass(frozen=True, slots=True)
class OwnPay:
    """One person's pay in a project, in minor units."""

    earned: int
    owed: int
    work: int
    milliseconds: int
    currency: str
    floor: int | None

    @property
    def paid(self) -> int:
        """Return what was paid out already."""
        return self.earned - self.owed

    @property
    def hourly(self) -> int | None:
        """Return what an hour of all recorded time brought, or None without time."""
        return hourly_pay(self.earned, self.milliseconds)


def own_earnings(user: User, project: Project) -> QuerySet[Earning]:
    """Return what this person earned in a project, latest first, reversed earnings included."""
    rows = Earning.objects.filter(user=user, project=project)
    return rows.select_related("item", "terms", "payout", "entry__reversed_by").order_by("-pk")


def own_pay(user: User, project: Project) -> OwnPay:
    """Return what this person earned in a project, in which time, and what is still owed to them."""
    live = Earning.objects.filter(user=user, project=project, is_live=True)
    sums = live.aggregate(amount=Sum("amount"), work=Count("id"))
    seconds = WorkTime.objects.filter(user=user, project=project).aggregate(total=Sum("seconds"))["total"]
    currency = currency_of(project) or ""
    floor = floor_on(project, timezone.localdate(), currency)
    return OwnPay(
        earned=sums["amount"] or 0,
        owed=owed_to(project, user),
        work=sums["work"],
        milliseconds=round(1_000 * (seconds or 0)),
        currency=currency,
        floor=floor.amount if floor else None,
    )
