"""Reads: the facts beside the questions of ethics."""

from collections.abc import Sequence

from django.db.models import Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import User
from annotators.domain.money import MINOR_DIGITS
from annotators.models import WorkTime
from annotators.selectors.pay import fair_pay
from annotators.selectors.terms import currency_of, floor_on
from annotators.stages import measures as pay_measures
from guidelines.domain.kinds import KINDS
from guidelines.models import Guideline
from labeling.models import Annotation, PausedPerson
from projects.models import Project
from sourcing.domain.rights import SourceKind
from sourcing.models import Source
from verification.domain.answers import as_label
from verification.domain.dimensions import Fact
from verification.domain.ethics import LONGEST_DAY, source_spread
from verification.domain.intervals import share
from verification.domain.privacy import masked
from verification.models import Appeal, ConsensusRun
from verification.selectors.measures import answer_counts_by_source

HOUR = 3_600


def ethics_facts(project: Project, runs: Sequence[ConsensusRun]) -> list[Fact]:
    """Return what is known now beside every question of ethics."""
    return [
        *_sources(project),
        _cautions(runs),
        *_pay(project),
        *_days(project),
        _pauses(project),
        _appeals(project),
        *_withdrawn(project),
        _spread(runs),
    ]


def _sources(project: Project) -> list[Fact]:
    """Return how many sources hold personal data, for which of them consent is stated, and which people made."""
    sources = Source.objects.filter(project=project)
    n, personal = sources.count(), sources.filter(has_personal_data=True)
    stated = share(personal.exclude(consent_basis="").count(), personal.count())
    made_by_people = sources.filter(Q(has_personal_data=True) | Q(kind=SourceKind.CROWDSOURCED))
    return [
        Fact("personal_sources", personal.count(), n),
        Fact("consent_stated", stated.value, stated.n),
        Fact("people_sources", made_by_people.count(), n),
    ]


def _cautions(runs: Sequence[ConsensusRun]) -> Fact:
    """Return the words of the cautions in the guideline that has the fewest, of those the data was labelled by."""
    guidelines = Guideline.objects.filter(
        pk__in={run.batch.guideline_id for run in runs if run.batch.guideline_id}
    )
    words = [len(one.sections.get("cautions", "").split()) for one in guidelines]
    return Fact("cautions_words", min(words, default=None), len(words))


def _pay(project: Project) -> list[Fact]:
    """Return what an hour brought to most people, the floor of today, in major units, and who is above it."""
    paid = {measure.name: measure for measure in pay_measures(project)}
    currency, fair = currency_of(project), fair_pay(project)
    floor = floor_on(project, timezone.localdate(), currency) if currency else None
    least = 10 ** MINOR_DIGITS[floor.currency] if floor else 1
    n = len(fair.hourlies) if floor else 0
    above = share(n - len(fair.below_floor), n)
    return [
        Fact("above_floor", above.value, above.n, above.low, above.high),
        *(
            Fact(name.replace(".", "_"), paid[name].value, paid[name].n)
            for name in ("pay.hourly_median", "pay.hourly_p10")
        ),
        Fact("pay_floor", floor.amount / least if floor else None),
    ]


def _days(project: Project) -> list[Fact]:
    """Return the share of people's days with more than eight hours of work here, and the hours of the longest."""
    rows = WorkTime.objects.filter(project=project).values_list("user", TruncDate("at"))
    hours = [seconds / HOUR for *_day, seconds in rows.annotate(total=Sum("seconds")).order_by()]
    long = share(sum(one > LONGEST_DAY for one in hours), len(hours))
    return [
        Fact("long_days", long.value, long.n),
        Fact("longest_day", max(hours, default=None), len(hours)),
    ]


def _pauses(project: Project) -> Fact:
    """Return how many of those who answered were ever paused, with the reasons they were told, unnamed."""
    people = Annotation.objects.filter(assignment__batch__project=project).values("by").distinct().count()
    pauses = list(PausedPerson.objects.filter(project=project).select_related("person").order_by("pk"))
    paused = {pause.person_id for pause in pauses}
    reasons = tuple(_unnamed(pause.reason, pause.person) for pause in pauses)
    return Fact("people_paused", len(paused), people, said=reasons)


def _unnamed(reason: str, person: User) -> str:
    for name in filter(None, (person.full_name, person.username)):
        reason = reason.replace(name, "…")
    return masked(reason)


def _appeals(project: Project) -> Fact:
    appeals = Appeal.objects.filter(decision__project=project)
    answered = share(appeals.exclude(answered_at=None).count(), appeals.count())
    return Fact("appeals_answered", answered.value, answered.n)


def _withdrawn(project: Project) -> list[Fact]:
    """Return the releases that were withdrawn; erasure of items for withdrawn consent is not written down."""
    releases = project.releases
    withdrawn = releases.exclude(withdrawn_at=None).count()
    return [Fact("items_erased", None), Fact("releases_withdrawn", withdrawn, releases.count())]


def _spread(runs: Sequence[ConsensusRun]) -> Fact:
    """Return the largest difference of a label's share between sources, over the fields with listed labels."""
    listed = {
        (field["name"], as_label(label))
        for run in runs
        for field in run.batch.schema.fields
        for label in KINDS[field["kind"]].values(field["config"])
    }
    counts = answer_counts_by_source(runs)
    return source_spread({key: n for key, n in counts.items() if key[:2] in listed})
