"""The fields of a schema: whether they make sense, and whether answers fit them."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NotRequired, TypedDict

from dmops_platform.errors import BadInput, _
from guidelines.domain.about import ABOUT, RATIONALE_RULES, check_complete, clean_about
from guidelines.domain.checks import Incomplete, clean_flag, clean_list, clean_object, clean_text, shown
from guidelines.domain.kinds import KINDS, Linked
from guidelines.domain.suggestions import MODEL, model_answers
from guidelines.domain.visibility import Condition, check_condition, is_asked

MAX_FIELDS = 50
NO_DATA: Mapping[str, Any] = MappingProxyType({})
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
#: who fills a field: a person, a model, or a model whose answer a person confirms
FILLERS = ("person", "model", "model_confirmed")
FIELD_PARTS = frozenset(
    {"name", "kind", "title", "required", "config", "help", "filled_by", "rationale", "confidence"}
    | {"is_suggestion_hidden", "visible_when"}
)


class Field(TypedDict):
    """One question of a schema, as stored and as the labelling screen gets it.

    The keys after `config` are left out where they say nothing: no help, filled by a person, no rationale and
    no confidence asked, suggestions shown at once, always asked.
    """

    name: str
    kind: str
    title: str
    required: bool
    config: dict[str, Any]
    help: NotRequired[str]
    filled_by: NotRequired[str]
    rationale: NotRequired[str]
    confidence: NotRequired[bool]
    is_suggestion_hidden: NotRequired[bool]
    visible_when: NotRequired[Condition]


def check_fields(fields: object) -> list[Field]:
    """Return the canonical fields to store, or raise BadInput naming the path, e.g. `fields[0].name`."""
    given = clean_list(fields, "fields", limit=MAX_FIELDS)
    if not given:
        raise BadInput(_("Give at least one field."), path="fields")
    checked: list[Field] = []
    for place, field in enumerate(given):
        checked.append(_check_field(field, checked, f"fields[{place}]"))
    names: set[str] = set()
    for place, field in enumerate(checked):
        if field["name"] in names:
            raise BadInput(_("“%(value)s” is used twice."), path=f"fields[{place}].name", value=field["name"])
        names.add(field["name"])
    _check_links(checked)
    return checked


def clean_answers(
    fields: Sequence[Field],
    answers: object,
    item_parts: Mapping[str, Any],
    *,
    item_data: Mapping[str, Any] = NO_DATA,
    is_draft: bool = False,
) -> dict[str, Any]:
    """Return a person's canonical answers by field name, or raise BadInput naming the path, e.g. `answers.sentiment`.

    A draft may leave required fields out. Answers to fields that other answers hide are left out; one to a field
    that a model fills is refused, and what the model said in `item_data` counts where other fields depend on it.
    What is said about answers stands under `_about`. Where speed counts, give the same `fields` object again: what
    kinds need to look labels up is worked out once for each object.
    """
    by_name = {field["name"]: field for field in fields}
    given = clean_object(answers, "answers", {*by_name, ABOUT})
    by_model = model_answers(fields, item_data, item_parts)
    known: dict[str, Any] = {}
    for name, field in by_name.items():
        if field.get("filled_by") == MODEL:
            _refuse_answer_of_model(given, name)
        if not is_asked(field, known):
            continue
        if field.get("filled_by") == MODEL:
            value = by_model.get(name)
        else:
            value = _own_answer(field, given, item_parts, is_draft=is_draft)
        if value is not None:
            known[name] = value
    if not is_draft:
        _check_bases(fields, known)
    cleaned = {name: value for name, value in known.items() if name not in by_model}
    about = clean_about(fields, cleaned, given.get(ABOUT), item_parts)
    if not is_draft:
        check_complete(fields, cleaned, about)
    return cleaned | ({ABOUT: about} if about else {})


def _check_links(fields: Sequence[Field]) -> None:
    """Refuse a field that builds on one that does not stand before it, or is of another kind."""
    before: dict[str, str] = {}
    for place, field in enumerate(fields):
        kind = KINDS[field["kind"]]
        if isinstance(kind, Linked) and before.get(kind.base(field["config"])) != kind.builds_on:
            sentence = _("Name a field of the kind “%(kind)s” that stands before this one.")
            path = f"fields[{place}].config.{kind.builds_on}"
            raise BadInput(sentence, path=path, kind=kind.builds_on)
        before[field["name"]] = field["kind"]


def _check_bases(fields: Sequence[Field], answers: Mapping[str, Any]) -> None:
    for field in fields:
        kind = KINDS[field["kind"]]
        if isinstance(kind, Linked) and field["name"] in answers:
            base = answers.get(kind.base(field["config"]))
            kind.check_base(answers[field["name"]], base, f"answers.{field['name']}")


def _own_answer(field: Field, given: Mapping[str, Any], parts: Mapping[str, Any], *, is_draft: bool) -> Any:
    """Return the person's canonical answer, or None where a draft or an optional field has none."""
    path = f"answers.{field['name']}"
    if (value := given.get(field["name"])) is not None:
        return _clean_answer(field, value, parts, path, is_draft=is_draft)
    if field["required"] and not is_draft:
        raise BadInput(_("This field needs an answer."), path=path, code="answer_missing")
    return None


def _refuse_answer_of_model(given: Mapping[str, Any], name: str) -> None:
    if given.get(name) is not None:
        sentence = _("A model fills this field. Leave it out of the answers.")
        raise BadInput(sentence, path=f"answers.{name}", code="filled_by_model")


def _clean_answer(field: Field, value: object, parts: Mapping[str, Any], path: str, *, is_draft: bool) -> Any:
    try:
        return KINDS[field["kind"]].clean(value, field["config"], parts, path)
    except Incomplete as problem:
        if is_draft:
            return problem.so_far
        raise


def _check_field(field: object, before: Sequence[Field], path: str) -> Field:
    given = clean_object(field, path, FIELD_PARTS)
    name = _check_name(given.get("name", ""), f"{path}.name")
    kind = KINDS.get(clean_text(given.get("kind", ""), f"{path}.kind", limit=64))
    if kind is None:
        raise BadInput(
            _("There is no field kind “%(kind)s”. Known kinds: %(known)s."),
            path=f"{path}.kind",
            kind=shown(given.get("kind", "")),
            known=", ".join(KINDS),
        )
    checked: Field = {
        "name": name,
        "kind": kind.name,
        "title": clean_text(given.get("title", ""), f"{path}.title", limit=200) or name,
        "required": clean_flag(given.get("required", True), f"{path}.required"),
        "config": kind.check(given.get("config", {}), f"{path}.config"),
    }
    _check_extras(checked, given, before, path)
    return checked


def _check_extras(checked: Field, given: Mapping[str, Any], before: Sequence[Field], path: str) -> None:
    """Add those optional keys that say something."""
    if help_text := clean_text(given.get("help", ""), f"{path}.help", limit=2_000):
        checked["help"] = help_text
    filled_by = _check_one_of(given.get("filled_by", "person"), FILLERS, f"{path}.filled_by")
    if filled_by != "person":
        checked["filled_by"] = filled_by
    rationale = _check_one_of(given.get("rationale", "off"), RATIONALE_RULES, f"{path}.rationale")
    if rationale != "off":
        checked["rationale"] = rationale
    if clean_flag(given.get("confidence", False), f"{path}.confidence"):
        checked["confidence"] = True
    if clean_flag(given.get("is_suggestion_hidden", False), f"{path}.is_suggestion_hidden"):
        checked["is_suggestion_hidden"] = True
    if given.get("visible_when") is not None:
        checked["visible_when"] = check_condition(given["visible_when"], before, f"{path}.visible_when")


def _check_one_of(value: object, known: Sequence[str], path: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise BadInput(_("This must be one of: %(known)s."), path=path, known=", ".join(known))
    return value


def _check_name(name: object, path: str) -> str:
    text = clean_text(name, path, limit=64, is_empty_allowed=False)
    if not SLUG.fullmatch(text):
        raise BadInput(_("A name has letters a-z, digits, - and _ only, and begins with no sign."), path=path)
    return text
