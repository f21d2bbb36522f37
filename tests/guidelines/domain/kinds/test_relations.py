import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmops_platform.errors import BadInput
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import check_fields, clean_answers
from tests.guidelines.domain.kinds.mark_laws import LABELS, NO_LIST_OF_MARKS, hold, refused

RELATIONS = KINDS["relations"]
FREE = RELATIONS.check({"spans": "entities", "labels": LABELS}, "config")
RULED = RELATIONS.check(
    {"spans": "entities", "labels": LABELS, "allowed": ["a: PS->OG", "", " b : * -> LC "]}, "config"
)
ROUND = RELATIONS.check({"spans": "entities", "labels": LABELS, "may_cycle": True}, "config")
TEXT = "김민수는 서울에서 삼성전자에 다닌다."
PARTS = {"text": TEXT}


def end(start, stop, label="", **more):
    return {"start": start, "end": stop, "label": label, "text": TEXT[start:stop], **more}


PERSON, CITY, FIRM = end(0, 3, "PS"), end(5, 7, "LC"), end(10, 14, "OG")


def relation(one, other, label="a"):
    return {"from": one, "to": other, "label": label}


ends = st.sampled_from([PERSON, CITY, FIRM, end(0, 1), end(3, 9)])
one_relation = st.builds(relation, ends, ends, st.sampled_from("ab")).filter(
    lambda one: one["from"] != one["to"]
)
answers = st.lists(one_relation, max_size=4, unique_by=repr)


@given(st.lists(answers, min_size=3, max_size=3))
def test_the_laws_of_the_contract_hold(values):
    hold(RELATIONS, ROUND, PARTS, values)


@given(st.lists(answers, min_size=2, max_size=3))
def test_merging_closes_no_circle(values):
    sound = [RELATIONS.merge([value], [1], FREE) for value in values]
    merged = RELATIONS.merge(sound, [1.0] * len(sound), FREE)
    assert RELATIONS.clean(merged, FREE, PARTS, "") == merged


def test_the_words_of_both_ends_are_kept():
    given_without = relation({"start": 0, "end": 3, "label": "PS"}, {"start": 10, "end": 14, "label": "OG"})
    assert RELATIONS.clean([given_without], FREE, PARTS, "") == [relation(PERSON, FIRM)]


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ([relation(PERSON, PERSON)], "answer[0]"),
        ([relation(PERSON, end(0, 99))], "answer[0].to.end"),
        ([relation({"start": 3, "end": 1}, CITY)], "answer[0].from.end"),
        ([relation(PERSON, 7)], "answer[0].to"),
        ([relation(PERSON, CITY, "gone")], "answer[0].label"),
        ([relation(PERSON, CITY), relation(PERSON, CITY)], "answer[1]"),
        ([relation(PERSON, {**CITY, "colour": 1})], "answer[0].to.colour"),
        ([{**relation(PERSON, CITY), "weight": 1}], "answer[0].weight"),
    ],
)
def test_a80_what_is_no_relation_is_refused_with_its_path(value, path):
    assert refused(RELATIONS, FREE, PARTS, value) == path


def test_a80_a_circle_is_refused_where_the_field_has_none():
    circle = [relation(PERSON, CITY), relation(CITY, FIRM), relation(FIRM, PERSON)]
    assert refused(RELATIONS, FREE, PARTS, circle).startswith("answer[")
    assert len(RELATIONS.clean(circle, ROUND, PARTS, "")) == 3
    assert RELATIONS.clean([*circle[:2], relation(FIRM, PERSON, "b")], FREE, PARTS, "")


@pytest.mark.parametrize("value", NO_LIST_OF_MARKS)
def test_what_is_no_list_of_relations_is_refused(value):
    assert refused(RELATIONS, FREE, PARTS, value).startswith("answer")


def test_only_allowed_pairs_are_related():
    assert RELATIONS.clean([relation(PERSON, FIRM), relation(FIRM, CITY, "b")], RULED, PARTS, "")
    assert refused(RELATIONS, RULED, PARTS, [relation(FIRM, PERSON)]) == "answer[0]"
    assert refused(RELATIONS, RULED, PARTS, [relation(CITY, FIRM, "b")]) == "answer[0]"


def test_rules_have_one_form():
    assert RULED["allowed"] == ["a: PS -> OG", "b: * -> LC"]
    assert RELATIONS.check(RULED, "config") == RULED


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"allowed": ["a PS OG"]}, "config.allowed[0]"),
        ({"allowed": ["gone: PS -> OG"]}, "config.allowed[0]"),
        ({"allowed": "a"}, "config.allowed"),
        ({"spans": ""}, "config.spans"),
    ],
)
def test_a_senseless_configuration_is_refused(more, path):
    with pytest.raises(BadInput) as refusal:
        RELATIONS.check({"spans": "entities", "labels": LABELS, **more}, "config")
    assert refusal.value.path == path


def test_distance_counts_relations_that_are_exactly_the_same():
    one, other = [relation(PERSON, FIRM)], [relation(PERSON, FIRM), relation(FIRM, CITY)]
    assert RELATIONS.distance(one, other, FREE) == pytest.approx(1 / 3)
    assert RELATIONS.distance([], [], FREE) == 0


def test_merge_keeps_what_at_least_half_gave():
    values = [[relation(PERSON, FIRM)], [relation(PERSON, FIRM), relation(FIRM, CITY)], []]
    assert RELATIONS.merge(values, [1, 1, 1], FREE) == [relation(PERSON, FIRM)]


def test_an_answer_reads_as_text():
    value = [relation(PERSON, FIRM)]
    assert RELATIONS.show(value, FREE) == "김민수 → 삼성전자 (a)"
    assert RELATIONS.columns(value) == {"": "a\t김민수 (0-3)\t삼성전자 (10-14)"}


def test_a_long_chain_is_looked_through_without_recursion():
    text = "가" * 3_000
    chain = [
        {"from": {"start": n, "end": n + 1}, "to": {"start": n + 1, "end": n + 2}, "label": "a"}
        for n in range(2_000)
    ]
    assert len(RELATIONS.clean(chain, FREE, {"text": text}, "")) == 2_000


ENTITIES = {
    "name": "entities",
    "kind": "spans",
    "config": {"labels": [{"id": "PS"}, {"id": "LC"}, {"id": "OG"}]},
}
LINKS = {
    "name": "links",
    "kind": "relations",
    "config": {"spans": "entities", "labels": LABELS},
    "required": False,
}


def test_relations_stand_after_the_spans_they_build_on():
    assert check_fields([ENTITIES, LINKS])
    for fields in ([LINKS, ENTITIES], [LINKS], [{**ENTITIES, "name": "other"}, LINKS]):
        with pytest.raises(BadInput) as refusal:
            check_fields(fields)
        assert refusal.value.path.endswith(".config.spans")


def test_a_relation_of_a_span_that_is_gone_is_refused_but_kept_as_a_draft():
    fields = check_fields([ENTITIES, LINKS])
    answers = {"entities": [PERSON, FIRM], "links": [relation(PERSON, FIRM)]}
    assert clean_answers(fields, answers, PARTS) == answers
    gone = {**answers, "entities": [PERSON]}
    assert clean_answers(fields, gone, PARTS, is_draft=True) == gone
    with pytest.raises(BadInput) as refusal:
        clean_answers(fields, gone, PARTS)
    assert refusal.value.path == "answers.links[0].to"
