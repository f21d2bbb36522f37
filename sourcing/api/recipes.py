"""Recipes and their runs for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.http import address_of
from dmops_platform.strict import StrictSerializer, asked, read
from dmops_platform.types import ApiRequest
from projects.domain.roles import Right
from projects.selectors import project_for
from sourcing import selectors
from sourcing.domain.steps.base import Outcome
from sourcing.forms import LARGEST_ID
from sourcing.forms.recipes import LONGEST_NOTE, LONGEST_REASON
from sourcing.models import Decision, MaskedValue, Recipe, RecipeRun
from sourcing.services import recipes, restoring
from sourcing.services.previewing import preview_recipe


class RecipeStep(StrictSerializer):
    """One step: its name and its parameters; those left out are what they are unless told."""

    step = serializers.CharField(max_length=40)
    params = serializers.DictField(default=dict)


class RecipeIn(StrictSerializer):
    """The steps of the next version, in order. `seen`, where given, must be the digest of the draft you read."""

    steps = RecipeStep(many=True)
    change_note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")
    publish = serializers.BooleanField(default=False)
    seen = serializers.CharField(max_length=64, allow_blank=True, required=False)


class RecipeOut(serializers.ModelSerializer[Recipe]):
    """One version of a recipe."""

    steps = RecipeStep(many=True, read_only=True)
    by = serializers.CharField(source="by.username", read_only=True)

    class Meta:
        model = Recipe
        fields = ("id", "number", "is_published", "steps", "has_masking", "change_note", "by", "published_at")


class RecipesOut(serializers.Serializer[Any]):
    """The versions of a project: in force, being written, and how many items wait for the one in force."""

    in_force = RecipeOut(allow_null=True)
    draft = RecipeOut(allow_null=True)
    draft_digest = serializers.CharField(allow_blank=True, help_text="Send it back as `seen`.")
    undecided = serializers.IntegerField(allow_null=True)


class LayerOut(serializers.Serializer[Any]):
    """One step of a funnel."""

    position = serializers.IntegerField()
    step = serializers.CharField()
    entered = serializers.IntegerField()
    kept = serializers.IntegerField()
    changed = serializers.IntegerField()
    dropped = serializers.IntegerField()


class RecipeRunOut(serializers.ModelSerializer[RecipeRun]):
    """A run: how far it is, and its funnel."""

    recipe = serializers.IntegerField(source="recipe.number", read_only=True)
    decided = serializers.SerializerMethodField()
    layers = serializers.SerializerMethodField()
    is_waiting_for_worker = serializers.BooleanField(read_only=True)

    class Meta:
        model = RecipeRun
        fields = (
            *("id", "project", "source", "recipe", "state", "done", "total", "error", "decided", "layers"),
            *("is_waiting_for_worker", "queued_at", "finished_at"),
        )

    def get_decided(self, run: RecipeRun) -> int:
        """Return how many items it decided."""
        return int(run.report.get("decided", 0))

    @extend_schema_field(LayerOut(many=True))
    def get_layers(self, run: RecipeRun) -> list[dict[str, Any]]:
        """Return what became of the items, step by step."""
        return [layer._asdict() for layer in selectors.layers_of(run)]


class RecipeRunIn(StrictSerializer):
    """Over which items; without a source over those of all."""

    source = serializers.IntegerField(  # type: ignore[assignment]
        min_value=1, max_value=LARGEST_ID, required=False, allow_null=True
    )


class DecisionQuery(StrictSerializer):
    """Which decisions of a run, in the order of its items."""

    position = serializers.IntegerField(min_value=1, max_value=100)
    outcome = serializers.ChoiceField([Outcome.CHANGED.value, Outcome.DROPPED.value])
    after = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50)


class StepDecisionOut(serializers.ModelSerializer[Decision]):
    """What a step or a person decided about an item, and why."""

    reason = serializers.CharField(source="sentence", read_only=True)
    by = serializers.CharField(source="by.username", default=None, allow_null=True, read_only=True)

    class Meta:
        model = Decision
        fields = ("id", "item", "position", "step", "outcome", "reason", "details", "by", "at")


class DecisionLineOut(serializers.Serializer[Any]):
    """A decision with the texts before and after; what was masked is not shown."""

    decision = StepDecisionOut()
    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)
    is_last = serializers.BooleanField(help_text="It can be taken back.")


class StepDecisionPage(serializers.Serializer[Any]):
    """Some decisions, and the `after` of the next page or null."""

    results = DecisionLineOut(many=True)
    next_after = serializers.IntegerField(allow_null=True)


class WhyIn(StrictSerializer):
    """Why."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class MaskedValueOut(serializers.ModelSerializer[MaskedValue]):
    """What a surrogate stands for."""

    class Meta:
        model = MaskedValue
        fields = ("surrogate", "kind", "value")


class StepExampleOut(serializers.Serializer[Any]):
    """One item in one step."""

    item = serializers.CharField()
    before = serializers.DictField()
    after = serializers.DictField(allow_null=True)
    reason = serializers.CharField()


class PreviewLayerOut(serializers.Serializer[Any]):
    """One step tried, with a few examples."""

    layer = LayerOut()
    examples = StepExampleOut(many=True)


class RecipePreviewOut(serializers.Serializer[Any]):
    """A recipe tried on `n` of `population` items; nothing is written."""

    n = serializers.IntegerField()
    population = serializers.IntegerField()
    layers = PreviewLayerOut(many=True)


class Recipes(APIView):
    """The recipe of a project."""

    @extend_schema(operation_id="recipe", responses=RecipesOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.SEE_ITEMS)
        recipe, draft = selectors.published_recipe(project), selectors.recipe_draft(project)
        told = {
            "in_force": recipe,
            "draft": draft,
            "draft_digest": selectors.recipe_digest(draft),
            "undecided": selectors.undecided(project, recipe).count() if recipe else None,
        }
        return Response(RecipesOut(told).data)

    @extend_schema(operation_id="save_recipe_draft", request=RecipeIn, responses=RecipeOut)
    def put(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.EDIT_RECIPES)
        written = read(RecipeIn, request)
        publish = written.pop("publish")
        recipe = recipes.save_recipe_draft(project=project, by=request.user, **written)
        if publish:
            recipe = recipes.publish_recipe(project=project, by=request.user)
        return Response(RecipeOut(recipe).data)


class PreviewRecipe(APIView):
    """Try steps on a spread of items."""

    @extend_schema(operation_id="preview_recipe", request=RecipeIn, responses=RecipePreviewOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.EDIT_RECIPES)
        steps = read(RecipeIn, request)["steps"]
        told = preview_recipe(project=project, steps=steps, by=request.user, address=address_of(request))
        return Response(RecipePreviewOut(told).data)


class RecipeRuns(APIView):
    """The runs of a project's recipes."""

    @extend_schema(operation_id="recipe_run_list", responses=RecipeRunOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.SEE_ITEMS)
        return Response(RecipeRunOut(selectors.runs_of(project)[:100], many=True).data)

    @extend_schema(operation_id="start_recipe_run", request=RecipeRunIn, responses={202: RecipeRunOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.EDIT_RECIPES)
        chosen = read(RecipeRunIn, request).get("source")
        source = selectors.import_source(project, chosen) if chosen else None
        run = recipes.start_recipe_run(project=project, source=source, by=request.user)
        return Response(RecipeRunOut(run).data, status=status.HTTP_202_ACCEPTED)


class RecipeRunDetail(APIView):
    """One run."""

    @extend_schema(operation_id="recipe_run", responses=RecipeRunOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(RecipeRunOut(selectors.recipe_run_for(request.user, pk)).data)


class CancelRecipeRun(APIView):
    """Stop a run; what it decided stays."""

    @extend_schema(operation_id="cancel_recipe_run", request=None, responses=RecipeRunOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        run = selectors.recipe_run_for(request.user, pk, Right.EDIT_RECIPES)
        recipes.cancel_recipe_run(run=run, by=request.user)
        run.refresh_from_db()
        return Response(RecipeRunOut(run).data)


class StepDecisions(APIView):
    """What one step of a run decided."""

    @extend_schema(operation_id="step_decision_list", parameters=[DecisionQuery], responses=StepDecisionPage)
    def get(self, request: ApiRequest, pk: int) -> Response:
        run = selectors.recipe_run_for(request.user, pk)
        query = asked(DecisionQuery, request)
        lines, next_after = selectors.decision_page(
            run, query["position"], query["outcome"], query.get("after"), query["limit"]
        )
        return Response(StepDecisionPage({"results": lines, "next_after": next_after}).data)


class RestoreItem(APIView):
    """Take back what a run decided about one item."""

    @extend_schema(operation_id="restore_item", request=WhyIn, responses={201: StepDecisionOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        decision = selectors.decision_to_restore(request.user, pk)
        reason = read(WhyIn, request)["reason"]
        restored = restoring.restore_item(
            decision=decision, reason=reason, by=request.user, address=address_of(request)
        )
        return Response(StepDecisionOut(restored).data, status=status.HTTP_201_CREATED)


class UnmaskItem(APIView):
    """What the surrogates of an item stand for, against a reason that is written down."""

    @extend_schema(operation_id="unmask_item", request=WhyIn, responses=MaskedValueOut(many=True))
    def post(self, request: ApiRequest, pk: int) -> Response:
        item = selectors.raw_item_for(request.user, pk)
        reason = read(WhyIn, request)["reason"]
        values = restoring.unmask_item(item=item, reason=reason, by=request.user, address=address_of(request))
        return Response(MaskedValueOut(values, many=True).data)
