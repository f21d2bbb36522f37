from collections import Counter

import pytest

from dmops_platform.background import no_bell
from guidelines.domain.kinds import KINDS
from guidelines.domain.sections import completeness
from guidelines.selectors import fields_of, published_guideline, published_schema
from labeling.models import Batch
from overview.services.demo_playground import CAST, tell_playground
from projects.models import Project
from sourcing.models import ItemVersion
from sourcing.services.media import stored_media
from tests.factories import make_user
from verification.models import ConsensusRun, Dispute

pytestmark = pytest.mark.django_db


@pytest.fixture
def playground():
    with no_bell():
        tell_playground({name: make_user(name) for name in ("noah", *CAST)})


def test_every_kind_of_field_can_be_tried_in_either_language(playground):
    kinds = {"en": Counter[str](), "ko": Counter[str]()}
    for project in Project.objects.all():
        fields, guideline = fields_of(published_schema(project)), published_guideline(project)
        kinds[project.language].update(field["kind"] for field in fields)
        waiting = Batch.objects.get(project=project, state="open")
        assert waiting.slots.filter(state="free").count() == 8 * 3
        assert completeness(fields, guideline.sections, guideline.entries) == []
    assert set(kinds["en"]) == set(kinds["ko"]) == set(KINDS)
    for version in ItemVersion.objects.select_related("item"):
        for part in version.parts.values():
            if isinstance(part, dict) and "file" in part:
                assert stored_media(version.item.project_id, part["file"]).stat().st_size > 1_000


def test_two_people_have_answered_a_first_round_and_differ_somewhere(playground):
    for project in Project.objects.all():
        first = Batch.objects.get(project=project, state="closed")
        assert first.slots.filter(state="done").count() == 8
        assert ConsensusRun.objects.get(batch=first).report
        assert 1 <= Dispute.objects.filter(batch=first, state="open").count() <= 6
