"""What a new schema version does to the labels of the one before: what changed, and what becomes of each label.

Labels are known by their ids. A label whose id goes away is renamed or merged into one label of the new version, split
into several, or retired; a field whose name goes away is retired or goes on under another name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_list, clean_object, clean_text
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field

MOST_CHANGES = 100_000
CHANGE_PARTS = frozenset({"field", "label", "to"})
How = Literal["renamed", "merged", "split", "retired"]


class Change(TypedDict):
    """What becomes of one label, or with an empty `label` of a whole field: `to` names labels (or one field)."""

    field: str
    label: str
    to: list[str]


@dataclass(frozen=True, slots=True)
class Differences:
    """How a version differs from the one before, by field and label; retitled labels keep their ids."""

    fields_gone: tuple[str, ...]
    fields_new: tuple[str, ...]
    labels_gone: tuple[tuple[str, str], ...]
    labels_new: tuple[tuple[str, str], ...]
    retitled: tuple[tuple[str, str, str, str], ...]

    @property
    def to_decide(self) -> tuple[tuple[str, str], ...]:
        """Return the (field, label) pairs whose answers need a word; label "" is the whole field."""
        return (*((field, "") for field in self.fields_gone), *self.labels_gone)


def differences(before: Sequence[Field], after: Sequence[Field]) -> Differences:
    """Return how `after` differs from `before`."""
    old, new = _labels(before), _labels(after)
    gone = tuple(name for name in old if name not in new)
    kept = [name for name in old if name in new]
    return Differences(
        fields_gone=gone,
        fields_new=tuple(name for name in new if name not in old),
        labels_gone=tuple((name, label) for name in kept for label in old[name] if label not in new[name]),
        labels_new=tuple((name, label) for name in kept for label in new[name] if label not in old[name]),
        retitled=tuple(
            (name, label, title, new[name][label])
            for name in kept
            for label, title in old[name].items()
            if label in new[name] and new[name][label] != title
        ),
    )


def check_changes(changes: object, before: Sequence[Field], after: Sequence[Field]) -> list[Change]:
    """Return what becomes of every label that goes away, or raise BadInput naming the path of what is missing."""
    given = clean_list(changes, "mapping", limit=MOST_CHANGES)
    checked = [_check(change, f"mapping[{place}]") for place, change in enumerate(given)]
    by_place = {(change["field"], change["label"]): change for change in checked}
    wanted = differences(before, after).to_decide
    for place, change in enumerate(checked):
        if (change["field"], change["label"]) not in wanted:
            sentence = _("Nothing with this name goes away in the new version.")
            raise BadInput(sentence, path=f"mapping[{place}]", code="mapping_unknown")
        _check_targets(change, after, f"mapping[{place}].to")
    missing = [key for key in wanted if key not in by_place]
    if missing:
        field, label = missing[0]
        raise BadInput(
            _("Say what becomes of “%(name)s”, and of %(n)s in all."),
            path="mapping",
            code="mapping_missing",
            name=label or field,
            n=len(missing),
        )
    return [by_place[key] for key in wanted]


def how(change: Change, changes: Sequence[Change]) -> How:
    """Return in one word what becomes of a label."""
    if not change["to"]:
        return "retired"
    if len(change["to"]) > 1:
        return "split"
    others = [one for one in changes if one["field"] == change["field"] and one["to"] == change["to"]]
    return "merged" if len(others) > 1 else "renamed"


def needs_person(change: Change) -> bool:
    """True when no rule says what an old answer becomes: its label was split or retired."""
    return bool(change["label"]) and len(change["to"]) != 1


def carried(answers: Mapping[str, Any], changes: Sequence[Change]) -> dict[str, Any] | None:
    """Return old answers in the words of the new version, or None where a person has to answer again.

    >>> carried({"tone": "ok"}, [{"field": "tone", "label": "ok", "to": ["good"]}])
    {'tone': 'good'}
    """
    fields = {change["field"]: change["to"] for change in changes if not change["label"]}
    labels = {(change["field"], change["label"]): change["to"] for change in changes if change["label"]}
    new: dict[str, Any] = {}
    for name, value in answers.items():
        if name in fields:
            if fields[name]:
                new[fields[name][0]] = value
            continue
        kept = _carried_value(name, value, labels)
        if kept is None:
            return None
        new[name] = kept
    return new


def _carried_value(field: str, value: Any, labels: Mapping[tuple[str, str], Sequence[str]]) -> Any:
    if isinstance(value, str) and (field, value) in labels:
        to = labels[field, value]
        return to[0] if len(to) == 1 else None
    if isinstance(value, list):
        parts = [_carried_value(field, one, labels) for one in value]
        return None if None in parts else _without_repeats(parts)
    if isinstance(value, Mapping) and isinstance(value.get("label"), str):
        label = _carried_value(field, value["label"], labels)
        return None if label is None else {**value, "label": label}
    return value


def _without_repeats(parts: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for part in parts:
        if part not in kept:
            kept.append(part)
    return kept


def _labels(fields: Sequence[Field]) -> dict[str, dict[str, str]]:
    return {field["name"]: KINDS[field["kind"]].titles(field["config"]) for field in fields}


def _check(change: object, path: str) -> Change:
    given = clean_object(change, path, CHANGE_PARTS)
    to = clean_list(given.get("to", ()), f"{path}.to", limit=MOST_CHANGES)
    return {
        "field": clean_text(given.get("field", ""), f"{path}.field", limit=64, is_empty_allowed=False),
        "label": clean_text(given.get("label", ""), f"{path}.label", limit=200),
        "to": [clean_text(one, f"{path}.to[{place}]", limit=200) for place, one in enumerate(to)],
    }


def _check_targets(change: Change, after: Sequence[Field], path: str) -> None:
    new = _labels(after)
    known = set(new) if not change["label"] else set(new[change["field"]])
    for place, target in enumerate(change["to"]):
        if target not in known:
            sentence = _("The new version has no “%(name)s”.")
            raise BadInput(sentence, path=f"{path}[{place}]", name=target)
    if not change["label"] and len(change["to"]) > 1:
        raise BadInput(_("A field goes on under one name, or none."), path=path)
    if len(set(change["to"])) < len(change["to"]):
        raise BadInput(_("Name each label once."), path=path)
