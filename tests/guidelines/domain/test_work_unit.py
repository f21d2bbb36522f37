from datetime import UTC, datetime, timedelta, timezone

from guidelines.domain.work_unit import unit_draft, unit_item, unit_submitted, work_unit
from tests.guidelines.factories import canonical

SEOUL = timezone(timedelta(hours=9))


def test_work_unit_has_the_shape_the_labelling_screen_knows():
    fields = canonical("pos", "neg")
    item = unit_item(id=45, version=1, name="review-7", parts={"text": "좋다"}, data={"stars": 5})
    draft = unit_draft(answers={}, revision=3, saved_at=datetime(2026, 1, 2, 3, tzinfo=UTC))
    submitted = unit_submitted(
        answers={"sentiment": "pos"}, version=1, saved_at=datetime(2026, 1, 2, 4, tzinfo=UTC)
    )
    due_at = datetime(2026, 1, 2, 14, 30, tzinfo=SEOUL)
    unit = work_unit(
        id=9, item=item, fields=fields, guideline=2, draft=draft, submitted=submitted, due_at=due_at
    )
    assert unit == {
        "id": 9,
        "item": {
            "id": 45,
            "version": 1,
            "name": "review-7",
            "parts": {"text": "좋다"},
            "data": {"stars": 5},
        },
        "fields": fields,
        "guideline": 2,
        "draft": {"answers": {}, "revision": 3, "saved_at": "2026-01-02T03:00:00Z"},
        "submitted": {"answers": {"sentiment": "pos"}, "version": 1, "saved_at": "2026-01-02T04:00:00Z"},
        "due_at": "2026-01-02T05:30:00Z",
        "note": "",
    }
    assert list(unit["fields"][0]) == ["name", "kind", "title", "required", "config"]


def test_work_unit_has_null_for_what_is_not_there():
    item = unit_item(id=1, version=1, name="a", parts={}, data={})
    unit = work_unit(id=1, item=item, fields=[], due_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert (unit["guideline"], unit["draft"], unit["submitted"]) == (None, None, None)
