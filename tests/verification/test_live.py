import pytest

from guidelines.domain.kinds import KINDS
from labeling.models import Annotation, AssignmentState
from tests.factories import make_annotation, make_batch, make_schema, make_user
from verification.domain.answers import Answers
from verification.domain.kind_measures import measured
from verification.selectors import answer_table, lengths_of, live

pytestmark = pytest.mark.django_db

LABELS = [{"id": name, "title": name.upper()} for name in ("per", "org")]
PER, ORG = {"start": 0, "end": 5, "label": "per"}, {"start": 6, "end": 9, "label": "org"}
FIELDS = {
    "spans": ({"labels": LABELS}, [[PER], [PER, ORG], []], "span_f1_exact"),
    "choices": ({"labels": LABELS}, [["per"], ["per", "org"], ["org"]], "alpha_masi"),
    "text": ({}, ["A warm film.", "A warm movie.", "Cold."], "edit_similarity"),
    "ranking": ({"labels": LABELS}, [["per", "org"], ["org", "per"], ["per", "org"]], "kendall_tau"),
    "number": ({}, [3, 4.5, 9], "alpha_interval"),
    "preference": (
        {"a": "one", "b": "two", "strengths": 2, "has_tie": True},
        [{"choice": "a", "strength": 2}, {"choice": "b", "strength": 1}, {"choice": "tie", "strength": 0}],
        "alpha_distance",
    ),
    "tree": ({"tree": ["x | X", "  y | Y", "  z | Z", "w | W"]}, ["y", "z", "w"], "alpha_distance"),
}


@pytest.fixture(params=FIELDS)
def kind(request):
    return request.param


@pytest.fixture
def batch(project, kind):
    config = KINDS[kind].check(FIELDS[kind][0], "config")
    field = {"name": "it", "kind": kind, "title": "It", "required": True, "config": config}
    schema = make_schema(project, [field])
    return make_batch(project, [f"Mina saw Kakao {n}." for n in range(4)], overlap=3, schema=schema)


def give(slot, person, kind, answer):
    [field] = slot.batch.schema.fields
    cleaned = KINDS[kind].clean(answer, field["config"], slot.item_version.parts, "it")
    make_annotation(slot, person, {"it": cleaned})


def assert_live_is_full(batch, kind):
    [figure] = live.live_agreement(batch)
    table = answer_table(batch, ["it"])
    [field] = batch.schema.fields
    answers = Answers(
        table.ratings("it").pairable(),
        table.answers["it"],
        lambda one, other: KINDS[kind].distance(one, other, field["config"]),
        lengths_of(batch, field),
    )
    full = measured(answers, FIELDS[kind][2]).estimate
    assert (figure.measure, figure.n, figure.undefined) == (FIELDS[kind][2], full.n, full.undefined)
    assert figure.value == pytest.approx(full.value, abs=1e-12)
    percent = measured(answers, "percent").estimate
    assert figure.percent == pytest.approx(percent.value, abs=1e-12)


def test_the_live_figure_of_every_kind_equals_the_whole_after_every_answer(batch, kind):
    people = [make_user() for _n in range(3)]
    answers = FIELDS[kind][1]
    for number, slot in enumerate(
        batch.slots.select_related("item_version", "batch__schema").order_by("number", "pk")
    ):
        give(slot, people[slot.number - 1], kind, answers[(number + number // 4) % 3])
        assert_live_is_full(batch, kind)
    batch.assignments.filter(person=people[0]).update(state=AssignmentState.RETURNED)
    assert_live_is_full(batch, kind)


def test_the_live_figure_of_every_kind_is_told_on_the_batch_page(batch, kind, manager, page_client):
    assert Annotation.objects.count() == 0
    page = page_client(manager).get(f"/batches/{batch.pk}/quality/short/")
    assert page.status_code == 200
    assert "It: agreement right now" in page.content.decode()
