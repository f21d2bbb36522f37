import pytest

from dmops_platform.errors import BadInput
from sourcing.domain.cleaning import InMemory, Text, clean_texts, left_over
from sourcing.domain.funnel import Layer, count, funnel
from sourcing.domain.steps import STEPS, clean_steps, masks, new_step
from sourcing.domain.steps.base import Outcome


def clean(texts, *steps, memory=None):
    """Return what the steps do to these texts: touches and what is kept."""
    memories = {} if memory is None else memory
    rows = [
        Text(number, {"text": text} if isinstance(text, str) else text, {})
        for number, text in enumerate(texts, start=1)
    ]
    written = clean_steps([{"step": step} if isinstance(step, str) else step for step in steps])
    return clean_texts(rows, written, lambda position: memories.setdefault(position, InMemory()))


def said(cleaned) -> list[str]:
    return [text.parts["text"] for text in cleaned.kept]


def step(name, **params):
    return {"step": name, "params": params}


def test_repair_unicode_mends_encodings_and_leaves_what_was_typed():
    mojibake, typed = "ìˆ˜ì—… ë„ˆë¬´ ìž¬ë¯¸", "“Ｇｏｏｄ” &amp; ﬁne…"
    cleaned = clean([mojibake, typed], "repair_unicode")
    assert said(cleaned) == ["수업 너무 재미", typed]
    assert [(touch.item, touch.outcome) for touch in cleaned.touches] == [(1, Outcome.CHANGED)]


def test_repair_unicode_composes_hangul_unless_told_not_to():
    apart = "한글"
    assert said(clean([apart], "repair_unicode")) == ["한글"]
    assert said(clean([apart], step("repair_unicode", compose=False))) == [apart]


def test_length_drops_the_short_and_the_long_and_says_how_long():
    cleaned = clean([" a ", "abc", "abcdef"], step("length", least=2, most=5))
    assert said(cleaned) == ["abc"]
    assert [touch.reason % touch.details for touch in cleaned.touches] == [
        "The text has 1 characters, fewer than 2.",
        "The text has 6 characters, more than 5.",
    ]


def test_exact_duplicates_keeps_the_first_and_remembers_it():
    memory = {}
    first = clean(["좋다", "좋다 ", "Good", "good"], "exact_duplicates", memory=memory)
    assert said(first) == ["좋다", "Good", "good"]
    again = clean_texts(
        [Text(9, {"text": "Good"}, {})], [new_step("exact_duplicates")], lambda position: memory[position]
    )
    assert again.kept == []
    assert again.touches[0].details == {"first": 3}


def test_exact_duplicates_ignores_capitals_and_marks_on_request():
    cleaned = clean(["So good!", "so good"], step("exact_duplicates", ignore_case=True, ignore_marks=True))
    assert said(cleaned) == ["So good!"]


def test_mask_personal_data_masks_texts_and_data_with_the_same_surrogate():
    rows = [Text(1, {"text": "010-1234-5678"}, {"phone": "010-1234-5678", "site": "north"})]
    cleaned = clean_texts(rows, [new_step("mask_personal_data")], lambda position: InMemory())
    assert cleaned.kept == [Text(1, {"text": "[PHONE_1]"}, {"phone": "[PHONE_1]", "site": "north"})]
    [touch] = cleaned.touches
    assert touch.masked == [{"surrogate": "[PHONE_1]", "kind": "phone", "value": "010-1234-5678"}]
    assert "010" not in str(touch.details)
    assert left_over(cleaned.kept[0]) == 0
    assert left_over(rows[0]) == 2


def test_steps_go_in_their_order_and_a_dropped_item_goes_no_further():
    cleaned = clean(["a@example.org", "x"], step("length", least=2), "mask_personal_data", "exact_duplicates")
    assert [(touch.item, touch.position, touch.outcome) for touch in cleaned.touches] == [
        (2, 1, Outcome.DROPPED),
        (1, 2, Outcome.CHANGED),
    ]


def test_nothing_is_left_to_do_when_everything_is_dropped():
    assert clean(["x"], step("length", least=5), "mask_personal_data").kept == []
    assert clean([], "length").touches == []


def test_featureless_drops_what_says_nothing():
    texts = [
        "ㅋㅋㅋㅋ",
        "ㅠㅠ!!",
        "https://example.org",
        "😀😀",
        "12345",
        "아아아아아",
        "ㅋㅋ 재밌다",
        "ok",
        "Bravo!",
    ]
    cleaned = clean(texts, "featureless")
    assert said(cleaned) == ["ㅋㅋ 재밌다", "ok", "Bravo!"]
    assert (
        cleaned.touches[-1].reason % cleaned.touches[-1].details == "The text repeats one sign: 100 % of it."
    )


def test_script_keeps_texts_in_the_scripts_wanted():
    texts = ["정말 good 영화", "A good film", "映画でした", "12:30", "한글"]
    assert said(clean(texts, step("script", least=0.6))) == ["12:30", "한글"]
    assert said(clean(texts, step("script", least=0.4))) == ["정말 good 영화", "12:30", "한글"]
    assert said(clean(texts, step("script", scripts=["hangul", "latin"]))) == [
        "정말 good 영화",
        "A good film",
        "12:30",
        "한글",
    ]


def test_word_list_finds_words_with_endings_and_signs_between():
    words = step("word_list", words="바보\ndamn")
    texts = ["이런 바보야", "바.보", "DAMN it", "d-a-m-n", "damnation", "바다 보기", "좋다"]
    cleaned = clean(texts, words)
    assert said(cleaned) == ["damnation", "바다 보기", "좋다"]
    assert all("바보" not in str(touch.details) for touch in cleaned.touches)
    assert said(clean(texts, step("word_list", words=["바보"], spread=False))) == texts[1:]


def test_word_list_without_words_drops_nothing():
    assert said(clean(["바보"], "word_list")) == ["바보"]


def test_word_list_takes_words_as_they_are_and_is_quick():
    assert said(clean(["a.b", "axb"], step("word_list", words=["a.b"], spread=False))) == ["axb"]
    clean(["바 " * 50_000, "ㅅ" * 50_000], step("word_list", words=["바보바보바보", "ㅅㅅㅅㅅㅅㅅㅂ"]))


def test_parallel_drops_pairs_that_are_no_translations():
    pairs = [
        ("The sea.", "바다."),
        ("Same", "same "),
        ("", "하나"),
        ("a", "가나다라마바사"),
        ("Yes, it is.", "네, 맞아요"),
    ]
    cleaned = clean([{"en": one, "ko": other} for one, other in pairs], step("parallel", most_ratio=6))
    assert [text.item for text in cleaned.kept] == [1, 5]
    assert said(clean(["one text"], "parallel")) == ["one text"]


def test_items_without_a_text_pass_by_but_their_data_is_masked():
    rows = [
        Text(1, {}, {"phone": "010-1234-5678"}),
        Text(2, {"text": "x"}, {}),
        Text(3, {}, {}),
        Text(4, {"text": "long enough"}, {}),
    ]
    steps = clean_steps([step("length", least=3), step("exact_duplicates"), step("mask_personal_data")])
    cleaned = clean_texts(rows, steps, lambda position: InMemory())
    assert [text.item for text in cleaned.kept] == [1, 3, 4]
    assert cleaned.kept[0].data == {"phone": "[PHONE_1]"}


def test_funnel_adds_up():
    steps = clean_steps([step("length", least=2), step("repair_unicode")])
    counts = count(count({}, clean(["x", "abc"], *steps).touches), clean(["ìˆ˜ì—…"], *steps).touches)
    assert funnel(steps, counts, 3) == [
        Layer(1, "length", 3, 2, 0, 1),
        Layer(2, "repair_unicode", 2, 1, 1, 0),
    ]


@pytest.mark.parametrize("name", list(STEPS))
def test_every_step_is_complete_with_nothing_told(name):
    made = new_step(name)
    assert clean_steps([made]) == [made]
    assert STEPS[name].title
    assert STEPS[name].help


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        ([7], "steps[0].step"),
        ([{"step": "wash"}], "steps[0].step"),
        ([{"step": ["length"]}], "steps[0].step"),
        ([{"step": "length", "params": [1]}], "steps[0].params"),
        ([{"step": "length", "params": {"least": "x"}}], "steps[0].params.least"),
        ([{"step": "length", "params": {"least": True}}], "steps[0].params.least"),
        ([{"step": "length", "params": {"least": -1}}], "steps[0].params.least"),
        ([{"step": "length", "params": {"lest": 1}}], "steps[0].params.lest"),
        ([{"step": "mask_personal_data", "params": {"kinds": []}}], "steps[0].params.kinds"),
        ([{"step": "mask_personal_data", "params": {"kinds": ["shoe"]}}], "steps[0].params.kinds"),
        ([{"step": "mask_personal_data", "params": {"kinds": "phone"}}], "steps[0].params.kinds"),
        ([{"step": "repair_unicode", "params": {"compose": 1}}], "steps[0].params.compose"),
        ([{"step": "length"}] * 31, "steps"),
    ],
)
def test_clean_steps_names_what_is_wrong(steps, path):
    with pytest.raises(BadInput) as refusal:
        clean_steps(steps)
    assert refusal.value.path == path


def test_a_recipe_masks_only_when_it_looks_for_every_kind():
    assert masks([new_step("mask_personal_data")])
    assert not masks(clean_steps([step("mask_personal_data", kinds=["email"])]))
    assert not masks([new_step("length")])
