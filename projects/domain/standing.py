"""How far a project has come."""

from typing import NamedTuple

from dmops_platform.states import State


class Part(State):
    """One part of a project that its overview tells about."""

    SCHEMA = "schema"
    GUIDELINE = "guideline"
    ITEMS = "items"
    MEMBERS = "members"
    BATCHES = "batches"
    DISPUTES = "disputes"
    RELEASES = "releases"


class Standing(NamedTuple):
    """How much of each part there is; of schemas and guidelines the published versions count."""

    schemas: int = 0
    guidelines: int = 0
    items: int = 0
    annotators: int = 0
    batches: int = 0
    open_batches: int = 0
    open_disputes: int = 0
    releases: int = 0
