"""How often people took what a model suggested: by field, by label, by origin, on the page and by API."""

import pytest
from django.urls import reverse

from guidelines.domain.schema import check_fields
from labeling.models import Batch
from labeling.selectors import suggestion_figures
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim
from labeling.services.batches import open_batch
from tests.factories import make_items, make_schema, make_source
from tests.guidelines.factories import choice_field
from tests.guidelines.given_labels import added, confirmed_choice, looked, table

pytestmark = pytest.mark.django_db


def opened(project, texts: list[str]) -> tuple[Batch, list[str]]:
    """Return a batch over these texts and the names of their items."""
    versions = make_items(project, texts, source=project.sources.get())
    batch = open_batch(project=project, name="b", overlap=1, without_pilot="A test.", by=project.created_by)
    return batch, [version.item.name for version in versions]


def answer(project, person, *given: str, field: str = "choice") -> None:
    """Answer the next items, one a second slower than the one before."""
    for seconds, label in enumerate(given, start=1):
        [held] = claim(project=project, person=person)
        answers = {} if label is None else {field: label}
        submission = Submission(answers=answers, seconds=float(seconds), is_recorded=True)
        submit(assignment=held, submission=submission)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_figures_tell_origins_and_labels_apart_by_what_was_in_sight(media, project, annotator):
    confirmed_choice(project, required=False)
    batch, names = opened(project, [f"text {n}" for n in range(5)])
    added(looked(project, table(dict.fromkeys(names, "PS")), origin="ner-1"))
    answer(project, annotator, "PS", "LC", None)
    added(looked(project, table(dict.fromkeys(names, "LC")), origin="ner-2"))
    answer(project, annotator, "LC", "LC")
    [figures] = suggestion_figures([batch])
    assert figures.total.counts == {"accepted": 3, "changed": 1, "rejected": 1}
    assert [(row.origin, row.outcomes.counts) for row in figures.origins] == [
        ("ner-1", {"accepted": 1, "changed": 1, "rejected": 1}),
        ("ner-2", {"accepted": 2, "changed": 0, "rejected": 0}),
    ]
    assert [(row.label, row.outcomes.share.n) for row in figures.labels] == [("PS", 3), ("LC", 2)]
    assert figures.origins[0].outcomes.medians == {"accepted": 1.0, "changed": 2.0, "rejected": 3.0}


def test_what_is_not_asked_was_not_rejected(media, project, annotator):
    make_source(project)
    first = choice_field("a", "b", name="first")
    more = {"filled_by": "model_confirmed", "visible_when": {"field": "first", "one_of": ["a"]}}
    make_schema(project, check_fields([first, choice_field("PS", "LC", name="choice") | more]))
    batch, names = opened(project, ["one"])
    added(looked(project, table(dict.fromkeys(names, "PS"))))
    answer(project, annotator, "b", field="first")
    assert suggestion_figures([batch]) == []


def test_programs_read_the_figures_of_a_batch_and_of_a_project(media, api_client, project, annotator):
    confirmed_choice(project)
    batch, names = opened(project, ["one", "two"])
    added(looked(project, table(dict.fromkeys(names, "PS")), origin="ner-1"))
    answer(project, annotator, "PS", "LC")
    manager = api_client(project.created_by)
    [told] = manager.get(reverse("api:batch_suggestions", args=[batch.pk])).json()
    assert told["field"] == "choice"
    assert told["outcomes"]["counts"] == {"accepted": 1, "changed": 1, "rejected": 0}
    assert told["outcomes"]["seconds"] == {"accepted": 1.0, "changed": 2.0, "rejected": None}
    assert (told["outcomes"]["accepted"]["value"], told["outcomes"]["accepted"]["n"]) == (0.5, 2)
    assert [row["origin"] for row in told["origins"]] == ["ner-1"]
    assert [(row["label"], row["outcomes"]["accepted"]["n"]) for row in told["labels"]] == [("PS", 2)]
    whole = manager.get(reverse("api:project_suggestions", args=[project.pk]))
    assert whole.json() == [told]
    hidden = api_client(annotator).get(reverse("api:batch_suggestions", args=[batch.pk]))
    assert hidden.status_code == 404


def test_the_page_of_a_batch_shows_a_row_for_each_label_and_origin(media, client, project, annotator):
    confirmed_choice(project)
    batch, names = opened(project, ["one"])
    added(looked(project, table(dict.fromkeys(names, "PS")), origin="ner-1"))
    answer(project, annotator, "LC")
    client.force_login(project.created_by)
    page = client.get(f"/batches/{batch.pk}/").content.decode()
    assert "from ner-1" in page
    assert "Turned down" in page


def test_figures_of_the_latest_answers_leave_the_earlier_ones_out(media, project, annotator):
    confirmed_choice(project, required=False)
    batch, names = opened(project, [f"text {n}" for n in range(3)])
    added(looked(project, table(dict.fromkeys(names, "PS")), origin="ner-1"))
    answer(project, annotator, "LC", "PS", "PS")
    [figures] = suggestion_figures([batch], latest=2)
    assert figures.total.counts == {"accepted": 2, "changed": 0, "rejected": 0}
