import pytest
from django.db.models import Q
from django.http import Http404

from accounts.models import ApiToken, User
from accounts.services import create_token
from dmops_platform.prepared import Prepared, insert, run
from labeling.models import Assignment, Draft
from projects.models import Project
from tests.factories import make_annotation, make_assignment, make_batch, make_user

pytestmark = pytest.mark.django_db


def test_prepared_returns_what_the_query_returns_with_everything_it_loads(
    project, annotator, second_annotator
):
    slots = make_batch(project, ["a", "b"]).slots.order_by("id")
    mine, theirs = make_assignment(slots[0], annotator), make_assignment(slots[1], second_annotator)
    Draft.objects.create(assignment=theirs, answers={"sentiment": "pos"})

    def of(person, state):
        rows = Assignment.objects.filter(person=person, state=state)
        return rows.select_related("slot__item_version", "draft").order_by("id")

    prepared = Prepared(of, numbers=["person"], texts=["state"])
    for person, assignment in ((annotator, mine), (second_annotator, theirs)):
        [found] = prepared(person=person.pk, state="leased")
        [usual] = of(person.pk, "leased")
        assert found == usual == assignment
        assert found.slot.item_version.parts == usual.slot.item_version.parts == {"text": "a"}
        assert getattr(found, "draft", None) == getattr(usual, "draft", None)
        assert found.lease_until == usual.lease_until
    assert prepared(person=annotator.pk, state="submitted") == []


def test_prepared_makes_its_statement_once(db, django_assert_num_queries):
    calls = []

    def named(username):
        calls.append(username)
        return User.objects.filter(username=username)

    prepared, people = Prepared(named, texts=["username"]), [make_user() for _ in range(3)]
    prepared(username="nobody")
    with django_assert_num_queries(3):
        assert [prepared.first(username=person.username) for person in people] == people
    assert len(calls) == 1


def test_prepared_does_not_forget_an_argument(db):
    prepared = Prepared(lambda pk: User.objects.all(), numbers=["pk"])
    with pytest.raises(TypeError):
        prepared(pk=1)


def test_get_or_404_says_that_it_does_not_exist(db):
    prepared = Prepared(lambda pk: Project.objects.filter(Q(pk=pk)), numbers=["pk"])
    with pytest.raises(Http404):
        prepared.get_or_404(pk=1)


def test_insert_writes_what_save_writes(project, annotator):
    usual = make_annotation(make_batch(project).slots.first(), annotator)
    usual.refresh_from_db()
    copy = type(usual)(
        **{f.attname: getattr(usual, f.attname) for f in usual._meta.concrete_fields if not f.primary_key}
    )
    copy.version = 2
    stored = insert(copy)
    stored.refresh_from_db()
    assert stored.pk != usual.pk
    assert (stored.answers, stored.saved_at, stored.seconds) == (usual.answers, usual.saved_at, usual.seconds)


def test_insert_fills_in_the_moment_of_a_row(annotator):
    _old, _token = create_token(user=annotator, name="x")
    made = insert(ApiToken(user=annotator, name="y", digest="d"))
    assert ApiToken.objects.get(pk=made.pk).created_at
    assert run("UPDATE accounts_apitoken SET name = %s WHERE id = %s", "z", made.pk) == 1
