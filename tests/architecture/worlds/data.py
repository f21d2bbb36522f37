"""Where the data of a project comes from, and what became of it."""

from functools import cached_property

from projects.domain.roles import Role
from sourcing.domain.steps import new_step
from sourcing.models import Import, LegalReview, RawFile, Recipe, RecipeRun, Source
from sourcing.services.files import store_raw_file
from tests.architecture.worlds.project import ProjectRows
from tests.factories import make_source


class DataRows(ProjectRows):
    """Where the data of a project comes from, and what became of it."""

    @cached_property
    def source(self) -> Source:
        """Return a source that waits for its review; its file lies on disk."""
        return make_source(self.project, "Waiting", is_approved=False)

    @cached_property
    def raw_file(self) -> RawFile:
        return store_raw_file(
            source=self.source, name="a.csv", chunks=[b"id,text\n1,One.\n"], by=self.people[Role.PM]
        )

    @cached_property
    def import_(self) -> Import:
        return Import.objects.create(
            project=self.project, source=self.source, file=self.raw_file, by=self.people[Role.PM]
        )

    @cached_property
    def review(self) -> LegalReview:
        source = make_source(self.project, "Reviewed")
        return source.reviews.get()

    @cached_property
    def recipe(self) -> Recipe:
        """Return a published version; a draft follows it."""
        recipe = Recipe.objects.create(
            project=self.project,
            number=1,
            steps=[new_step("length")],
            is_published=True,
            by=self.people[Role.PM],
        )
        Recipe.objects.create(
            project=self.project, number=2, steps=[new_step("length")], by=self.people[Role.PM]
        )
        return recipe

    @cached_property
    def recipe_run(self) -> RecipeRun:
        return RecipeRun.objects.create(
            project=self.project, recipe=self.recipe, state="done", by=self.people[Role.PM]
        )
