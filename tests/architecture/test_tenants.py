"""A49, C36: whatever another client does, no page and no answer of mine changes by one byte."""

import re
from collections.abc import Iterator, Sequence

import pytest

from labeling.services.assignments import claim
from labeling.views import FIRST_UNITS
from projects.domain.roles import Role
from projects.services import add_members
from tests.architecture.addresses import Address, addresses
from tests.architecture.builders import BUILDERS, ids
from tests.architecture.policy import POLICY
from tests.architecture.visits import ask, few_words, one_schema, session_of, text_of
from tests.architecture.worlds import World
from tests.factories import make_annotation, make_batch, make_items, make_project, make_user

pytestmark = pytest.mark.django_db

#: a lease begins when its page is opened
LEASE = re.compile(r'"due_at": "[^"]*"|name="key" value="[0-9a-f-]{36}"')
ABOUT_THE_SITE = {"readyz"}
SEEN = [
    one
    for one in addresses()
    if one.name in POLICY and POLICY[one.name].get and one.name not in ABOUT_THE_SITE
]


@pytest.fixture(autouse=True)
def still(settings, tmp_path) -> Iterator[None]:
    """Let nothing but the other client change a page: no clock, no log, no file of an earlier test."""
    settings.WORKER_MISSED_AFTER = 3600
    settings.MEDIA_ROOT = tmp_path
    with few_words(), one_schema():
        yield


def _built(name: str) -> World:
    world = World(name)
    for build in BUILDERS.values():
        build(world)
    claim(project=world.project, person=world.annotator, ahead=FIRST_UNITS)  # their ids are given out in turn
    return world


def _everything(world: World, session: str, seen: Sequence[Address] = SEEN) -> dict[str, tuple[int, str]]:
    """Return status and text of every address for one person."""
    answers = {one.name: ask(one, "get", session, _ids(one, world)) for one in seen}
    return {
        name: (answer.status_code, LEASE.sub("lease", text_of(answer))) for name, answer in answers.items()
    }


def _again(world: World, session: str, name: str) -> tuple[int, str]:
    """Return what one address says now: what another client put there would still be there."""
    return _everything(world, session, [one for one in SEEN if one.name == name])[name]


def _ids(address: Address, world: World) -> dict[str, object]:
    return ids(address.name, address.keywords, world)


def _another_client_is_busy(name: str) -> None:
    """Fill another client's side with everything there is, a second project with the same people included."""
    other = _built(name)
    manager, annotator = other.people[Role.PM], other.annotator
    second = make_project(manager, name=f"{name} again", roles={Role.ANNOTATOR: [annotator]})
    add_members(project=other.project, users=[make_user(f"{name}_late")], role=Role.REVIEWER, by=manager)
    make_items(second, ["not yours"])
    make_annotation(make_batch(second, ["nor this"]).slots.first(), annotator)


def test_a49_c36_nothing_of_another_client_reaches_any_page_or_answer():
    own = _built("own")
    sessions = {role: session_of(person) for role, person in own.people.items()}
    before = {role: _everything(own, session) for role, session in sessions.items()}
    _another_client_is_busy("foreign")
    changed = [
        f"{name} as {role}"
        for role, session in sessions.items()
        for name, seen in _everything(own, session).items()
        if seen != before[role][name] and _again(own, session, name) != before[role][name]
    ]
    assert not changed


def test_a49_the_comparison_sees_a_change_of_the_own_project():
    own = _built("own")
    session = session_of(own.people[Role.PM])
    lists = [one for one in SEEN if one.name in ("sourcing:item_list", "api:item_list")]
    before = _everything(own, session, lists)
    make_items(own.project, ["one more"])
    after = _everything(own, session, lists)
    assert [name for name in after if after[name] == before[name]] == []
