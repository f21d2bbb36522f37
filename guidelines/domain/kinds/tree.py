"""The field kind `tree`: one label out of a hierarchy."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_flag, clean_list, clean_object, clean_text, shown
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, in_rows
from guidelines.domain.kinds.labels import MAX_LABELS, PerConfig

MOST_LEVELS = 20
INDENT = "  "
CONFIG_PARTS = frozenset({"tree", "is_leaf_only"})


@dataclass(frozen=True, slots=True)
class Node:
    """One label of the tree; `path` are the ids from the top down to it, `titles` what people read."""

    id: str
    path: tuple[str, ...]
    titles: tuple[str, ...]
    is_leaf: bool


class Tree:
    """One label of a hierarchy, written as lines `id | title`, each level indented by two spaces more."""

    name = "tree"
    title = _("Label of a hierarchy")
    help = _("One label that stands under others: product categories, subjects, kinds of law case.")
    settings: tuple[Setting, ...] = (
        Setting(
            "tree",
            "lines",
            _("Labels"),
            _("One a line: id | title. Two spaces before it put it under the line above."),
        ),
        Setting("is_leaf_only", "flag", _("Only labels without others under them answer")),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"tree": ["id | title", "  id | title", …], "is_leaf_only"}."""
        given = clean_object(config, path, CONFIG_PARTS)
        return {
            "tree": _check_lines(given.get("tree", ()), f"{path}.tree"),
            "is_leaf_only": clean_flag(given.get("is_leaf_only", True), f"{path}.is_leaf_only"),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> str:
        """Return the label id."""
        node = nodes(config).get(value) if isinstance(value, str) else None
        if node is None:
            raise BadInput(_("“%(value)s” is not a label of this field."), path=path, value=shown(value))
        if config["is_leaf_only"] and not node.is_leaf:
            raise BadInput(_("Choose one of the labels under “%(value)s”."), path=path, value=node.titles[-1])
        return node.id

    def scale(self, config: Config) -> Scale:
        return "nominal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("alpha_distance", "alpha_nominal")

    def values(self, config: Config) -> list[Any]:
        """Return the ids of the labels that answer."""
        is_open = not config["is_leaf_only"]
        return [node.id for node in nodes(config).values() if node.is_leaf or is_open]

    def titles(self, config: Config) -> dict[Any, str]:
        """Return label id → title with those above it, for the labels that answer."""
        known = nodes(config)
        return {value: " › ".join(known[value].titles) for value in self.values(config)}

    def show(self, value: str, config: Config) -> str:
        """Return the title of the label with those above it."""
        node = nodes(config).get(value)
        return " › ".join(node.titles) if node else value

    def distance(self, one: str, other: str, config: Config) -> float:
        """Return one minus the likeness of Wu and Palmer (1994): how deep the two still go together.

        >>> round(Tree().distance("cat", "dog", {"tree": ["animal", "  cat", "  dog"]}), 2)
        0.5
        """
        first, second = nodes(config)[one].path, nodes(config)[other].path
        common = sum(1 for _pair in _while_equal(first, second))
        return 1.0 - 2 * common / (len(first) + len(second))

    def units(self, value: str) -> list[Any]:
        """Return the one label."""
        return [value]

    def merge(self, values: Sequence[str], weights: Sequence[float], config: Config) -> str:
        """Return the given label that is nearest to all others, of equals the first of the field."""
        totals: dict[str, float] = {}
        for value, weight in zip(values, weights, strict=True):
            totals[value] = totals.get(value, 0.0) + weight
        places = {value: place for place, value in enumerate(nodes(config))}
        ordered = sorted(totals, key=lambda value: places[value])

        def strangeness(value: str) -> tuple[float, float]:
            apart = sum(totals[other] * self.distance(value, other, config) for other in ordered)
            return round(apart, 9), -totals[value]

        return min(ordered, key=strangeness)

    def compare(self, values: Sequence[str], config: Config) -> list[Aligned]:
        """Return a place for each level, from the top down to the answers."""
        known = nodes(config)
        titles = {
            label: title
            for node in known.values()
            for label, title in zip(node.path, node.titles, strict=True)
        }
        return in_rows([known[value].path for value in values], lambda label: titles[label])

    def summarise(self, values: Sequence[str], config: Config) -> dict[str, int]:
        """Return label id → how often."""
        counts = Counter(values)
        return {value: counts[value] for value in self.values(config)}

    def columns(self, value: str) -> dict[str, str]:
        """Return the label id as the one cell."""
        return {"": value}

    def score(self, value: str, gold: str, config: Config) -> float:
        """Return one minus the distance: part marks for the right branch."""
        return 1.0 - self.distance(value, gold, config)


def read_tree(lines: Sequence[str]) -> dict[str, Node]:
    """Return label id → node of canonical lines, in their order."""
    found: dict[str, Node] = {}
    above: list[tuple[str, str]] = []
    depths = [_depth(line) for line in lines]
    for place, line in enumerate(lines):
        label, title = _label(line)
        above = [*above[: depths[place]], (label, title)]
        is_leaf = place + 1 == len(lines) or depths[place + 1] <= depths[place]
        found[label] = Node(
            label, tuple(one for one, _title in above), tuple(title for _one, title in above), is_leaf
        )
    return found


class Nodes(PerConfig[dict[str, Node]]):
    """The nodes of a configuration, worked out once for each configuration object."""

    def work_out(self, config: Config) -> dict[str, Node]:
        return read_tree(config["tree"])


nodes = Nodes()


def _while_equal(first: Sequence[str], second: Sequence[str]) -> list[str]:
    common = []
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        common.append(one)
    return common


def _depth(line: str) -> int:
    return (len(line) - len(line.lstrip(" "))) // len(INDENT)


def _label(line: str) -> tuple[str, str]:
    label, _bar, title = line.strip().partition(" | ")
    return label, title or label


def _check_lines(lines: object, path: str) -> list[str]:
    given = clean_list(lines, path, limit=MAX_LABELS)
    kept = [(place, line) for place, line in enumerate(given) if not isinstance(line, str) or line.strip()]
    if not kept:
        raise BadInput(_("Give at least one label."), path=path)
    checked: list[str] = []
    seen: set[str] = set()
    deepest = -1
    for place, line in kept:
        depth, label, title = _check_line(line, deepest, f"{path}[{place}]")
        if label in seen:
            raise BadInput(_("“%(value)s” is used twice."), path=f"{path}[{place}]", value=shown(label))
        seen.add(label)
        deepest = depth
        checked.append(f"{INDENT * depth}{label}" + (f" | {title}" if title != label else ""))
    return checked


def _check_line(line: object, deepest: int, path: str) -> tuple[int, str, str]:
    """Return depth, id and title of a line; refuse one that stands deeper than under the line before."""
    text = clean_text(line, path, limit=1_000).expandtabs(len(INDENT)).rstrip()
    depth = (len(text) - len(text.lstrip())) // len(INDENT)
    label, _bar, title = (piece.strip() for piece in text.partition("|"))
    if not label:
        raise BadInput(_("A line is id | title."), path=path)
    clean_text(label, path, limit=200)
    if depth > deepest + 1:
        raise BadInput(
            _("This stands two levels under the line above; put the level between first."), path=path
        )
    if depth >= MOST_LEVELS:
        raise BadInput(_("A tree has at most %(most)s levels."), path=path, most=MOST_LEVELS)
    return depth, label, " ".join(title.split()) or label
