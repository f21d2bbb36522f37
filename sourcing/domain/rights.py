"""Where raw data comes from, and whether it may be used."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from dmops_platform.errors import BadInput, _
from dmops_platform.states import State
from sourcing.domain.licences import Terms, clean_licence

LONGEST_NAME = 120
LONGEST_FACT = 500
LONGEST_TEXT = 5_000
LARGEST_SEED = 2**63 - 1


class SourceKind(State):
    """How raw data comes about."""

    CLIENT_PROVIDED = "client_provided"
    CROWDSOURCED = "crowdsourced"
    CRAWLED = "crawled"
    PUBLIC = "public"
    INTERNAL_EVENT = "internal_event"
    MACHINE_GENERATED = "machine_generated"


class ReviewVerdict(State):
    """What a legal reviewer says of a source."""

    APPROVE = "approve"
    CONDITIONS = "conditions"
    REJECT = "reject"


class SourceState(State):
    """Where the right to use a source stands. Changed: what was reviewed is no longer what is stated."""

    WAITING = "waiting"
    CHANGED = "changed"
    APPROVED = "approved"
    CONDITIONS = "conditions"
    REJECTED = "rejected"


class Conflict(State):
    """Why the licence of a source does not allow what the project does."""

    NON_COMMERCIAL = "non_commercial"
    NO_DERIVATIVES = "no_derivatives"


CLEARED = {SourceState.APPROVED, SourceState.CONDITIONS}
STATE_OF_VERDICT = {
    ReviewVerdict.APPROVE: SourceState.APPROVED,
    ReviewVerdict.CONDITIONS: SourceState.CONDITIONS,
    ReviewVerdict.REJECT: SourceState.REJECTED,
}

#: everything a legal reviewer judges: a change of any of it asks for a new review
REVIEWED = (
    "kind",
    "origin",
    "collector",
    "collected_on",
    "licence",
    "licence_text",
    "licence_terms",
    "copyright_holder",
    "has_personal_data",
    "consent_basis",
    "model",
    "prompt",
    "seed",
)
TEXTS = {
    "origin": LONGEST_TEXT,
    "collector": LONGEST_FACT,
    "copyright_holder": LONGEST_FACT,
    "consent_basis": LONGEST_TEXT,
    "model": LONGEST_FACT,
    "prompt": LONGEST_TEXT,
}
MADE_BY_MACHINE = ("model", "prompt", "seed")


class Reviewed(NamedTuple):
    """What a review said, and the digest of what it saw."""

    verdict: str
    digest: str


def clean_source(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a source as they are stored; BadInput names what is missing or cannot be."""
    kind = str(given.get("kind", ""))
    if kind not in set(SourceKind):
        raise BadInput(_("Say how the data came about: choose a kind."), path="kind")
    facts: dict[str, Any] = {"name": _name(given), "kind": kind, "collected_on": _day(given)}
    facts |= {name: _text(given, name, most) for name, most in TEXTS.items()}
    licence, text, terms = clean_licence(
        str(given.get("licence", "")),
        _text(given, "licence_text", None),
        dict(given.get("licence_terms") or {}),
    )
    facts |= {"licence": licence, "licence_text": text, "licence_terms": terms}
    facts["has_personal_data"] = bool(given.get("has_personal_data"))
    facts["seed"] = given.get("seed")
    return _of_kind(facts)


def _name(given: Mapping[str, Any]) -> str:
    name = " ".join(str(given.get("name") or "").split())
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(_("A source has a name of 1 to %(most)s characters."), path="name", most=LONGEST_NAME)
    return name


def _day(given: Mapping[str, Any]) -> date | None:
    day = given.get("collected_on")
    if day is not None and not isinstance(day, date):
        raise BadInput(_("Give the day of collection as year-month-day."), path="collected_on")
    return day


def _text(given: Mapping[str, Any], name: str, most: int | None) -> str:
    text = str(given.get(name) or "").strip()
    if most is not None and len(text) > most:
        raise BadInput(_("At most %(most)s characters fit here."), path=name, most=most)
    return text


def _of_kind(facts: dict[str, Any]) -> dict[str, Any]:
    """Refuse what its kind lacks, and leave out what only machines have."""
    if facts["kind"] != SourceKind.MACHINE_GENERATED:
        return facts | {"model": "", "prompt": "", "seed": None}
    if not facts["model"]:
        raise BadInput(_("Name the model that made the data, with its version."), path="model")
    seed = facts["seed"]
    if seed is not None and not 0 <= seed <= LARGEST_SEED:
        raise BadInput(_("A seed is a number from 0 to %(most)s."), path="seed", most=LARGEST_SEED)
    return facts


def digest(facts: Mapping[str, Any], evidence_sha256: str) -> str:
    """Return what identifies everything a reviewer judges."""
    seen = [[name, facts[name]] for name in REVIEWED] + [["evidence", evidence_sha256]]
    return hashlib.sha256(json.dumps(seen, sort_keys=True, default=str).encode()).hexdigest()


def state_of(present: str, last: Reviewed | None) -> SourceState:
    """Return where the right to use a source with this digest stands after its last review.

    >>> state_of("b", Reviewed("approve", "a"))
    <SourceState.CHANGED: 'changed'>
    """
    if last is None:
        return SourceState.WAITING
    if last.digest != present:
        return SourceState.CHANGED
    return STATE_OF_VERDICT[ReviewVerdict(last.verdict)]


def conflicts(terms: Terms, *, is_commercial: bool) -> list[Conflict]:
    """Return why these terms do not allow the project; labelling and cleaning always make derivatives."""
    found = []
    if is_commercial and not terms.commercial:
        found.append(Conflict.NON_COMMERCIAL)
    if not terms.derivatives:
        found.append(Conflict.NO_DERIVATIVES)
    return found
