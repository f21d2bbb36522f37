"""What work under a schema taught about it: disagreements, questions and edge cases, by field and label."""

from collections import Counter, defaultdict
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef

from annotators.models import Question
from guidelines.models import Schema
from guidelines.reading import label_titles
from guidelines.selectors import edge_cases_of, fields_of
from overview.affected import answers_in_force, carriers
from projects.models import Project
from verification.models import Dispute

Place = tuple[str, str]


class Feedback(NamedTuple):
    """A label, or with an empty label a whole field, with what it gave rise to."""

    title: str
    is_field: bool
    disagreements: int
    questions: int
    edge_cases: int


def feedback(project: Project, schema: Schema) -> list[Feedback]:
    """Return every field and label that gave rise to something, in the order of the schema."""
    disagreements, questions = _disagreements(project, schema), _questions(project)
    cases = Counter(edge_cases_of(project).values_list("field", "label"))
    titles = label_titles(fields_of(schema))
    rows = []
    for field in fields_of(schema):
        name = field["name"]
        places: list[tuple[Place, str]] = [((name, ""), field["title"])]
        places += [(place, title) for place, title in titles.items() if place[0] == name]
        rows += [
            Feedback(title, not place[1], disagreements[place], questions[place], cases[place])
            for place, title in places
        ]
    return [row for row in rows if row.disagreements or row.questions or row.edge_cases]


def _questions(project: Project) -> Counter[Place]:
    asked = Question.objects.filter(project=project).exclude(field="").values("field", "label")
    return Counter({(row["field"], row["label"]): row["n"] for row in asked.annotate(n=Count("pk"))})


def _disagreements(project: Project, schema: Schema) -> Counter[Place]:
    """Count disputes by field, and by each label that somebody gave in one."""
    disputes = Dispute.objects.filter(batch__project=project)
    counted: Counter[Place] = Counter((field, "") for field in disputes.values_list("field", flat=True))
    for field in fields_of(schema):
        wanted = [place for place in label_titles([field]) if field["name"] in {name for name, _n in counted}]
        theirs = disputes.filter(
            field=field["name"], item=OuterRef("assignment__item"), batch=OuterRef("assignment__batch")
        )
        labels: dict[int, set[Place]] = defaultdict(set)
        given = answers_in_force(project).filter(Exists(theirs))
        for item, place in carriers(wanted, given) if wanted else ():
            labels[item].add(place)
        counted.update(place for places in labels.values() for place in places)
    return counted
