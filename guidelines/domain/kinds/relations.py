"""The field kind `relations`: what holds between two spans of a text."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_flag, clean_list, clean_object, clean_text, shown
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, by_key, marks
from guidelines.domain.kinds.labels import check_labels, titles_of
from guidelines.domain.kinds.marks import (
    Mark,
    check_part,
    clean_label,
    clean_whole,
    count_labels,
    each_mark,
    refuse_twins,
    text_of,
)

MAX_RULES = 1_000
MAX_RULE = 700
ANY = "*"
CONFIG_PARTS = frozenset({"spans", "part", "labels", "allowed", "may_cycle"})
RELATION_PARTS = frozenset({"from", "to", "label"})
END_PARTS = frozenset({"start", "end", "label", "text"})
RULE = re.compile(r"\s*(.+?)\s*:\s*(.+?)\s*->\s*(.+?)\s*")

Edges = dict[Any, set[Any]]


class Relations:
    """Directed relations between spans of one text.

    A relation is {"from": span, "to": span, "label"}; a span is {"start", "end", "label", "text"} as in the answer
    to the field of spans. So a relation stays readable by itself,
    and two people's relations can be compared although they made other spans as well.
    """

    name = "relations"
    builds_on = "spans"
    title = _("Relations between spans")
    help = _("Which span belongs to which, and how: who works where, what causes what.")
    settings: tuple[Setting, ...] = (
        Setting("spans", "text", _("Name of the field with the spans")),
        Setting("part", "part", _("Text to mark"), _("Empty takes the first text of the item.")),
        Setting("labels", "labels", _("Labels")),
        Setting(
            "allowed",
            "lines",
            _("Which spans may be related"),
            _("One rule a line: relation: span -> span, by ids; * is any. Empty allows all."),
        ),
        Setting("may_cycle", "flag", _("Relations of one label may lead back to where they began")),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"spans", "part", "labels", "allowed", "may_cycle"} with missing keys filled in."""
        given = clean_object(config, path, CONFIG_PARTS)
        labels = check_labels(given.get("labels", ()), f"{path}.labels")
        known = {label["id"] for label in labels}
        return {
            "spans": clean_text(given.get("spans", ""), f"{path}.spans", limit=64, is_empty_allowed=False),
            "part": check_part(given.get("part", ""), f"{path}.part"),
            "labels": labels,
            "allowed": _check_rules(given.get("allowed", ()), known, f"{path}.allowed"),
            "may_cycle": clean_flag(given.get("may_cycle", False), f"{path}.may_cycle"),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> list[Mark]:
        """Return the relations in the order of the text."""
        text = text_of(config, parts, path)
        rules = [_read_rule(rule) for rule in config.get("allowed", ())]
        given = []
        for one, where in each_mark(value, path, RELATION_PARTS):
            relation = _clean_relation(one, where, config, text)
            _refuse_forbidden(relation, rules, where)
            given.append((relation, where))
        given.sort(key=lambda pair: _place(pair[0]))
        relations, paths = [relation for relation, _path in given], [where for _relation, where in given]
        refuse_twins(relations, paths)
        if not config.get("may_cycle"):
            _refuse_cycles(relations, paths)
        return relations

    def base(self, config: Config) -> str:
        """Return the name of the field with the spans."""
        return str(config["spans"])

    def check_base(self, value: Sequence[Mark], base: Any, path: str) -> None:
        """Refuse a relation of a span that is not, or no longer, among the spans."""
        known = {_end(span) for span in base or ()}
        for place, relation in enumerate(value):
            for side in ("from", "to"):
                if _end(relation[side]) not in known:
                    sentence = _("“%(text)s” is not among the spans of the item. Mark it first.")
                    where = f"{path}[{place}].{side}"
                    raise BadInput(sentence, path=where, text=shown(relation[side]["text"]))

    def scale(self, config: Config) -> Scale:
        return "nominal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("alpha_distance",)

    def values(self, config: Config) -> list[Any]:
        """Return nothing: the answers cannot be listed."""
        return []

    def titles(self, config: Config) -> dict[str, str]:
        """Return label id → title."""
        return titles_of(config)

    def show(self, value: Sequence[Mark], config: Config) -> str:
        """Return each relation with the words it relates."""
        titles = titles_of(config)
        return ", ".join(
            f"{shown(one['from']['text'])} → {shown(one['to']['text'])} ({titles.get(one['label'], one['label'])})"
            for one in value
        )

    def distance(self, one: Sequence[Mark], other: Sequence[Mark], config: Config) -> float:
        """Return 1 - F1 over relations that are exactly the same."""
        return 1.0 - self.score(one, other, config)

    def units(self, value: Sequence[Mark]) -> list[Mark]:
        """Return the relations."""
        return list(value)

    def merge(self, values: Sequence[Sequence[Mark]], weights: Sequence[float], config: Config) -> list[Mark]:
        """Return the relations that at least half of the weight gave; of a circle, those with most weight."""
        totals: dict[tuple[Any, ...], float] = defaultdict(float)
        found: dict[tuple[Any, ...], Mark] = {}
        for value, weight in zip(values, weights, strict=True):
            for relation in value:
                totals[_exactly(relation)] += weight
                found[_exactly(relation)] = relation
        half = sum(weights) / 2
        kept = sorted((key for key in totals if totals[key] >= half), key=lambda key: (-totals[key], key))
        chosen = [found[key] for key in kept]
        if not config.get("may_cycle"):
            chosen = _without_cycles(chosen)
        return sorted(chosen, key=_place)

    def compare(self, values: Sequence[Sequence[Mark]], config: Config) -> list[Aligned]:
        """Return the relations that all gave exactly so, and others of the same two places put together."""
        return marks(
            values,
            same=by_key(_exactly),
            near=by_key(_ends),
            order=_place,
            show=lambda relation: self.show([relation], config),
        )

    def summarise(self, values: Sequence[Sequence[Mark]], config: Config) -> dict[str, int]:
        """Return label id → how many relations have it."""
        return count_labels(values, config)

    def columns(self, value: Sequence[Mark]) -> dict[str, str]:
        """Return one line a relation: its label, the words it leads from and those it leads to."""
        lines = (f"{one['label']}\t{_end_text(one['from'])}\t{_end_text(one['to'])}" for one in value)
        return {"": "\n".join(lines)}

    def score(self, value: Sequence[Mark], gold: Sequence[Mark], config: Config) -> float:
        """Return F1 of relations that are exactly right."""
        ones, others = set(map(_exactly, value)), set(map(_exactly, gold))
        return 2 * len(ones & others) / (len(ones) + len(others)) if ones or others else 1.0


def _check_rules(rules: object, known: set[str], path: str) -> list[str]:
    checked = []
    for place, rule in enumerate(clean_list(rules, path, limit=MAX_RULES)):
        where = f"{path}[{place}]"
        text = clean_text(rule, where, limit=MAX_RULE)
        if not text.strip():
            continue
        if not RULE.fullmatch(text):
            raise BadInput(_("Write a rule as “relation: span -> span”, by ids; * is any."), path=where)
        label, one, other = _read_rule(text)
        if label not in known and label != ANY:
            raise BadInput(_("“%(value)s” is not a label of this field."), path=where, value=shown(label))
        checked.append(f"{label}: {one} -> {other}")
    return checked


def _read_rule(rule: str) -> tuple[str, str, str]:
    found = RULE.fullmatch(rule)
    return (found[1], found[2], found[3]) if found else (ANY, ANY, ANY)


def _clean_relation(given: Mapping[str, Any], path: str, config: Config, text: str) -> Mark:
    relation = {
        "from": _clean_end(given.get("from"), f"{path}.from", text),
        "to": _clean_end(given.get("to"), f"{path}.to", text),
        "label": clean_label(given, config, path),
    }
    if relation["from"] == relation["to"]:
        raise BadInput(_("A relation leads from one span to another, not to itself."), path=path)
    return relation


def _clean_end(end: object, path: str, text: str) -> Mark:
    given = clean_object(end, path, END_PARTS)
    first = clean_whole(given.get("start"), f"{path}.start", least=0, most=len(text))
    last = clean_whole(given.get("end"), f"{path}.end", least=0, most=len(text))
    if first >= last:
        raise BadInput(_("A span ends after it starts; its end is exclusive."), path=f"{path}.end")
    label = clean_text(given.get("label", ""), f"{path}.label", limit=200)
    return {"start": first, "end": last, "label": label, "text": text[first:last]}


def _refuse_forbidden(relation: Mark, rules: Sequence[tuple[str, str, str]], path: str) -> None:
    given = (relation["label"], relation["from"]["label"], relation["to"]["label"])
    if rules and not any(_allows(rule, given) for rule in rules):
        sentence = _("“%(label)s” does not lead from “%(one)s” to “%(other)s” in this schema.")
        raise BadInput(sentence, path=path, label=shown(given[0]), one=shown(given[1]), other=shown(given[2]))


def _allows(rule: tuple[str, str, str], given: tuple[str, str, str]) -> bool:
    return all(wanted in (ANY, each) for wanted, each in zip(rule, given, strict=True))


def _refuse_cycles(relations: Sequence[Mark], paths: Sequence[str]) -> None:
    edges: dict[str, Edges] = defaultdict(lambda: defaultdict(set))
    for relation, path in zip(relations, paths, strict=True):
        if _closes(edges[relation["label"]], relation):
            sentence = _("This relation closes a circle: it leads back to where others of its label began.")
            raise BadInput(sentence, path=path)


def _without_cycles(relations: Iterable[Mark]) -> list[Mark]:
    edges: dict[str, Edges] = defaultdict(lambda: defaultdict(set))
    return [relation for relation in relations if not _closes(edges[relation["label"]], relation)]


def _closes(edges: Edges, relation: Mark) -> bool:
    """Say whether the relation would close a circle; one that does not is added to the edges."""
    start, end = _end(relation["from"]), _end(relation["to"])
    seen, waiting = {end}, [end]
    while waiting:
        for following in edges[waiting.pop()] - seen:
            seen.add(following)
            waiting.append(following)
    if start in seen:
        return True
    edges[start].add(end)
    return False


def _end(end: Mark) -> tuple[int, int, str]:
    return end["start"], end["end"], end["label"]


def _ends(relation: Mark) -> frozenset[tuple[int, int]]:
    """Return the two places in the text, whichever way the relation leads and whatever their labels."""
    return frozenset((end["start"], end["end"]) for end in (relation["from"], relation["to"]))


def _exactly(relation: Mark) -> tuple[Any, ...]:
    return relation["label"], _end(relation["from"]), _end(relation["to"])


def _place(relation: Mark) -> tuple[Any, ...]:
    return _end(relation["from"]), _end(relation["to"]), relation["label"]


def _end_text(end: Mark) -> str:
    return f"{end['text']} ({end['start']}-{end['end']})"
