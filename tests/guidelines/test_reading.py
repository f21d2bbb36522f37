from django.utils.translation import override

from guidelines.reading import guideline_for_screen, read_guideline, short_form
from guidelines.selectors import fields_of
from tests.factories import make_guideline, make_schema
from tests.guidelines.factories import canonical, entry

SECTIONS = {"cautions": "Slow down.", "overview": "## Why\nBecause."}


def test_read_guideline_follows_the_recommended_order_and_leaves_out_what_is_empty(project):
    guideline = make_guideline(project, sections=SECTIONS, entries=[entry("pos")])
    sections = read_guideline(guideline, canonical("neg", "pos"))
    assert [section.id for section in sections] == ["overview", "label_scheme", "cautions"]
    assert [label.title for label in sections[1].fields[0].labels] == ["pos"]


def test_read_guideline_speaks_the_language_of_its_reader(project):
    guideline = make_guideline(project, sections=SECTIONS)
    with override("en"):
        assert read_guideline(guideline, [])[0].title == "Overview and purpose"


def test_the_labelling_screen_finds_each_label_by_its_heading(project):
    schema = make_schema(project, canonical("긍정", "부정"))
    guideline = make_guideline(project, sections=SECTIONS, entries=[entry("부정"), entry("gone")])
    shown = guideline_for_screen(guideline, schema)
    assert shown["version"] == guideline.number
    assert list(shown["anchors"]) == ["부정"]
    assert f'id="{shown["anchors"]["부정"]}"' in shown["html"]
    assert "What gone means" not in shown["html"]


def test_a_batch_without_a_guideline_shows_none(project):
    assert guideline_for_screen(None, make_schema(project)) is None


def test_the_short_form_keeps_what_a_newcomer_needs_first(project):
    schema = make_schema(project, canonical("pos"))
    texts = {"overview": "Why.", "glossary": "Words."}
    guideline = make_guideline(project, sections=texts, entries=[entry("pos", examples=["one", "two"])])
    sections = short_form(read_guideline(guideline, fields_of(schema)))
    assert [section.id for section in sections] == ["overview", "label_scheme"]
    assert sections[1].fields[0].labels[0].examples == ["one"]
