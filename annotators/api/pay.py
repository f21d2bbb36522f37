"""Pay terms, fair pay, the ledger and one's own pay for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from annotators.domain.fair_pay import Estimate
from annotators.domain.money import MINOR_DIGITS, MOST, Unit
from annotators.models import Earning, Floor, Posting, Terms
from annotators.models.ledger import LONGEST_NOTE
from annotators.models.terms import LONGEST_SOURCE, PAID_ROLES
from annotators.selectors import ledger, pay, terms
from annotators.services import pay as services
from dmops_platform.strict import StrictSerializer, asked, read
from dmops_platform.types import ApiRequest
from projects.domain.phases import Phase
from projects.domain.roles import Right
from projects.selectors import page_before, project_for

LARGEST_ID = 2**63 - 1


class TermsIn(StrictSerializer):
    """The next version of what a role is paid in a phase."""

    role = serializers.ChoiceField([role.value for role in PAID_ROLES], default="annotator")
    phase = serializers.ChoiceField(Phase.choices())
    unit = serializers.ChoiceField(Unit.choices())
    amount = serializers.IntegerField(min_value=1, max_value=MOST)
    currency = serializers.ChoiceField([*MINOR_DIGITS])
    in_force_from = serializers.DateTimeField(required=False)


class TermsOut(serializers.ModelSerializer[Terms]):
    """One version of the terms."""

    by = serializers.CharField(read_only=True)

    class Meta:
        model = Terms
        fields = (
            "id",
            "role",
            "phase",
            "number",
            "unit",
            "amount",
            "currency",
            "in_force_from",
            "by",
        )


class FloorIn(StrictSerializer):
    """The least an hour may bring between two days."""

    amount = serializers.IntegerField(min_value=1, max_value=MOST)
    currency = serializers.ChoiceField([*MINOR_DIGITS])
    valid_from = serializers.DateField()
    valid_until = serializers.DateField()
    source = serializers.CharField(max_length=LONGEST_SOURCE)  # type: ignore[assignment]


class FloorOut(serializers.ModelSerializer[Floor]):
    """A row of the floor."""

    by = serializers.CharField(read_only=True)

    class Meta:
        model = Floor
        fields = ("id", "amount", "currency", "valid_from", "valid_until", "source", "by")


class EstimateOut(serializers.Serializer[Estimate]):
    """What an hour under terms in force is expected to bring; null where it is not known."""

    terms = serializers.IntegerField()
    hourly = serializers.IntegerField(allow_null=True)
    floor = serializers.IntegerField(allow_null=True)
    milliseconds = serializers.IntegerField(allow_null=True)
    n = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    is_fair = serializers.BooleanField()


class FairPayOut(serializers.Serializer[Any]):
    """What an hour brought over the people; null while nobody earned anything."""

    currency = serializers.CharField()
    median = serializers.IntegerField(allow_null=True)
    lowest_decile = serializers.IntegerField(allow_null=True)
    floor = serializers.IntegerField(allow_null=True)
    people = serializers.SerializerMethodField()
    below_floor = serializers.SerializerMethodField()
    cost = serializers.IntegerField()
    items = serializers.IntegerField()
    overpaid = serializers.IntegerField()
    rework = serializers.IntegerField()
    reversed = serializers.IntegerField()

    def get_people(self, fair: pay.FairPay) -> int:
        """Return how many people earned something."""
        return len(fair.people)

    def get_below_floor(self, fair: pay.FairPay) -> list[str]:
        """Return the usernames of those whose hour brought less than the floor."""
        return [one.user.username for one in fair.below_floor]


class PayOut(serializers.Serializer[Any]):
    """Terms in force with their estimates, and what an hour brought so far."""

    estimates = EstimateOut(many=True)
    fair_pay = FairPayOut()


class BalanceOut(serializers.Serializer[ledger.Balance]):
    """What an account holds."""

    account = serializers.IntegerField(source="account.pk")
    kind = serializers.CharField(source="account.kind")
    person = serializers.CharField(source="account.user.username", default=None, allow_null=True)
    currency = serializers.CharField(source="account.currency")
    amount = serializers.IntegerField()


class PostingOut(serializers.ModelSerializer[Posting]):
    """One leg of an entry."""

    kind = serializers.CharField(source="entry.kind")
    note = serializers.CharField(source="entry.note")
    at = serializers.DateTimeField(source="entry.at")

    class Meta:
        model = Posting
        fields = ("id", "entry", "kind", "note", "at", "account", "amount")


class PageQuery(StrictSerializer):
    """Where a page of a long list starts: below an id."""

    before = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)


class LedgerOut(serializers.Serializer[Any]):
    """The balances, and some postings, latest first, with the `before` of the next page or null."""

    balances = BalanceOut(many=True)
    postings = PostingOut(many=True)
    next_before = serializers.IntegerField(allow_null=True)


class EarningOut(serializers.ModelSerializer[Earning]):
    """What one piece of accepted work earned."""

    class Meta:
        model = Earning
        fields = (
            "id",
            "item",
            "work",
            "phase",
            "terms",
            "rate",
            "currency",
            "milliseconds",
            "amount",
            "accepted_at",
            "is_live",
            "payout",
        )


class MyPayOut(serializers.Serializer[Any]):
    """One's own pay in a project."""

    currency = serializers.CharField()
    earned = serializers.IntegerField()
    owed = serializers.IntegerField()
    paid = serializers.IntegerField()
    work = serializers.IntegerField()
    milliseconds = serializers.IntegerField()
    hourly = serializers.IntegerField(allow_null=True)
    floor = serializers.IntegerField(allow_null=True)


class MyPayPage(serializers.Serializer[Any]):
    """One's own pay, and some lines, latest first, with the `before` of the next page or null."""

    pay = MyPayOut()
    earnings = EarningOut(many=True)
    next_before = serializers.IntegerField(allow_null=True)


class ReasonIn(StrictSerializer):
    """Why something is undone."""

    reason = serializers.CharField(max_length=LONGEST_NOTE)


class PayTerms(APIView):
    """The versions of the terms."""

    @extend_schema(operation_id="pay_terms", responses=TermsOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return every version, latest first within a role and phase."""
        project = project_for(request.user, project_pk, Right.SEE_PAY)
        return Response(TermsOut(terms.terms_of(project), many=True).data)

    @extend_schema(operation_id="set_terms", request=TermsIn, responses={201: TermsOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Write the next version."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        made = services.set_terms(project=project, by=request.user, **read(TermsIn, request))
        return Response(TermsOut(made).data, status=status.HTTP_201_CREATED)


class Floors(APIView):
    """The rows of the fair-pay floor."""

    @extend_schema(operation_id="floors", responses=FloorOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return every row, latest first."""
        project = project_for(request.user, project_pk, Right.SEE_PAY)
        return Response(FloorOut(terms.floors_of(project), many=True).data)

    @extend_schema(operation_id="set_floor", request=FloorIn, responses={201: FloorOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Write a row."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        made = services.set_floor(project=project, by=request.user, **read(FloorIn, request))
        return Response(FloorOut(made).data, status=status.HTTP_201_CREATED)


class FairPay(APIView):
    """What an hour is expected to bring, and what it brought."""

    @extend_schema(operation_id="fair_pay", responses=PayOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return the estimates of the terms in force and the actual pay over people."""
        project = project_for(request.user, project_pk, Right.SEE_PAY)
        expected = terms.estimates(project, terms.terms_in_force(project))
        body = {
            "estimates": [_estimate(one, estimate) for one, estimate in expected],
            "fair_pay": FairPayOut(pay.fair_pay(project)).data,
        }
        return Response(body)


def _estimate(one: Terms, estimate: Estimate) -> dict[str, Any]:
    names = ("hourly", "floor", "milliseconds", "n", "source", "is_fair")
    return {"terms": one.pk, **{name: getattr(estimate, name) for name in names}}


class Ledger(APIView):
    """What every account holds and each posting."""

    @extend_schema(operation_id="ledger", parameters=[PageQuery], responses=LedgerOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return the balances and a page of postings."""
        project = project_for(request.user, project_pk, Right.SEE_PAY)
        rows, before = page_before(ledger.postings_of(project), **asked(PageQuery, request))
        body = {"balances": ledger.balances(project), "postings": rows, "next_before": before}
        return Response(LedgerOut(body).data)


class MyPay(APIView):
    """One's own pay in a project."""

    @extend_schema(operation_id="my_pay", parameters=[PageQuery], responses=MyPayPage)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return what I earned, in which time, and a page of the lines."""
        project = project_for(request.user, project_pk, Right.SEE_OWN_PAY)
        rows, before = page_before(pay.own_earnings(request.user, project), **asked(PageQuery, request))
        body = {"pay": pay.own_pay(request.user, project), "earnings": rows, "next_before": before}
        return Response(MyPayPage(body).data)


class ReverseEarning(APIView):
    """Take an earning back."""

    @extend_schema(operation_id="reverse_earning", request=ReasonIn, responses=EarningOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Write the exact negation."""
        earning = ledger.earning_for(request.user, pk, Right.MANAGE_PROJECT)
        reversed_ = services.reverse_earning(earning=earning, by=request.user, **read(ReasonIn, request))
        return Response(EarningOut(reversed_).data)
