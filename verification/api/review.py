"""Peer review for programs and for the review screen."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from labeling.domain.batching import LONGEST_REASON
from labeling.selectors import batch_for
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for
from verification.api.audits import ShareOut
from verification.domain.review_sampling import MOST_NEWCOMER_ANSWERS, RISKS, Sampling
from verification.models import Outcome, ReviewRule, Verdict
from verification.selectors import review as selectors
from verification.selectors.review_outcomes import outcomes, own_reviews, preview
from verification.selectors.review_units import unit_of_review
from verification.services import reviews, verdicts
from verification.services.verdicts import Judgement

LARGEST_ID = 2**63 - 1


class SamplingIn(StrictSerializer):
    """Which answers to look at again. An answer that any part picks is looked at once."""

    percent = serializers.IntegerField(min_value=0, max_value=100, default=0)
    newcomer_answers = serializers.IntegerField(
        min_value=0, max_value=MOST_NEWCOMER_ANSWERS, default=0, help_text="The first of each person."
    )
    confidence_below = serializers.FloatField(
        min_value=0, max_value=1, allow_null=True, default=None, help_text="Consensus share of the item."
    )
    risks = serializers.ListField(
        child=serializers.ChoiceField([risk.value for risk in RISKS]), required=False
    )


class RuleOut(serializers.ModelSerializer[ReviewRule]):
    """The rule in force of a batch."""

    risks = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = ReviewRule
        fields = ("batch", "percent", "newcomer_answers", "confidence_below", "risks", "at")


class PreviewOut(serializers.Serializer[Any]):
    """How many answers a rule would pick now, in all and by reason."""

    answers = serializers.IntegerField()
    picked = serializers.IntegerField()
    reasons = serializers.DictField(child=serializers.IntegerField())


class RateOut(serializers.Serializer[Any]):
    """How often answers to a field were wrong when first looked at; person null: of everybody."""

    person = serializers.IntegerField(source="person.pk", allow_null=True, default=None)
    field = serializers.CharField()
    error_rate = ShareOut()


class OutcomesOut(serializers.Serializer[Any]):
    """What review found in a batch; `at_random` rests on the random share only."""

    counts = serializers.DictField(child=serializers.IntegerField(), source="counts._asdict")
    rates = RateOut(many=True)
    at_random = RateOut(many=True)


class NextReviewIn(StrictSerializer):
    """How many reviews the caller wants in hand, besides which (ids), and of which batch."""

    ahead = serializers.IntegerField(min_value=1, max_value=reviews.MOST_AHEAD, default=1)
    beside = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), required=False, max_length=50
    )
    batch = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)


class ReviewUnitsOut(serializers.Serializer[Any]):
    """Answers to review, without names, and how many wait for this person in all."""

    units = serializers.ListField(child=serializers.DictField())
    waiting = serializers.IntegerField()


class JudgeIn(StrictSerializer):
    """What is to be done with an answer: the version it is about, and what the outcome needs."""

    outcome = serializers.ChoiceField(Outcome.choices())
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    answers = serializers.DictField(required=False, help_text="The correction.")
    reason = serializers.CharField(max_length=LONGEST_REASON, allow_blank=True, default="")
    fields_wrong = serializers.ListField(
        child=serializers.CharField(max_length=64), required=False, help_text="Of a returned answer."
    )
    seconds = serializers.FloatField(default=0.0)
    ahead = serializers.IntegerField(min_value=0, max_value=reviews.MOST_AHEAD, default=0)
    beside = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), required=False, max_length=50
    )


class ReviewVerdictOut(serializers.ModelSerializer[Verdict]):
    """A verdict as it is stored."""

    class Meta:
        model = Verdict
        fields = ("id", "review", "outcome", "answers", "fields", "reason", "at")


class JudgedOut(ReviewUnitsOut):
    """The verdict, and what is in hand next where `ahead` asked for it."""

    verdict = ReviewVerdictOut()


class OwnVerdictOut(serializers.Serializer[Any]):
    """What was said about an answer of the caller."""

    item = serializers.CharField()
    batch = serializers.CharField()
    outcome = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    changes = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Question, answer given, answer corrected.",
    )


class OwnReviewsOut(serializers.Serializer[Any]):
    """The last words about the caller's answers, and how many of each outcome."""

    verdicts = OwnVerdictOut(many=True)
    counts = serializers.DictField(child=serializers.IntegerField())


def _sampling(sent: dict[str, Any]) -> Sampling:
    return Sampling(**{**sent, "risks": frozenset(sent.get("risks", ()))})


class ReviewRuleOfBatch(APIView):
    """By which rule answers of a batch are looked at again."""

    @extend_schema(operation_id="review_rule", responses={200: RuleOut, 204: None})
    def get(self, request: ApiRequest, pk: int) -> Response:
        rule = selectors.rule_of(batch_for(request.user, pk, Right.MANAGE_PROJECT))
        return Response(RuleOut(rule).data) if rule else Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(operation_id="set_review_rule", request=SamplingIn, responses=RuleOut)
    def put(self, request: ApiRequest, pk: int) -> Response:
        batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
        sampling = _sampling(read(SamplingIn, request))
        return Response(
            RuleOut(reviews.set_review_rule(batch=batch, sampling=sampling, by=request.user)).data
        )

    @extend_schema(operation_id="stop_review", responses={204: None})
    def delete(self, request: ApiRequest, pk: int) -> Response:
        reviews.stop_review(batch=batch_for(request.user, pk, Right.MANAGE_PROJECT), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class PreviewReview(APIView):
    """How many answers a rule would pick; nothing is changed."""

    @extend_schema(operation_id="preview_review", request=SamplingIn, responses=PreviewOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
        sampling = _sampling(read(SamplingIn, request))
        reviews.check_sampling(sampling)
        return Response(preview(batch, sampling)._asdict())


class ReviewOutcomes(APIView):
    """What review found in a batch."""

    @extend_schema(operation_id="review_outcomes", responses=OutcomesOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(OutcomesOut(outcomes(batch_for(request.user, pk, Right.MANAGE_PROJECT))).data)


class NextReviews(APIView):
    """Take answers to review: what you hold, topped up, each held for a quarter of an hour."""

    @extend_schema(operation_id="next_reviews", request=NextReviewIn, responses=ReviewUnitsOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.REVIEW)
        reviews.refill(project, request.user)
        return Response(next_units(project, request.user, **read(NextReviewIn, request)))


def next_units(project: Project, reader: User, **wanted: Any) -> dict[str, Any]:
    """Return the answers now in this person's hands as units, and how many wait for them in all."""
    taken = reviews.take_reviews(project=project, by=reader, **wanted) if wanted.get("ahead") else []
    waiting = selectors.reviewable(reader, project).count()
    return {"units": [unit_of_review(review, reader) for review in taken], "waiting": waiting}


class JudgeReview(APIView):
    """Accept an answer, correct it, or return it with a reason."""

    @extend_schema(operation_id="judge_review", request=JudgeIn, responses=JudgedOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        review = selectors.review_for(request.user, pk)
        sent = read(JudgeIn, request)
        wanted = {"ahead": sent.pop("ahead"), "beside": sent.pop("beside", ())}
        sent["fields"] = sent.pop("fields_wrong", ())
        judgement = Judgement(**{**sent, "outcome": Outcome(sent["outcome"])})
        verdict = verdicts.judge_review(review=review, judgement=judgement, by=request.user)
        following = next_units(review.batch.project, request.user, **wanted)
        return Response({"verdict": ReviewVerdictOut(verdict).data, **following})


class UndoVerdict(APIView):
    """Take back what you said last about an answer: it is yours to judge again."""

    @extend_schema(operation_id="undo_verdict", request=None, responses=ReviewUnitsOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        review = selectors.review_for(request.user, pk)
        review = verdicts.undo_verdict(review=review, by=request.user)
        unit = unit_of_review(selectors.review_for(request.user, pk), request.user)
        waiting = selectors.reviewable(request.user, review.batch.project).count()
        return Response({"units": [unit], "waiting": waiting})


class GiveBackReview(APIView):
    """Let somebody else have a review that you hold."""

    @extend_schema(operation_id="give_back_review", request=None, responses={204: None})
    def post(self, request: ApiRequest, pk: int) -> Response:
        reviews.give_back_review(review=selectors.review_for(request.user, pk), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class OwnReviews(APIView):
    """What reviewers said about the caller's answers."""

    @extend_schema(operation_id="own_reviews", responses=OwnReviewsOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.LABEL)
        return Response(OwnReviewsOut(own_reviews(request.user, project)).data)
