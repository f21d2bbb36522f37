"""CoNLL in and out: the places of spans are those of the text, whatever it is written with."""

import unicodedata

import pytest

from sourcing.domain.formats.conll import read_conll, write_conll

FAMILY = "👨\u200d👩\u200d👧"
NFD = unicodedata.normalize("NFD", "김민수는 서울에서")
TEXTS = [
    "Kim lives in New York .",
    f"한국😀어 {FAMILY} 김민수는 서울에서 일한다.",
    f"{NFD} 일한다",
    "two\nlines  and   spaces ",
    "x \u00a0hard\u00a0space\u3000wide\u2028end",
]


def read(text: str, joined_by: str = " "):
    return list(
        read_conll(text.splitlines(keepends=True) if "\r" in text else _lines(text), joined_by=joined_by)
    )


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.split("\n")]


def span(text: str, words: str, label: str = "PS"):
    start = text.index(words)
    return {"start": start, "end": start + len(words), "label": label, "text": words}


def test_words_with_tags_are_spans_of_the_words_joined_by_a_space():
    (one, other) = read("Kim\tB-PS\nlives\tO\nin\tO\nNew\tB-LC\nYork\tI-LC\n\n#tag\tO\nok\tO\n")
    assert one.text == "Kim lives in New York"
    assert one.spans == [span(one.text, "Kim"), span(one.text, "New York", "LC")]
    assert (other.text, other.spans, other.line) == ("#tag ok", [], 7)


@pytest.mark.parametrize(
    "tags",
    [
        ("B-x", "I-x", "B-x", "O"),
        ("B-x", "E-x", "S-x", "O"),
        ("B-x", "L-x", "U-x", "O"),
        ("I-x", "I-x", "B-x", "O"),
    ],
)
def test_every_scheme_of_tags_says_the_same(tags):
    (sentence,) = read("".join(f"t{n}\t{tag}\n" for n, tag in enumerate(tags)))
    assert [(one["start"], one["end"]) for one in sentence.spans] == [(0, 5), (6, 8)]


def test_a_character_a_line_is_joined_by_nothing_and_named_after_its_comment():
    (sentence,) = read(
        "## columns: CHAR\tTAG\n\n## ner-1\t<경찰:OG>은 또\n경\tB-OG\n찰\tI-OG\n은\tO\n \tO\n또\tO\n", ""
    )
    assert (sentence.id, sentence.text) == ("ner-1", "경찰은 또")
    assert sentence.spans == [span("경찰은 또", "경찰", "OG")]


@pytest.mark.parametrize("scheme", ["bio", "bioes"])
@pytest.mark.parametrize("text", TEXTS)
def test_a41_c20_what_is_written_is_read_back_with_equal_text_and_offsets(text, scheme):
    words = [word for word in text.split(" ") if word.strip()]
    spans = [span(text, words[0][:1], "a-b"), span(text, words[-1], "OG")]
    (back,) = read(write_conll("item 1", text, spans, scheme=scheme))
    assert (back.id, back.text, back.spans, back.wrong) == ("item 1", text, spans, None)


def test_spans_that_overlap_are_counted_where_they_are_left_out():
    text = "the University of Seoul"
    inner, outer = span(text, "Seoul", "LC"), span(text, "University of Seoul", "OG")
    written = write_conll("1", text, [inner, outer])
    assert "# left_out = 1\n" in written
    assert read(written)[0].spans == [outer]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("Kim\nlives\tO\n", "no_tag"),
        ("Kim\tPERSON\n", "not_a_tag"),
        ("Kim\tB-\n", "not_a_tag"),
        ("# text = Kim lives\nLee\tB-PS\n", "token_astray"),
        ("# text_json = {\nLee\tB-PS\n", "text_json"),
        ('# text_json = "a\\ud800"\na\tO\n', "not_storable"),
        ("a\0b\tO\n", "not_storable"),
    ],
)
def test_a_sentence_that_is_wrong_says_why_and_the_next_is_read(lines, code):
    one, other = read(f"{lines}\nfine\tO\n")
    assert one.wrong is not None
    assert one.wrong.code == code
    assert str(one.wrong)
    assert (other.wrong, other.text) == (None, "fine")
