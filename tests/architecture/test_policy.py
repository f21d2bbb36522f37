"""A45: every address × every verb × everybody, compared with the policy of `policy.py`."""

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.architecture.addresses import Address, addresses
from tests.architecture.builders import ids
from tests.architecture.policy import POLICY, Row
from tests.architecture.visits import Ground, ask, text_of

pytestmark = pytest.mark.django_db

VERBS = ("get", "head", "options", "post", "put", "patch", "delete")
REFUSED = (401, 403, 404, 405, 500)
NUMBERS = re.compile(r"\d+")
ADDRESSES = addresses()


def by_name(address: Address) -> str:
    return address.name


def _expected(row: Row, address: Address, verb: str, who: str) -> str:
    if who == "anonymous" and not row.is_open:
        return "401" if address.is_api else "login"
    if verb == "options":
        return "nothing told"
    allowed = row.of(verb)
    if allowed is None:
        return "405"
    if who in allowed:
        return "let in"
    return "403" if who in row.told or not address.keywords else "404"


def _happened(answer: HttpResponse, verb: str) -> str:
    if answer.headers.get("Location", "").startswith(f"{reverse('account_login')}?next="):
        return "login"
    if verb == "options" and answer.status_code not in (401, 500):
        return "nothing told"
    return str(answer.status_code) if answer.status_code in REFUSED else "let in"


def _seen(answer: HttpResponse) -> tuple[int, str]:
    """Return what the reader can tell one answer from another by."""
    return answer.status_code, NUMBERS.sub("n", text_of(answer))


def _row(address: Address) -> Row:
    assert address.name in POLICY, (
        f"'{address.name}' has no policy: add a row to tests/architecture/policy.py that says who may use it."
    )
    return POLICY[address.name]


@pytest.mark.parametrize("address", ADDRESSES, ids=by_name)
def test_a45_every_verb_answers_everybody_as_the_policy_says(ground: Ground, address: Address):
    row, kwargs = _row(address), ids(address.name, address.keywords, ground.own)
    different = []
    for who, session in ground.sessions.items():
        for verb in VERBS:
            answer = ask(address, verb, session, kwargs)
            expected, happened = _expected(row, address, verb, who), _happened(answer, verb)
            if expected != happened:
                different.append(f"{verb.upper()} as {who}: {expected} expected, {happened} happened")
    assert not different, "\n".join([address.name, *different])


def _strangers(address: Address, ground: Ground, who: str) -> list[dict[str, object]]:
    """Return ids of rows that are not this person's: another client's, and those under an own project."""
    own, foreign = (ids(address.name, address.keywords, world) for world in (ground.own, ground.foreign))
    if who == "outsider":
        return [own]
    mixed = [{**foreign, "project_pk": own["project_pk"]}] if own.keys() == {"project_pk", "pk"} else []
    return [foreign, *mixed]


#: a page that is open to everybody with its link is nobody's own
NOBODYS = {name for name, row in POLICY.items() if row.is_open}
OWNED = [one for one in ADDRESSES if one.keywords and one.name not in NOBODYS]


@pytest.mark.parametrize("address", OWNED, ids=by_name)
def test_a45_what_is_not_mine_answers_like_what_does_not_exist(ground: Ground, address: Address):
    row, missing = _row(address), dict.fromkeys(address.keywords, 2**53)
    told_apart = [
        f"{verb.upper()} as {who} with {kwargs}"
        for who, session in ground.sessions.items()
        for verb in VERBS
        if verb not in ("head", "options") and row.of(verb)
        for nothing in [_seen(ask(address, verb, session, missing))]
        for kwargs in _strangers(address, ground, who)
        if _seen(ask(address, verb, session, kwargs)) != nothing
    ]
    assert not told_apart, "\n".join([address.name, *told_apart])


def test_a45_every_policy_row_has_its_address():
    gone = POLICY.keys() - {address.name for address in ADDRESSES}
    assert not gone, f"These rows of tests/architecture/policy.py have no URL any more: {sorted(gone)}"
