"""Recipes, their runs, and what a person takes back."""

import pytest

from dmops_platform.background import JobState
from dmops_platform.errors import BadInput, RuleBroken
from labeling.services.batches import open_batch
from projects.domain.stages import Stage
from projects.models import AccessLog
from sourcing import selectors, stages
from sourcing.domain.steps import new_step
from sourcing.models import Decision, Item, ItemVersion, MaskedValue, Recipe, RecipeRun
from sourcing.services import cleaning
from sourcing.services.previewing import preview_recipe
from sourcing.services.recipes import (
    StaleRecipe,
    cancel_recipe_run,
    publish_recipe,
    run_recipe,
    save_recipe_draft,
    start_recipe_run,
)
from sourcing.services.restoring import restore_item, unmask_item
from tests.factories import make_items, make_schema, make_source
from tests.sourcing.factories import imported, make_recipe

FOUR = [new_step(name) for name in ("repair_unicode", "length", "exact_duplicates", "mask_personal_data")]
TEXTS = ["따뜻한 영화", "x", "따뜻한  영화", "ìˆ˜ì—… ë„ˆë¬´", "전화 010-1234-5678", "plain"]


def cleaned(project, **more) -> RecipeRun:
    """Return a run after its worker."""
    run = start_recipe_run(project=project, by=project.created_by, **more)
    run_recipe(run_id=run.pk)
    run.refresh_from_db()
    return run


@pytest.fixture
def run(project) -> RecipeRun:
    """Return a finished run of the four steps over six items."""
    make_items(project, TEXTS)
    make_recipe(project, FOUR)
    return cleaned(project)


def latest(project) -> list[str]:
    items = Item.objects.filter(project=project).order_by("pk")
    versions = selectors.latest_versions_of([item.pk for item in items])
    return [versions[item.pk].parts["text"] for item in items]


def state_of(project) -> list[tuple]:
    """Return everything a run leaves behind but ids and times."""
    items = Item.objects.filter(project=project).order_by("pk")
    return [
        (
            item.is_dropped,
            item.found,
            item.cleaned_by.recipe_id,
            [(row.number, row.parts, row.made_by) for row in item.versions.order_by("number")],
            [(row.position, row.outcome, row.reason) for row in item.decisions.order_by("pk")],
            [
                (row.surrogate, row.value)
                for row in MaskedValue.objects.filter(version__item=item).order_by("pk")
            ],
        )
        for item in items
    ]


# Recipes


def test_recipe_is_written_published_and_never_changes(project, manager):
    draft = save_recipe_draft(project=project, steps=FOUR, by=manager)
    assert (draft.number, draft.has_masking) == (1, True)
    published = publish_recipe(project=project, by=manager)
    assert selectors.published_recipe(project) == published
    second = save_recipe_draft(project=project, steps=FOUR[:1], by=manager)
    assert (second.number, second.has_masking) == (2, False)
    assert selectors.published_recipe(project) == published


def test_publish_recipe_needs_a_step(project, manager):
    with pytest.raises(RuleBroken, match="at least one step"):
        publish_recipe(project=project, by=manager)
    save_recipe_draft(project=project, steps=[], by=manager)
    with pytest.raises(RuleBroken, match="at least one step"):
        publish_recipe(project=project, by=manager)


def test_save_recipe_draft_refuses_what_was_not_seen(project, manager):
    draft = save_recipe_draft(project=project, steps=FOUR, by=manager, seen="")
    seen = selectors.recipe_digest(draft)
    save_recipe_draft(project=project, steps=FOUR[:1], by=manager, seen=seen)
    for verb in (save_recipe_draft, publish_recipe):
        more = {"steps": FOUR} if verb is save_recipe_draft else {}
        with pytest.raises(StaleRecipe):
            verb(project=project, by=manager, seen=seen, **more)


# Runs


def test_run_decides_every_item_and_tells_what_became_of_it(run, project):
    assert run.state == JobState.DONE
    assert run.report["decided"] == 6
    assert [tuple(layer[2:]) for layer in selectors.layers_of(run)] == [
        (6, 5, 1, 0),
        (6, 5, 0, 1),
        (5, 4, 0, 1),
        (4, 3, 1, 0),
    ]
    assert latest(project) == ["따뜻한 영화", "x", "따뜻한  영화", "수업 너무", "전화 [PHONE_1]", "plain"]
    assert [item.is_dropped for item in Item.objects.order_by("pk")] == [
        False,
        True,
        True,
        False,
        False,
        False,
    ]


def test_run_keeps_the_versions_before_and_says_which_step_made_the_new_one(run):
    masked = MaskedValue.objects.get().version
    assert (masked.number, masked.made_by) == (2, "recipe 1, step 4: mask_personal_data")
    assert masked.maker_name == "recipe 1, step 4: Mask personal data"
    assert masked.item.versions.get(number=1).parts["text"] == "전화 010-1234-5678"


def test_run_decides_only_what_no_run_of_its_recipe_decided(run, project, manager):
    with pytest.raises(RuleBroken, match="decided by version 1"):
        start_recipe_run(project=project, by=manager)
    make_items(project, ["따뜻한 영화", "new"])
    second = cleaned(project)
    assert second.report["decided"] == 2
    dropped = Decision.objects.get(run=second)
    assert dropped.details == {"first": Item.objects.order_by("pk")[0].pk}


def test_new_recipe_version_decides_everything_anew(run, project):
    make_recipe(project, [new_step("mask_personal_data")])
    second = cleaned(project)
    assert second.report["decided"] == 6
    assert not Item.objects.filter(is_dropped=True).exists()


def test_run_asked_twice_is_one_and_another_waits(project, manager):
    source = make_source(project)
    make_items(project, TEXTS)
    make_recipe(project, FOUR)
    run = start_recipe_run(project=project, by=manager, source=source)
    assert start_recipe_run(project=project, by=manager, source=source) == run
    with pytest.raises(RuleBroken, match="Another run is at work"):
        start_recipe_run(project=project, by=manager)


def test_run_needs_a_published_recipe(project, manager):
    make_items(project)
    with pytest.raises(RuleBroken, match="Publish a recipe first"):
        start_recipe_run(project=project, by=manager)


def test_cancelled_run_keeps_what_it_decided_and_the_next_goes_on(project, manager, monkeypatch):
    monkeypatch.setattr(cleaning, "PORTION", 2)
    make_items(project, TEXTS)
    make_recipe(project, FOUR)
    run = start_recipe_run(project=project, by=manager)
    clean = cleaning.Cleaner._clean

    def cancelling(self, items):
        clean(self, items)
        cancel_recipe_run(run=run, by=manager)

    with monkeypatch.context() as patch:
        patch.setattr(cleaning.Cleaner, "_clean", cancelling)
        run_recipe(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, run.report["decided"]) == (JobState.CANCELLED, 2)
    assert cleaned(project).report["decided"] == 4


@pytest.mark.parametrize("portion", [1, 2, 3, 6])
def test_c_run_killed_anywhere_ends_the_same(project, other_project, manager, monkeypatch, portion):
    """A crash after each portion, then another worker: what is left is what an undisturbed run leaves."""
    for one in (project, other_project):
        make_items(one, TEXTS)
        make_recipe(one, FOUR)
    cleaned(other_project)
    monkeypatch.setattr(cleaning, "PORTION", portion)
    run = start_recipe_run(project=project, by=manager)
    write = cleaning.Cleaner._mark

    def dying(self, items, result):
        write(self, items, result)
        if self.job.attempt % 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(cleaning.Cleaner, "_mark", dying)
    for _attempt in range(20):
        RecipeRun.objects.filter(pk=run.pk, state=JobState.RUNNING).update(lease_until="2020-01-01T00:00:00Z")
        try:
            run_recipe(run_id=run.pk)
        except KeyboardInterrupt:
            continue
    run.refresh_from_db()
    assert (run.state, run.report["decided"]) == (JobState.DONE, 6)
    first, second = state_of(project), state_of(other_project)
    assert [row[:2] + row[3:] for row in first] == [row[:2] + row[3:] for row in second]
    other = RecipeRun.objects.get(project=other_project)
    assert run.report == other.report


def test_slow_twin_writes_nothing(project, manager):
    make_items(project, TEXTS)
    make_recipe(project, FOUR)
    run = start_recipe_run(project=project, by=manager)
    first = RecipeRun.claim(run.pk)
    RecipeRun.objects.filter(pk=run.pk).update(lease_until="2020-01-01T00:00:00Z")
    assert RecipeRun.claim(run.pk)
    with pytest.raises(cleaning.LostLease):
        cleaning.Cleaner(first)._clean(list(Item.objects.values_list("pk", flat=True)))
    assert not Decision.objects.exists()


def test_import_under_a_recipe_queues_a_run(project, manager):
    make_recipe(project, FOUR)
    imported(project, "id,text\n1,warm\n2,warm\n")
    run = RecipeRun.objects.get()
    assert (run.state, run.total) == (JobState.QUEUED, 2)
    run_recipe(run_id=run.pk)
    assert selectors.labelable_items(project).count() == 1


def test_import_without_a_recipe_queues_nothing(project):
    imported(project, "id,text\n1,warm\n")
    assert not RecipeRun.objects.exists()
    assert selectors.labelable_items(project).count() == 1


# What may be labelled


def test_dropped_and_undecided_items_are_not_labelled(run, project, manager):
    make_schema(project)
    make_items(project, ["came later"])
    assert selectors.labelable_items(project).count() == 4
    batch = open_batch(project=project, name="Pilot", overlap=1, by=manager)
    assert batch.slots.count() == 4
    with pytest.raises(RuleBroken, match="not let through: 1") as refusal:
        open_batch(project=project, name="More", overlap=1, by=manager)
    assert refusal.value.code == "not_preprocessed"


def test_personal_data_is_masked_before_anybody_labels_it(project, manager):
    source = make_source(project, "People", has_personal_data=True, consent_basis="Form")
    make_items(project, ["전화 010-1234-5678"], source=source)
    make_schema(project)
    assert selectors.labelable_items(project).count() == 0
    with pytest.raises(RuleBroken, match="masked before anybody labels"):
        open_batch(project=project, name="Pilot", by=manager)
    make_recipe(project, [new_step("length")])
    cleaned(project)
    assert selectors.labelable_items(project).count() == 0
    make_recipe(project, FOUR)
    cleaned(project)
    assert selectors.labelable_items(project).count() == 1


def gate(project):
    return next(one for one in stages.gates(project) if one.stage == Stage.PREPROCESSING).missing


def test_gate_3_asks_for_a_recipe_then_for_every_item_decided_and_masked(project, manager):
    source = make_source(project, "People", has_personal_data=True, consent_basis="Form")
    make_items(project, TEXTS, source=source)
    assert "No recipe is published" in gate(project)[0].sentence
    make_recipe(project, [new_step("length")])
    assert "Items that no run of version 1 of the recipe has decided: 6" in gate(project)[0].sentence
    cleaned(project)
    [missing] = gate(project)
    assert "“People”" in missing.sentence
    make_recipe(project, FOUR)
    cleaned(project)
    assert gate(project) == ()


def test_measures_tell_what_is_clean_and_what_personal_data_is_left(project):
    def measured() -> dict:
        return {
            one.name: (one.value, one.n) for one in stages.measures(project) if one.name != "items.imported"
        }

    make_items(project, TEXTS)
    assert measured() == {"items.clean": (None, 0), "pii.found_after_masking": (None, 0)}
    make_recipe(project, FOUR[:3])
    cleaned(project)
    assert measured() == {"items.clean": (4, 6), "pii.found_after_masking": (1, 4)}
    make_recipe(project, FOUR)
    cleaned(project)
    assert measured() == {"items.clean": (4, 6), "pii.found_after_masking": (0, 4)}


# By hand


def test_restore_item_keeps_a_dropped_one_after_all(run, manager):
    decision = Decision.objects.get(step="length")
    restore_item(decision=decision, reason="A one-letter answer is meant.", by=manager)
    decision.item.refresh_from_db()
    assert not decision.item.is_dropped
    by_hand = Decision.objects.get(by=manager)
    assert (by_hand.outcome, by_hand.details) == ("kept", {"why": "A one-letter answer is meant."})
    with pytest.raises(RuleBroken, match="last decision first"):
        restore_item(decision=decision, reason="Again", by=manager)


def test_restore_item_writes_the_text_before_as_a_new_version(run, manager):
    decision = Decision.objects.get(step="repair_unicode")
    restore_item(decision=decision, reason="It is a joke.", by=manager)
    texts = [row.parts["text"] for row in ItemVersion.objects.filter(item=decision.item).order_by("number")]
    assert texts == ["ìˆ˜ì—… ë„ˆë¬´", "수업 너무", "ìˆ˜ì—… ë„ˆë¬´"]


def test_restore_item_takes_back_the_last_of_two_changes_first(project, manager):
    make_items(project, ["ìˆ˜ì—… 010-1234-5678"])
    make_recipe(project, FOUR)
    cleaned(project)
    repaired, masked = Decision.objects.order_by("pk")
    with pytest.raises(RuleBroken, match="last decision first"):
        restore_item(decision=repaired, reason="Why not", by=manager)
    restore_item(decision=masked, reason="It is a hotline.", by=manager)
    assert latest(project) == ["수업 010-1234-5678"]
    assert Item.objects.get().found == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_restore_item_asks_why(run, manager, reason):
    with pytest.raises(BadInput, match="Say why"):
        restore_item(decision=Decision.objects.get(step="length"), reason=reason, by=manager)


def test_c38_unmask_item_is_written_down(run, data_engineer):
    item = MaskedValue.objects.get().version.item
    [value] = unmask_item(item=item, reason="A complaint", by=data_engineer, address="198.51.100.7")
    assert (value.surrogate, value.value) == ("[PHONE_1]", "010-1234-5678")
    line = AccessLog.objects.get()
    assert (line.by, line.reason, line.address) == (data_engineer, "A complaint", "198.51.100.7")
    assert line.about == f"sourcing.item:{item.pk}"


def test_preview_recipe_tells_what_would_happen_and_writes_nothing(project, manager):
    make_items(project, TEXTS)
    told = preview_recipe(project=project, steps=FOUR, by=manager, address="")
    assert (told.n, told.population) == (6, 6)
    assert [line.layer.changed + line.layer.dropped for line in told.layers] == [1, 1, 1, 1]
    assert told.layers[3].examples[0].after == {"text": "전화 [PHONE_1]"}
    assert not Decision.objects.exists()
    assert not ItemVersion.objects.exclude(number=1).exists()
    assert not Recipe.objects.exists()


def test_preview_recipe_shows_raw_personal_data_only_to_the_data_team(project, manager, data_engineer):
    source = make_source(project, "People", has_personal_data=True, consent_basis="Form")
    make_items(project, ["전화 010-1234-5678"], source=source)
    make_items(project, ["plain"])
    assert preview_recipe(project=project, steps=FOUR, by=manager, address="").n == 1
    assert not AccessLog.objects.exists()
    assert preview_recipe(project=project, steps=FOUR, by=data_engineer, address="").n == 2
    assert AccessLog.objects.get().action == "sourcing.preview_recipe"


def test_trace_tells_every_decision(run, project, manager):
    decision = Decision.objects.get(step="length")
    restore_item(decision=decision, reason="It is meant.", by=manager)
    told = [(step.what, step.by) for step in stages.trace(decision.item) if step.stage == Stage.PREPROCESSING]
    assert told[0][0].startswith("Length: dropped. The text has 1 characters")
    assert told[1] == ("Length: kept. Restored by hand: It is meant.", "Manager")
