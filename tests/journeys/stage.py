"""`python -m tests.journeys.stage <scene>`: rows a story begins from, written to the site it runs at."""

import json
import sys
from collections.abc import Callable
from typing import Any

import django

from tests.journeys.asked import KINDS, SAID, TABLES, feeling, ids, one, topic
from tests.journeys.marked import marks

FILMS = [
    "The harbour",
    "The long winter",
    "A quiet street",
    "The last train",
    "Two sisters",
    "The old bridge",
]


def manager() -> dict[str, Any]:
    """Write one member of staff, who may open projects."""
    from tests.factories import make_user

    make_user("mina", is_staff=True, full_name="Mina Park")
    return {}


def labelling() -> dict[str, Any]:
    """Write three projects to label in: one field, two fields, and many labels."""
    from projects.domain.roles import Role
    from tests.factories import make_project, make_user

    boss = make_user("boss")
    people = [make_user(f"annotator{number}") for number in range(1, 10)]
    schemas = {"one": [feeling()], "two": [feeling(), topic(3)], "many": [topic(40)]}
    projects = {}
    for name, fields in schemas.items():
        project = make_project(boss, name=f"Reviews, {name}", roles={Role.ANNOTATOR: people})
        _open(project, fields, items=400 if name == "one" else 20)
        projects[name] = project.pk
    return projects


def _open(project: Any, fields: list[Any], items: int) -> None:
    from guidelines.services import acknowledge
    from projects.domain.roles import Right
    from projects.selectors import people_with
    from tests.factories import make_batch, make_guideline, make_schema

    make_schema(project, fields)
    labels = [label["id"] for label in fields[0]["config"]["labels"][:3]]
    entries = [
        {
            "field": fields[0]["name"],
            "label": label,
            "definition": f"What {label} means. " * 40,
            "examples": ["One."],
            "counter_examples": [],
        }
        for label in labels
    ]
    guideline = make_guideline(project, entries=entries)
    for person in people_with(project, Right.LABEL):
        acknowledge(guideline=guideline, by=person)
    texts = [f"{FILMS[n % len(FILMS)]}, review {n}: worth the evening." for n in range(items)]
    make_batch(project, texts, overlap=1, guideline=guideline)


def kinds() -> dict[str, Any]:
    """Write one project for each kind of field, with items that suit it."""
    from guidelines.domain.schema import check_fields
    from projects.domain.roles import Role
    from tests.factories import make_project, make_schema, make_user

    boss, annotator = make_user("boss"), make_user("annotator1")
    projects = {}
    for name, (fields, parts) in KINDS.items():
        project = make_project(boss, name=f"Kind: {name}", roles={Role.ANNOTATOR: [annotator]})
        schema = make_schema(project, check_fields(fields))
        items = [{**parts, "text": f"{FILMS[n]}: worth the evening."} for n in range(4)]
        batch_of(project, schema, items, said=SAID.get(name))
        projects[name] = project.pk
    return projects


def review() -> dict[str, Any]:
    """Write a project in which one person has answered four items, one of them wrongly."""
    from projects.domain.roles import Role
    from tests.factories import make_annotation, make_batch, make_project, make_schema, make_user

    people = {name: make_user(name) for name in ("boss", "annotator1", "reviewer1")}
    roles = {Role.ANNOTATOR: [people["annotator1"]], Role.REVIEWER: [people["reviewer1"]]}
    project = make_project(people["boss"], name="Reviewed", roles=roles)
    texts = ["Warm from start to end.", "Cold as the lake.", "Worth the evening.", "We left early."]
    batch = make_batch(project, texts, overlap=1, schema=make_schema(project, [feeling()]))
    for slot, label in zip(batch.slots.order_by("id"), ["pos", "pos", "pos", "pos"], strict=True):
        make_annotation(slot, people["annotator1"], {"feeling": label})
    return {"project": project.pk, "batch": batch.pk}


def dependent() -> dict[str, Any]:
    """Write a project whose other fields hang on the first: one answer to review, and one item in dispute."""
    from guidelines.domain.schema import check_fields
    from projects.domain.roles import Role
    from tests.factories import make_annotation, make_batch, make_project, make_schema, make_user
    from tests.verification.factories import compute
    from verification.domain.review_sampling import Sampling
    from verification.services.reviews import set_review_rule

    people = {name: make_user(name) for name in ("boss", "annotator1", "annotator2", "reviewer1")}
    roles = {
        Role.ANNOTATOR: [people["annotator1"], people["annotator2"]],
        Role.REVIEWER: [people["reviewer1"]],
    }
    project = make_project(people["boss"], name="Dependent", roles=roles)
    fields = [one("choice", "What is it?", {"labels": ids("review", "advert", "other")})]
    for name, title, value in (("praise", "What is praised?", "review"), ("sold", "What is sold?", "advert")):
        field = one("choice", title, {"labels": ids("film", "snack")})
        fields.append(field | {"name": name, "visible_when": {"field": "choice", "one_of": [value]}})
    schema = make_schema(project, check_fields(fields))
    reviewed = make_batch(project, ["Two tickets for the price of one!"], overlap=1, schema=schema)
    make_annotation(reviewed.slots.get(), people["annotator1"], {"choice": "review", "praise": "film"})
    set_review_rule(batch=reviewed, sampling=Sampling(percent=100), by=people["boss"])
    answers = [{"choice": "review", "praise": "film"}, {"choice": "other"}]
    disputes = []
    for text in ("Popcorn for everybody!", "Nachos for everybody!"):
        disputed = make_batch(project, [text], overlap=2, schema=schema)
        for slot in disputed.slots.order_by("number"):
            make_annotation(slot, people[f"annotator{slot.number}"], answers[slot.number - 1])
        compute(disputed, people["boss"])
        disputes.append(disputed.disputes.get().pk)
    left, together = disputes
    return {"project": project.pk, "reviewed": reviewed.pk, "left": left, "together": together}


def norming() -> dict[str, Any]:
    """Write two projects, about labels and about marks, in each of which two people answered two items differently."""
    from guidelines.domain.schema import check_fields
    from projects.domain.roles import Role
    from tests.factories import make_annotation, make_batch, make_project, make_schema, make_user
    from tests.verification.factories import compute

    people = {name: make_user(name) for name in ("boss", "annotator1", "annotator2", "reviewer1")}
    roles = {
        Role.ANNOTATOR: [people["annotator1"], people["annotator2"]],
        Role.REVIEWER: [people["reviewer1"]],
    }
    project = make_project(people["boss"], name="Normed", roles=roles)
    texts = ["What a triumph, again.", "Not bad, for once."]
    batch = make_batch(project, texts, overlap=2, schema=make_schema(project, [feeling()]))
    for slot in batch.slots.order_by("id"):
        who, label = (("annotator1", "pos"), ("annotator2", "neg"))[slot.number - 1]
        make_annotation(slot, people[who], {"feeling": label})
    compute(batch, people["boss"])

    marks = make_project(people["boss"], name="Normed marks", roles=roles)
    schema = make_schema(marks, check_fields([one("spans", "Names", {"labels": ids("person", "place")})]))
    batch = make_batch(marks, ["민수 went to Seoul.", "Paris met Ann in Lyon."], overlap=2, schema=schema)
    for slot in batch.slots.select_related("item_version"):
        end = slot.number + 1
        mark = {"start": 0, "end": end, "label": "person", "text": slot.item_version.parts["text"][:end]}
        make_annotation(slot, people[f"annotator{slot.number}"], {"spans": [mark]})
    compute(batch, people["boss"])
    return {"project": project.pk, "marks": marks.pk}


def answered_long_ago() -> dict[str, Any]:
    """Write a project in which one person answered two items three days ago, and two new items wait."""
    from datetime import timedelta

    from django.utils import timezone

    from projects.domain.roles import Role
    from tests.factories import make_annotation, make_batch, make_project, make_schema, make_user

    boss, annotator = make_user("boss"), make_user("annotator1")
    project = make_project(boss, name="Asked again", roles={Role.ANNOTATOR: [annotator]})
    schema = make_schema(project, [feeling()])
    batch = make_batch(project, ["Warm from start to end.", "Cold as the lake."], overlap=1, schema=schema)
    for slot, label in zip(batch.slots.order_by("id"), ["pos", "neg"], strict=True):
        make_annotation(slot, annotator, {"feeling": label})
    then = timezone.now() - timedelta(days=3)
    batch.assignments.update(ended_at=then, leased_at=then)
    make_batch(project, ["Worth the evening.", "We left early."], overlap=1, schema=schema)
    return {"project": project.pk, "batch": batch.pk}


def batch_of(
    project: Any, schema: Any, items: list[dict[str, Any]], overlap: int = 1, said: Any = None
) -> Any:
    """Open a batch over items with these parts, of which a model said this."""
    from labeling.models import Slot
    from sourcing.domain.items import content_hash
    from sourcing.models import ItemVersion
    from tests.factories import make_batch

    batch = make_batch(project, [item["text"] for item in items], overlap=overlap, schema=schema)
    slots = Slot.objects.filter(batch=batch).order_by("id")
    for slot, parts in zip(slots.filter(number=1), items, strict=True):
        facts = {"parts": parts, "content_sha256": content_hash(parts)}
        if said:
            facts["data"] = {"suggestions": said}
        version = ItemVersion.objects.create(item=slot.item, number=2, **facts)
        slots.filter(item=slot.item).update(item_version=version)
    return batch


def formats() -> dict[str, Any]:
    """Write one project for each way in which labels come with a file; nothing is imported yet."""
    from guidelines.domain.schema import check_fields
    from projects.domain.roles import Role
    from tests.factories import make_project, make_schema, make_source, make_user

    boss, annotator = make_user("boss"), make_user("annotator1")
    projects = {}
    for kind in ("spans", "boxes", "segments"):
        project = make_project(boss, name=f"Given {kind}", roles={Role.ANNOTATOR: [annotator]})
        make_source(project)
        field = one(kind, "What is where?", {"labels": ids("PS", "LC")}, filled_by="model_confirmed")
        make_schema(project, check_fields([field]))
        projects[kind] = project.pk
    return projects


def to_be_given_labels() -> dict[str, Any]:
    """Write a project whose one field a model suggests and a person confirms; it has no items yet."""
    from guidelines.domain.schema import check_fields
    from projects.domain.roles import Role
    from tests.factories import make_project, make_schema, make_source, make_user

    boss, annotator = make_user("boss"), make_user("annotator1")
    project = make_project(boss, name="Given labels", roles={Role.ANNOTATOR: [annotator]})
    make_source(project)
    make_schema(project, check_fields([feeling() | {"filled_by": "model_confirmed"}]))
    return {"project": project.pk}


def published() -> dict[str, Any]:
    """Write one project for each published set, with the schema it needs; nothing is imported yet."""
    from guidelines.domain.schema import check_fields
    from projects.domain.roles import Role
    from tests.factories import make_project, make_schema, make_source, make_user
    from tests.journeys.published import FIELDS

    boss, annotator = make_user("boss"), make_user("annotator1")
    projects = {}
    for name, fields in FIELDS.items():
        project = make_project(boss, name=name, roles={Role.ANNOTATOR: [annotator]})
        make_source(project)
        make_schema(project, check_fields(fields))
        projects[name] = project.pk
    return projects


def released() -> dict[str, Any]:
    """Compare the answers of every batch and make a release of each project that has none."""
    from delivery.services.building import build_release
    from delivery.services.releases import freeze_release
    from dmops_platform.background import no_bell
    from labeling.models import Batch
    from projects.models import Project

    releases = {}
    waiting = [project for project in Project.objects.order_by("pk") if not project.releases.exists()]
    with no_bell():
        for project in waiting:
            batches = [batch for batch in Batch.objects.filter(project=project) if _compared(batch)]
            if batches:
                release = freeze_release(project=project, batches=batches, by=project.created_by)
                build_release(release_id=release.pk)
                releases[str(project.pk)] = release.pk
    return releases


def tables() -> dict[str, Any]:
    """Import a table of each sort in which published sets come, and open a batch over it."""
    from dmops_platform.background import no_bell
    from guidelines.domain.schema import check_fields
    from labeling.services.batches import open_batch
    from projects.domain.roles import Role
    from sourcing.services.files import store_raw_file
    from sourcing.services.imports import run_import, start_import
    from tests.factories import make_project, make_schema, make_source, make_user

    boss, annotator = make_user("boss"), make_user("annotator1")
    projects = {}
    for name, (file_name, content, columns, field) in TABLES.items():
        project = make_project(boss, name=name, roles={Role.ANNOTATOR: [annotator]})
        source = make_source(project)
        make_schema(project, check_fields([field]))
        with no_bell():
            file = store_raw_file(source=source, name=file_name, chunks=[content.encode()], by=boss)
            job = start_import(file=file, text_columns=columns, id_column="id", by=boss)
            run_import(import_id=job.pk)
        open_batch(project=project, name="All", overlap=1, by=boss)
        projects[name] = project.pk
    return projects


def _compared(batch: Any) -> bool:
    """Compute the consensus of a batch, if anybody answered in it."""
    from labeling.models import Annotation
    from verification.services.consensus import run_consensus, start_consensus

    if not Annotation.objects.filter(assignment__batch=batch).exists():
        return False
    run_consensus(run_id=start_consensus(batch=batch, by=batch.by).pk)
    return True


def demo() -> dict[str, Any]:
    """Write the demo, and one person for each role that it lacks."""
    from django.db import transaction

    from overview.services.demo import PASSWORD, seed_demo
    from projects.domain.roles import Role
    from projects.models import Project
    from projects.services import add_member
    from tests.factories import make_user

    with transaction.atomic():
        cast = seed_demo()
    for role in (Role.AUDITOR, Role.DATA_ENGINEER, Role.LEGAL, Role.FINANCE):
        person = make_user(role.value)
        for project in Project.objects.all():
            add_member(project=project, user=person, role=role, by=cast["mina"])
    _import(Project.objects.get(pk=1), cast["mina"])
    return {"password": PASSWORD}


def _import(project: Any, by: Any) -> None:
    """Import a file of which some rows are refused."""
    from dmops_platform.background import no_bell
    from sourcing.services.files import store_raw_file
    from sourcing.services.imports import run_import, start_import

    rows = "\n".join(["id,text,site", "n1,A new film.,north", "n2,,south", "n1,The same id again.,north"])
    with no_bell():
        source = project.sources.order_by("pk")[0]
        file = store_raw_file(source=source, name="more.csv", chunks=[rows.encode()], by=by)
        job = start_import(file=file, text_columns=["text"], id_column="id", is_partial_allowed=True, by=by)
        run_import(import_id=job.pk)


SCENES: dict[str, Callable[[], dict[str, Any]]] = {
    scene.__name__: scene
    for scene in (
        manager,
        labelling,
        kinds,
        marks,
        review,
        dependent,
        norming,
        answered_long_ago,
        formats,
        to_be_given_labels,
        published,
        tables,
        released,
        demo,
    )
}


def main() -> None:
    """Set the scene and print its facts as JSON."""
    django.setup()
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    PBKDF2PasswordHasher.iterations = 1_000  # the site hashes anew at the first login
    print(json.dumps(SCENES[sys.argv[1]]()))


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dmops_platform.settings")
    main()
