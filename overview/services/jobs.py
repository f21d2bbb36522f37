"""Jobs whose bell was lost."""

from delivery.models import Release, ReleaseCheck
from dmops_platform.background import Job, give_up, overdue, ring
from guidelines.models import LabelImport
from sourcing.models import Import, RecipeRun
from verification.models import ConsensusRun, Evaluation, QualityReport

JOBS: tuple[type[Job], ...] = (
    Import,
    RecipeRun,
    LabelImport,
    ConsensusRun,
    Evaluation,
    QualityReport,
    Release,
    ReleaseCheck,
)


def ring_overdue_jobs() -> int:
    """Ring for every job whose bell was lost or whose worker died; return how many. Hopeless ones fail."""
    for kind in JOBS:
        give_up(kind)
    waiting = [job for kind in JOBS for job in overdue(kind)]
    for job in waiting:
        ring(job)
    return len(waiting)
