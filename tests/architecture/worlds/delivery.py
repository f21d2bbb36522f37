"""Releases, and with them the whole world."""

from functools import cached_property

from delivery.models import Release, ReleaseItem
from delivery.services.checks import start_check
from dmops_platform.background import no_bell
from projects.domain.roles import Role
from tests.architecture.worlds.quality import QualityRows
from tests.delivery.factories import make_compared_batch, make_release


class World(QualityRows):
    """One client's project with a person in every role, and its rows, each made when first asked for."""

    @cached_property
    def release(self) -> Release:
        """Return a built release of another batch, proved once."""
        people = [self.annotator, self.people[Role.REVIEWER]]
        with no_bell():
            release = make_release(make_compared_batch(self.project, people))
            start_check(release=release, by=self.project.created_by)
        return release

    @cached_property
    def release_item(self) -> ReleaseItem:
        return self.release.items.get(position=1)
