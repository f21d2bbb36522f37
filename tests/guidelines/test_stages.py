import pytest
from django.urls import reverse

from guidelines.services import acknowledge
from guidelines.stages import gates, measures
from projects.domain.roles import Role
from projects.domain.stages import Stage
from tests.factories import make_guideline, make_schema
from tests.guidelines.factories import canonical, entry

pytestmark = pytest.mark.django_db
SECTIONS = dict.fromkeys(("overview", "label_scheme", "procedure", "afterwards"), "Said.")


def missing(project, stage):
    [gate] = [gate for gate in gates(project) if gate.stage == stage]
    return gate.missing


def value(project, name):
    [measure] = [measure for measure in measures(project) if measure.name == name]
    return measure.value, measure.n


def test_the_gate_of_the_schema_waits_for_a_published_one(project):
    [first] = missing(project, Stage.SCHEMA)
    assert (first.who, first.url) == (Role.PM, reverse("guidelines:schema_page", args=[project.pk]))
    make_schema(project, is_published=False)
    [second] = missing(project, Stage.SCHEMA)
    assert "Version 1 of the schema is written but not published." in second.sentence
    assert second.url == reverse("guidelines:schema_version_page", args=[project.pk, 1])
    project.schemas.all().delete()
    make_schema(project)
    assert missing(project, Stage.SCHEMA) == ()


def test_the_gate_of_the_guideline_waits_for_a_published_one(project):
    make_guideline(project, is_published=False)
    [first] = missing(project, Stage.GUIDELINE)
    assert first.sentence == "No guideline is published yet."


def test_the_gate_of_the_guideline_says_with_numbers_what_is_missing(project):
    make_schema(project, canonical("pos", "neg", "neutral"))
    make_guideline(
        project,
        sections={"overview": "Said.", "procedure": "Said."},
        entries=[entry("pos"), entry("neg", counter_examples=[]), entry("gone")],
    )
    sentences = [one.sentence for one in missing(project, Stage.GUIDELINE)]
    assert sentences == [
        "Required sections of the guideline without text: 2 (Label scheme, What happens afterwards).",
        "Labels without a definition, an example or a counter-example: 2 of 3 (neg, neutral).",
        "The guideline explains labels that the schema does not have: 1 (gone).",
    ]


def test_the_gate_of_the_guideline_opens_again_with_a_label_it_does_not_explain(project):
    make_schema(project, canonical("pos"))
    make_guideline(project, sections=SECTIONS, entries=[entry("pos")])
    assert missing(project, Stage.GUIDELINE) == ()
    make_schema(project, canonical("pos", "irony"))
    assert "1 of 2 (irony)" in missing(project, Stage.GUIDELINE)[0].sentence


def test_how_much_is_explained_and_read_is_measured(project, annotator, second_annotator):
    assert value(project, "guideline.explained") == (None, 0)
    make_schema(project, canonical("pos", "neg"))
    guideline = make_guideline(project, entries=[entry("pos"), entry("neg", examples=[])])
    assert value(project, "guideline.explained") == (0.5, 2)
    assert value(project, "guideline.read") == (0.0, 2)
    acknowledge(guideline=guideline, by=annotator)
    assert value(project, "guideline.read") == (0.5, 2)


def test_gates_and_measures_take_the_same_statements_for_many_labels(project, django_assert_max_num_queries):
    labels = [f"label {n}" for n in range(500)]
    make_schema(project, canonical(*labels))
    make_guideline(project, sections=SECTIONS, entries=[entry(label) for label in labels])
    with django_assert_max_num_queries(8):
        gates(project)
        measures(project)
