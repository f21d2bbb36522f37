from itertools import combinations

import pytest

from projects.domain.roles import RIGHTS, Right, Role


def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    return frozenset().union(*(RIGHTS[role] for role in roles))


@pytest.mark.parametrize("size", [1, 2, 3])
def test_c37_taking_a_role_away_never_adds_a_right(size):
    for roles in map(frozenset, combinations(Role, size)):
        for role in roles:
            assert rights_of(roles - {role}) <= rights_of(roles)


def test_c37_every_role_has_rights_and_every_right_is_somebodys():
    assert set(RIGHTS) == set(Role)
    assert frozenset().union(*RIGHTS.values()) == set(Right)
