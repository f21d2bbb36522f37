"""What guidelines says about stages 4 and 5, and who has something to read."""

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from guidelines.models import Acknowledgement, Guideline, VersionState
from projects.domain.roles import Right
from projects.domain.waiting import Waiting
from projects.selectors import projects_for


def waiting_for(user: User) -> list[Waiting]:
    """Return the guidelines this person has to read before they get new work."""
    return [
        Waiting(
            project_id=guideline.project_id,
            project=guideline.project.name,
            what=gettext("Version %(number)s of the guideline waits to be read.")
            % {"number": guideline.number},
            button=gettext("Read and confirm"),
            url=reverse("guidelines:guideline_reading", args=[guideline.project_id]),
        )
        for guideline in _to_read(user)
    ]


def _to_read(user: User) -> QuerySet[Guideline]:
    """Return the guidelines in force of the projects this person labels in, as far as they are unread."""
    published = Guideline.objects.filter(state=VersionState.PUBLISHED)
    newer = published.filter(project=OuterRef("project"), number__gt=OuterRef("number"))
    read = Acknowledgement.objects.filter(guideline=OuterRef("pk"), user=user)
    unread = published.filter(~Exists(newer), ~Exists(read), project__in=projects_for(user, Right.LABEL))
    return unread.select_related("project").defer("sections", "entries").order_by("project")
