import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.checks import Incomplete
from guidelines.domain.kinds import KINDS
from tests.guidelines.domain.kinds.laws import NONSENSE, hold, refused

TURNS = KINDS["turns"]
SAID = [{"speaker": speaker, "text": "…"} for speaker in ("me", "bot", "me", "bot")]
PARTS = {"text": "Before it.", "talk": {"type": "turns", "turns": SAID}}


def config(**more):
    return TURNS.check({"labels": [{"id": "ask"}, {"id": "tell"}], **more}, "config")


def turn(place, label="ask"):
    return {"turn": place, "label": label}


def clean(value, parts=PARTS, **more):
    return TURNS.clean(value, config(**more), parts, "answer")


every = st.lists(st.sampled_from(["ask", "tell"]), min_size=4, max_size=4).map(
    lambda labels: [turn(place, label) for place, label in enumerate(labels)]
)


@given(st.lists(every, min_size=1, max_size=5))
def test_the_laws_of_the_contract_hold(values):
    hold(TURNS, config(), values, PARTS)


some = st.dictionaries(st.integers(0, 3), st.sampled_from(["ask", "tell"]), min_size=1).map(
    lambda labels: [turn(place, label) for place, label in labels.items()]
)


@given(st.lists(some, min_size=1, max_size=5))
def test_the_laws_of_the_contract_hold_where_turns_may_go_without(values):
    asked = config(is_every_turn=False)
    cleaned = [TURNS.clean(value, asked, PARTS, "answer") for value in values]
    assert [TURNS.clean(value, asked, PARTS, "answer") for value in cleaned] == cleaned
    merged = TURNS.merge(cleaned, [1.0] * len(cleaned), asked)
    assert TURNS.clean(merged, asked, PARTS, "answer") == merged
    assert all(TURNS.distance(value, value, asked) == 0 for value in cleaned)


def test_turns_stand_in_their_order_and_a_dialogue_half_way_waits_in_a_draft():
    with pytest.raises(Incomplete) as unfinished:
        clean([turn(3), turn(0)])
    assert unfinished.value.so_far == [turn(0), turn(3)]
    assert str(unfinished.value) == "Label all 4 turns; 2 are labelled."
    assert clean([turn(3), turn(0)], is_every_turn=False) == [turn(0), turn(3)]


def test_only_the_turns_of_one_speaker_are_asked_about():
    assert clean([turn(1), turn(3)], speaker="bot") == [turn(1), turn(3)]
    assert refused(lambda: clean([turn(0)], speaker="bot")) == "answer[0].turn"


@pytest.mark.parametrize(
    "value",
    [
        *NONSENSE,
        "x",
        [turn(4)],
        [turn(-1)],
        [turn(1.5)],
        [turn(True)],
        [turn(0, "shout")],
        [turn(0), turn(0)],
        [{"turn": 0}],
    ],
)
def test_clean_refuses_what_labels_no_turn(value):
    assert refused(clean, value).startswith("answer")


def test_an_item_without_a_dialogue_says_what_it_has():
    assert refused(lambda: clean([], parts={"text": "x"})) == "answer"
    assert refused(lambda: clean([], part="chat")) == "answer"


def test_distance_is_the_share_of_turns_that_differ():
    one = [turn(0), turn(1, "tell")]
    assert TURNS.distance(one, [turn(0), turn(1)], config()) == 0.5
    assert TURNS.distance(one, [turn(0)], config()) == 0.5
    assert TURNS.distance([], [], config()) == 0


def test_merge_takes_for_each_turn_the_heavier_label():
    values = [[turn(0), turn(1)], [turn(0, "tell"), turn(1)], [turn(0, "tell")]]
    assert TURNS.merge(values, [1, 1, 1], config()) == [turn(0, "tell"), turn(1)]


def test_answers_are_told_by_turn():
    answer = [turn(0), turn(1, "tell")]
    assert TURNS.show(answer, config()) == "1: ask, 2: tell"
    assert TURNS.columns(answer) == {"": "0: ask | 1: tell"}
    assert TURNS.units(answer) == [(0, "ask"), (1, "tell")]
    assert TURNS.summarise([answer], config()) == {"ask": 1, "tell": 1}
