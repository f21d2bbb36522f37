"""MACE and GLAD by the crowd-kit package, where somebody installed it; nothing else needs it."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np

from dmops_platform.errors import RuleBroken, _
from verification.domain.consensus import Consensus, consensus_of_shares
from verification.domain.ratings import CodedRatings, Floats

SEED = 0


def mace(ratings: CodedRatings) -> tuple[Consensus, Floats]:
    """Return the consensus and each person's competence: how likely they are to answer rather than to guess.

    Source: Hovy, Berg-Kirkpatrick, Vaswani and Hovy (2013), Learning Whom to Trust with MACE.
    """
    model = _aggregation().MACE(random_state=SEED)
    told = _told(ratings, model.fit_predict_proba(_frame(ratings)))
    guesses, answers = model.spamming_.T
    return told, answers / (guesses + answers)


def glad(ratings: CodedRatings) -> tuple[Consensus, Floats]:
    """Return the consensus and each person's ability; 0 is guessing, below 0 is worse than that.

    Source: Whitehill, Wu, Bergsma, Movellan and Ruvolo (2009), Whose Vote Should Count More.
    """
    model = _aggregation().GLAD()
    told = _told(ratings, model.fit_predict_proba(_frame(ratings)))
    return told, _in_order(model.alphas_.to_dict(), len(ratings.annotators))


def _aggregation() -> Any:
    try:
        return import_module("crowdkit.aggregation")
    except ModuleNotFoundError as error:
        raise RuleBroken(
            _(
                "MACE and GLAD need the package crowd-kit, which is not installed here. Install it beside the"
                " platform, or choose dawid_skene."
            ),
            code="not_installed",
        ) from error


def _frame(ratings: CodedRatings) -> Any:
    """Return the ratings as crowd-kit wants them; codes stand for names, so that nothing is renamed."""
    pandas = import_module("pandas")
    columns = {"task": ratings.item, "worker": ratings.annotator, "label": ratings.label}
    return pandas.DataFrame(columns)


def _told(ratings: CodedRatings, probabilities: Any) -> Consensus:
    table = probabilities.reindex(range(len(ratings.items))).to_numpy()
    item, column = np.nonzero(table > 0)
    labels = probabilities.columns.to_numpy(dtype=np.int64)[column]
    order = np.lexsort((labels, item))
    return consensus_of_shares(ratings, item[order], labels[order], table[item, column][order])


def _in_order(skills: Mapping[int, float], people: int) -> Floats:
    return np.array([skills[person] for person in range(people)])
