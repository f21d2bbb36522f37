import pytest

from dmops_platform.background import no_bell
from guidelines.domain.sections import completeness
from guidelines.selectors import fields_of, published_guideline, published_schema
from labeling.models import Batch, Slot
from labeling.selectors import (
    gold_by_person,
    held,
    pauses_in,
    suggestion_figures,
    unit_of,
    with_work,
)
from labeling.selectors.work import returned_answer
from labeling.services.assignments import claim
from overview.services.demo_models import tell_models
from overview.services.demo_playground import CAST
from projects.models import Project
from tests.factories import make_user
from verification.selectors import waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    people = {name: make_user(name) for name in ("mina", *CAST)}
    with no_bell():
        tell_models(people)
    return people


def test_there_is_one_project_in_each_language_with_a_whole_guideline_and_work_left(people):
    assert sorted(Project.objects.values_list("language", flat=True)) == ["en", "ko"]
    for project in Project.objects.all():
        guideline = published_guideline(project)
        fields = fields_of(published_schema(project))
        assert completeness(fields, guideline.sections, guideline.entries) == []
        assert Slot.objects.filter(batch__project=project, state="free", is_gold=False).exists()


def test_a_model_fills_a_field_and_suggests_another(people):
    for project in Project.objects.all():
        [work] = claim(project=project, person=people["joon"])
        unit = unit_of(with_work(type(work).objects.filter(pk=work.pk)).get())
        assert unit["model_answers"].keys() == {"topic"}
        assert unit["suggestions"].keys() == {"urgency"}
        [figures] = suggestion_figures([Batch.objects.get(project=project)])
        assert all(figures.total.counts[what] for what in ("accepted", "changed"))
        assert [row.origin for row in figures.origins] == ["urgency-1"]


def test_everybody_met_hidden_gold_and_who_did_not_look_is_paused(people):
    for project in Project.objects.all():
        right = gold_by_person(Batch.objects.get(project=project))
        assert right.keys() == {people[name].pk for name in ("joon", "sora", "alex")}
        assert [pause.person for pause in pauses_in(project)] == [people["alex"]]


def test_an_answer_came_back_to_who_gave_it_and_others_wait_for_review(people):
    for project in Project.objects.all():
        [back] = held(project, people["sora"])
        assert returned_answer(back).reason
        assert back.version == 1
    assert {one.project_id for one in waiting_for(people["hana"])} == set(
        Project.objects.values_list("pk", flat=True)
    )
