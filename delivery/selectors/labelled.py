"""The fields of a release whose answers other formats hold as well."""

from delivery.domain.labelled import Marked, marked_fields
from delivery.models import Release


def marked_in(release: Release) -> list[Marked]:
    """Return the fields of marks of a release, with the formats they fit; none in a release without them."""
    return marked_fields(release.facts.get("files", {}))
