"""Scenes with parts to be marked: an image, a recording and a text, each with one kind of mark or several."""

from typing import Any

#: pixels of the image
SIZE = (800, 600)
SECONDS = 4
TEXT = "Mina met Jonas, the well-known baker. 16명을 서울에서 만났다."

LABELS = [{"id": "a", "title": "First"}, {"id": "b", "title": "Second"}]


def _field(kind: str, name: str = "", **more: Any) -> dict[str, Any]:
    return {"name": name or kind, "kind": kind, "title": kind.title(), "config": {"labels": LABELS}, **more}


LINKS = [{"id": name, "title": name} for name in ("entailment", "neutral", "contradiction")]
SHARES = [{"id": name, "title": name} for name in ("unmitigated", "in part", "not at all")]

FIELDS = {
    "boxes": [_field("boxes")],
    "polygons": [_field("polygons")],
    "keypoints": [_field("keypoints")],
    "segments": [_field("segments") | {"config": {"labels": LABELS, "has_text": False}}],
    "spans": [_field("spans")],
    "beside": [_field("boxes"), _field("keypoints"), _field("spans"), _field("spans", "moods")],
    "points": [_field("keypoints")],
    "words": [
        _field("choice") | {"config": {"labels": LINKS}},
        _field("spans") | {"config": {"labels": SHARES}},
    ],
}


def marks() -> dict[str, Any]:
    """Write one project for each kind of mark, and one with several kinds on the same parts."""
    from guidelines.domain.schema import check_fields
    from projects.domain.roles import Role
    from sourcing.services.media import keep_media
    from tests.factories import make_project, make_schema, make_user
    from tests.journeys.stage import batch_of
    from tests.sourcing.media_files import image, recording

    boss, annotator = make_user("boss"), make_user("annotator1")
    projects = {}
    for name, fields in FIELDS.items():
        project = make_project(boss, name=f"Marks: {name}", roles={Role.ANNOTATOR: [annotator]})
        files = {"photo": ("a.png", image(size=SIZE)), "sound": ("a.wav", recording(SECONDS))}
        media = {
            part: keep_media(project_id=project.pk, name=file, chunks=[content])
            for part, (file, content) in files.items()
        }
        schema = make_schema(project, check_fields(fields))
        batch_of(project, schema, [{"text": TEXT, **media} for _item in range(3)])
        projects[name] = project.pk
    return projects
