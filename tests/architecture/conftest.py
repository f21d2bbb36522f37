"""Two projects of two clients and a session for everybody, made once for each file of tests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from projects.domain.roles import Role
from projects.services import add_member, remove_member
from sourcing.models import Item
from tests.architecture.builders import BUILDERS
from tests.architecture.visits import Ground, few_words, one_schema, session_of
from tests.architecture.worlds import World
from tests.factories import make_items, make_user

NO_LIMITS = override_settings(ACCOUNT_RATE_LIMITS=False)


def _ex_member(world: World) -> User:
    person, manager = make_user("ex_member"), world.people[Role.PM]
    for role in Role:
        membership = add_member(project=world.project, user=person, role=role, by=manager)
        remove_member(membership=membership, by=manager)
    return person


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    with django_db_blocker.unblock(), transaction.atomic(), NO_LIMITS, one_schema(), few_words():
        own, foreign = World("own"), World("foreign")
        for build in BUILDERS.values():  # now: what a test makes is gone after it
            build(own), build(foreign)
        [fresh] = make_items(own.project, ["in no batch yet"])
        Item.objects.filter(pk=fresh.item_id).update(cleaned_by=own.recipe_run)
        people = {
            **{role.value: person for role, person in own.people.items()},
            "staff": make_user("staff", is_staff=True, is_superuser=True),
            "ex_member": _ex_member(own),
            "outsider": foreign.people[Role.PM],
        }
        sessions = {"anonymous": "", **{name: session_of(person) for name, person in people.items()}}
        yield Ground(own, foreign, sessions)
        transaction.set_rollback(True)
