"""Sampling plans as people ask for them: checked, and turned into a number of items."""

from dataclasses import dataclass
from typing import TypedDict

from dmops_platform.errors import BadInput, _
from verification.domain.acceptance import AQLS, Level, Method, Plan, attribute_plan, iso_plan
from verification.domain.sampling import sample_size
from verification.models import LARGEST_SEED, MOST_DRAWN, StrataBy


@dataclass(frozen=True)
class SamplingPlan:
    """What is asked of a sample. Each method reads its own part.

    `estimate`: tolerable error and confidence, or a `size` of one's own. `attribute`: tolerable error, confidence
    and how many errors are `accepted`. `iso2859`: acceptable quality level in percent, and the level.
    """

    method: str = Method.ESTIMATE
    tolerable_error: float = 0.05
    confidence: float = 0.95
    size: int | None = None
    accepted: int = 0
    aql: float = 1.0
    level: str = Level.II

    @property
    def tolerable(self) -> float:
        """The share of errors that is tolerated: of ISO's plans the acceptable quality level."""
        return self.aql / 100 if self.method == Method.ISO_2859 else self.tolerable_error


class Asked(TypedDict, total=False):
    """The parts of a plan as keywords."""

    method: str
    tolerable_error: float
    confidence: float
    size: int | None
    accepted: int
    aql: float
    level: str


def check_plan(plan: SamplingPlan, seed: int, strata_by: str) -> None:
    """Raise BadInput naming the part of a plan that makes no sense."""
    if plan.method not in set(Method):
        raise BadInput(_("There is no such method. Choose estimate, attribute or iso2859."), path="method")
    if not 0 < plan.tolerable_error < 1:
        raise BadInput(_("The tolerable error is a share between 0 and 1."), path="tolerable_error")
    if not 0.5 <= plan.confidence <= 0.999:
        raise BadInput(_("Confidence is a share from 0.5 to 0.999."), path="confidence")
    if not 0 <= seed <= LARGEST_SEED:
        raise BadInput(_("A seed is a number from 0 to %(most)s."), path="seed", most=LARGEST_SEED)
    if strata_by not in ("", *StrataBy):
        raise BadInput(_("Data is parted by label, source or annotator."), path="strata_by")
    _check_numbers(plan)


def _check_numbers(plan: SamplingPlan) -> None:
    if plan.size is not None and plan.method != Method.ESTIMATE:
        raise BadInput(
            _("This method says itself how many items to draw: leave the number out."), path="size"
        )
    if not 0 <= plan.accepted <= MOST_DRAWN:
        raise BadInput(_("Errors accepted is a number from 0 to %(most)s."), path="accepted", most=MOST_DRAWN)
    if plan.aql not in AQLS:
        known = ", ".join(f"{aql:g}" for aql in AQLS)
        raise BadInput(
            _("Choose one of these acceptable quality levels: %(known)s."), path="aql", known=known
        )
    if plan.level not in set(Level):
        raise BadInput(_("Inspection levels are I, II and III."), path="level")


def planned_for(population: int, plan: SamplingPlan) -> Plan:
    """Return how many of so many items to draw and how many errors are accepted."""
    most = min(population, MOST_DRAWN)
    if plan.size is not None and not 1 <= plan.size <= most:
        raise BadInput(_("The sample has from 1 to %(most)s items here."), path="size", most=most)
    planned = _planned(population, plan)
    if planned.size > MOST_DRAWN:
        raise BadInput(
            _("This tolerable error asks for %(size)s items; an audit by hand has at most %(most)s."),
            path="tolerable_error",
            size=planned.size,
            most=MOST_DRAWN,
        )
    return planned


def _planned(population: int, plan: SamplingPlan) -> Plan:
    if plan.method == Method.ISO_2859:
        return iso_plan(population, Level(plan.level), plan.aql)
    if plan.method == Method.ATTRIBUTE:
        return attribute_plan(population, plan.tolerable_error, plan.confidence, plan.accepted)
    return Plan(plan.size or sample_size(population, plan.tolerable_error, plan.confidence), 0)
