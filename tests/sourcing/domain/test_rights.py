from datetime import date

import pytest

from dmops_platform.errors import BadInput
from sourcing.domain.licences import terms_of
from sourcing.domain.rights import (
    REVIEWED,
    Conflict,
    Reviewed,
    SourceState,
    clean_source,
    conflicts,
    digest,
    state_of,
)

FACTS = {"name": "Shop", "kind": "client_provided", "licence": "CC-BY-4.0"}


def test_clean_source_fills_in_what_is_not_stated():
    facts = clean_source(FACTS | {"name": "  Shop \n reviews ", "prompt": "ignored", "seed": 7})
    assert facts["name"] == "Shop reviews"
    assert (facts["model"], facts["prompt"], facts["seed"]) == ("", "", None)
    assert facts["has_personal_data"] is False


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"kind": "stolen"}, "kind"),
        ({"licence": ""}, "licence"),
        ({"licence": "custom"}, "licence_text"),
        ({"collected_on": "yesterday"}, "collected_on"),
        ({"origin": "x" * 5_001}, "origin"),
        ({"kind": "machine_generated"}, "model"),
        ({"kind": "machine_generated", "model": "m", "seed": -1}, "seed"),
    ],
)
def test_clean_source_names_what_is_wrong(wrong, path):
    with pytest.raises(BadInput) as refusal:
        clean_source(FACTS | wrong)
    assert refusal.value.path == path


def test_state_follows_the_last_review_of_what_is_stated_now():
    assert state_of("a", None) == SourceState.WAITING
    assert state_of("a", Reviewed("approve", "a")) == SourceState.APPROVED
    assert state_of("a", Reviewed("conditions", "a")) == SourceState.CONDITIONS
    assert state_of("a", Reviewed("reject", "a")) == SourceState.REJECTED
    assert state_of("b", Reviewed("approve", "a")) == SourceState.CHANGED


def test_digest_changes_with_every_reviewed_fact_and_with_nothing_else():
    facts = clean_source(FACTS)
    before = digest(facts, "")
    others = {
        "collected_on": date(2026, 1, 1),
        "licence_terms": {"commercial": True},
        "has_personal_data": True,
    }
    for name in REVIEWED:
        assert digest(facts | {name: others.get(name, "other")}, "") != before, name
    assert digest(facts, "f00") != before
    assert digest(facts | {"name": "Other"}, "") == before


@pytest.mark.parametrize(
    ("licence", "is_commercial", "found"),
    [
        ("CC-BY-4.0", True, []),
        ("CC-BY-NC-4.0", True, [Conflict.NON_COMMERCIAL]),
        ("CC-BY-NC-4.0", False, []),
        ("CC-BY-ND-4.0", False, [Conflict.NO_DERIVATIVES]),
        ("CC-BY-NC-ND-4.0", True, [Conflict.NON_COMMERCIAL, Conflict.NO_DERIVATIVES]),
    ],
)
def test_conflicts_are_those_of_the_licence_with_the_use(licence, is_commercial, found):
    assert conflicts(terms_of(licence, {}), is_commercial=is_commercial) == found
