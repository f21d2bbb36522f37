"""Gold and tests of items of which a model said something: what it fills is read, what it suggests stays unseen."""

import pytest

from annotators.models import AttemptKind, GoldUse, Piece, Use
from annotators.selectors.attempts import piece_results, units_of
from annotators.services.attempts import PieceSubmission, begin_attempt, submit_piece, take_pieces
from annotators.services.gold import begin_gold, finish_gold
from dmops_platform.errors import BadInput
from guidelines.domain.schema import check_fields
from guidelines.models import Gold
from sourcing.models import ItemVersion
from tests.annotators.factories import submission_of
from tests.factories import make_items, make_schema
from tests.guidelines.factories import choice_field

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(project) -> ItemVersion:
    """Return an item that a model takes for news and suggests to be positive; adverts are not asked about."""
    sort = choice_field("news", "advert", name="sort") | {"filled_by": "model"}
    when = {"visible_when": {"field": "sort", "one_of": ["news"]}}
    sentiment = choice_field("pos", "neg") | {"filled_by": "model_confirmed"} | when
    make_schema(project, check_fields([sort, sentiment]))
    [version] = make_items(project, ["Warm."])
    data = {"shelf": "B", "suggestions": {"sort": "news", "sentiment": "pos"}}
    facts = {"parts": version.parts, "content_sha256": version.content_sha256}
    return version.item.versions.create(number=2, data=data, **facts)


def first_piece(attempt) -> Piece:
    return take_pieces(attempt=attempt, ahead=1)[0]


def test_gold_is_made_beside_what_a_model_fills_and_without_what_it_suggests(project, manager, version):
    attempt = begin_gold(project=project, by=manager, size=1)
    piece = first_piece(attempt)
    [unit] = units_of(attempt, [piece])
    assert (unit["model_answers"], "suggestions" in unit) == ({"sort": "news"}, False)
    assert unit["item"]["data"] == {}
    assert [field.get("filled_by") for field in unit["fields"]] == ["model", None]
    submit_piece(piece=piece, submission=submission_of("neg"))
    assert finish_gold(attempt=attempt) == 1
    assert Gold.objects.get().field == "sentiment"


def test_a_test_shows_what_a_model_fills_and_asks_and_scores_only_what_people_fill(
    project, annotator, version
):
    for field, answer in (("sort", "news"), ("sentiment", "pos")):
        Gold.objects.create(project=project, item_version=version, field=field, answer=answer)
    GoldUse.objects.create(project=project, item_version=version, use=Use.TEST)
    attempt = begin_attempt(project=project, person=annotator, kind=AttemptKind.TEST, size=1, minutes=5)
    piece = first_piece(attempt)
    [unit] = units_of(attempt, [piece])
    assert (unit["model_answers"], "suggestions" in unit) == ({"sort": "news"}, False)
    assert [(field["name"], field.get("filled_by")) for field in unit["fields"]] == [
        ("sort", "model"),
        ("sentiment", None),
    ]
    with pytest.raises(BadInput, match="A model fills this field"):
        submit_piece(piece=piece, submission=answering({"sort": "news", "sentiment": "pos"}))
    submit_piece(piece=piece, submission=submission_of("pos"))
    [result] = piece_results(attempt)
    assert [(field.title, field.score) for field in result.fields] == [("sentiment", 1.0)]


def answering(answers: dict[str, str]) -> PieceSubmission:
    return PieceSubmission(answers=answers, base_version=0, seconds=3.0, key="key-of-both", body_sha256="")
