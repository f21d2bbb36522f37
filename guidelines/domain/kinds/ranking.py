"""The field kind `ranking`: candidates put in order, the best first."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import Incomplete, clean_list, clean_object, shown
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, in_rows
from guidelines.domain.kinds.labels import check_labels, ranks, titles_of

MOST_CANDIDATES = 50
CONFIG_PARTS = frozenset({"labels"})


class Ranking:
    """All candidates in order. A candidate whose id names a part of the item is shown as that part."""

    name = "ranking"
    title = _("Ranking")
    help = _("Candidates in order, the best first: answers of models, headlines, reasons.")
    settings: tuple[Setting, ...] = (
        Setting(
            "labels", "labels", _("Candidates"), _("An id that is the name of an item part shows that part.")
        ),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"labels"} with missing keys filled in."""
        labels = check_labels(clean_object(config, path, CONFIG_PARTS).get("labels", ()), f"{path}.labels")
        if not 2 <= len(labels) <= MOST_CANDIDATES:
            sentence = _("Give two to %(most)s candidates.")
            raise BadInput(sentence, path=f"{path}.labels", most=MOST_CANDIDATES)
        return {"labels": labels}

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> list[str]:
        """Return the ids of all candidates, the best first."""
        places = ranks(config)
        given = clean_list(value, path, limit=MOST_CANDIDATES)
        for place, candidate in enumerate(given):
            if not isinstance(candidate, str) or candidate not in places:
                sentence = _("“%(value)s” is not a candidate of this field.")
                raise BadInput(sentence, path=f"{path}[{place}]", value=shown(candidate))
            if candidate in given[:place]:
                sentence = _("“%(value)s” is used twice.")
                raise BadInput(sentence, path=f"{path}[{place}]", value=shown(candidate))
        if len(given) < len(places):
            sentence = _("Rank all %(n)s candidates; %(given)s are ranked.")
            raise Incomplete(sentence, path=path, so_far=given, n=len(places), given=len(given))
        return given

    def scale(self, config: Config) -> Scale:
        return "ordinal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("kendall_tau", "alpha_distance")

    def values(self, config: Config) -> list[Any]:
        """Return nothing: any order may be an answer."""
        return []

    def titles(self, config: Config) -> dict[Any, str]:
        """Return candidate id → title."""
        return titles_of(config)

    def show(self, value: Sequence[str], config: Config) -> str:
        """Return the titles of the candidates in their order."""
        titles = self.titles(config)
        return " > ".join(titles.get(candidate, candidate) for candidate in value)

    def distance(self, one: Sequence[str], other: Sequence[str], config: Config) -> float:
        """Return Kendall's tau distance: the share of pairs that stand the other way round (Kendall 1938).

        >>> round(Ranking().distance(["a", "b", "c"], ["b", "a", "c"], {}), 4)
        0.3333
        """
        places = {candidate: place for place, candidate in enumerate(other)}
        pairs = list(combinations(one, 2))
        turned = sum(places[better] > places[worse] for better, worse in pairs)
        return turned / len(pairs) if pairs else 0.0

    def units(self, value: Sequence[str]) -> list[Any]:
        """Return the pairs, the better one first."""
        return list(combinations(value, 2))

    def merge(self, values: Sequence[Sequence[str]], weights: Sequence[float], config: Config) -> list[str]:
        """Return the order by weighted mean rank (Borda 1781); of equals the first of the field."""
        total: dict[str, float] = dict.fromkeys(ranks(config), 0.0)
        for value, weight in zip(values, weights, strict=True):
            for place, candidate in enumerate(value):
                total[candidate] += weight * place
        return sorted(total, key=lambda candidate: (round(total[candidate], 9), ranks(config)[candidate]))

    def compare(self, values: Sequence[Sequence[str]], config: Config) -> list[Aligned]:
        """Return a place for each rank."""
        titles = self.titles(config)
        return in_rows(values, lambda candidate: titles[candidate])

    def summarise(self, values: Sequence[Sequence[str]], config: Config) -> dict[str, int]:
        """Return candidate id → how often it was the best."""
        counts = Counter(value[0] for value in values)
        return {candidate: counts[candidate] for candidate in ranks(config)}

    def columns(self, value: Sequence[str]) -> dict[str, str]:
        """Return the ids of the candidates in their order, in one cell."""
        return {"": " > ".join(value)}

    def score(self, value: Sequence[str], gold: Sequence[str], config: Config) -> float:
        """Return the share of pairs that stand the right way round."""
        return 1.0 - self.distance(value, gold, config)
