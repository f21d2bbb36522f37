"""CoNLL: a token a line with its tag in the last column, an empty line after each sentence.

Read are IOB1, BIO (IOB2), BIOES and BILOU; what stands between token and tag is passed over. Comments before a sentence
may give its id (`# id = …`, `# sent_id = …`, or `## <id>` and a tab) and its text (`# text = …`, or `# text_json = "…"`
where it has line breaks): then places are those of that text. Else tokens are joined by one space, or by nothing where
a file has a character a line.
"""

import json
import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dmops_platform.errors import _
from sourcing.domain.formats.base import LabelsWrong, Mark, check_storable
from sourcing.domain.problems import shown

TAG = re.compile(r"O|[BIESLUM]-(?=\S)(.+)")
OPENS, CLOSES = frozenset("BSU"), frozenset("ESLU")
ID = re.compile(r"#\s*(?:sent_)?id\s*=\s*(.+)")
TEXT = re.compile(r"#\s?text = ?(.*)", re.DOTALL)
TEXT_JSON = re.compile(r"#\s?text_json = (.*)")
TABBED_ID = re.compile(r"##\s*([^\t:]+)\t")
WORD = re.compile(r"[^ \t\r\n]+")
MOST_TOKENS = 200_000
Token = tuple[int, str, str]


@dataclass(slots=True)
class Sentence:
    """One sentence of a file: where it starts, its id if it says one, its text with its spans, or what is wrong."""

    line: int
    id: str = ""
    text: str = ""
    spans: list[Mark] = field(default_factory=list)
    wrong: LabelsWrong | None = None


def read_conll(lines: Iterable[str], *, joined_by: str) -> Iterator[Sentence]:
    """Yield the sentences; lines are those of the file, their ends kept. One that is amiss says so in `wrong`."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")
        if text.strip(" \t") and not text.startswith("-DOCSTART-"):
            block.append((number, text))
            if len(block) > MOST_TOKENS:
                raise LabelsWrong(
                    _("A sentence has more than %(most)s lines. Sentences end with an empty line."),
                    code="sentence_too_long",
                    most=MOST_TOKENS,
                )
        elif block:
            yield from _sentences(block, joined_by)
            block = []
    if block:
        yield from _sentences(block, joined_by)


def _sentences(block: Sequence[tuple[int, str]], joined_by: str) -> Iterator[Sentence]:
    sentence, text = Sentence(block[0][0]), None
    tokens: list[Token] = []
    try:
        for number, line in block:
            if line.startswith("#") and (
                not TAG.fullmatch(_cells(line)[-1]) or ("\t" not in line and not tokens)
            ):
                sentence.id, text = _said(line, sentence.id, text)
                continue
            if not tokens:
                sentence.line = number
            tokens.append(_token(number, line))
        if not tokens:
            return
        sentence.text, places = _placed(tokens, text, joined_by)
        check_storable(sentence.id + sentence.text)
        sentence.spans = list(_spans(sentence.text, tokens, places))
    except LabelsWrong as wrong:
        sentence.wrong = wrong
    yield sentence


def _cells(line: str) -> list[str]:
    return line.split("\t") if "\t" in line else line.split(" ")


def _said(comment: str, given_id: str, text: str | None) -> tuple[str, str | None]:
    if found := TEXT_JSON.fullmatch(comment):
        try:
            said = json.loads(found[1])
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, str):
            raise LabelsWrong(_("What follows “text_json =” is no JSON text."), code="text_json")
        return given_id, said
    if found := TEXT.fullmatch(comment):
        return given_id, found[1]
    found = ID.fullmatch(comment) or TABBED_ID.match(comment)
    return (found[1].strip() if found else given_id), text


def _token(number: int, line: str) -> Token:
    cells = [cell for cell in _cells(line) if cell] if "\t" not in line else _cells(line)
    tag = cells[-1].strip()
    if len(cells) < 2 or not cells[0]:
        sentence = _("Line %(at)s has no tag: write the token, a tab, and its tag.")
        raise LabelsWrong(sentence, code="no_tag", at=number)
    if not TAG.fullmatch(tag):
        sentence = _("Line %(at)s: “%(tag)s” is no tag. Tags are O, or B-, I-, E-, S- and a label.")
        raise LabelsWrong(sentence, code="not_a_tag", at=number, tag=shown(tag))
    return number, cells[0], tag


def _placed(tokens: Sequence[Token], text: str | None, joined_by: str) -> tuple[str, list[int]]:
    """Return the text and where each token starts in it."""
    if text is None:
        places, at = [], 0
        for _number, token, _tag in tokens:
            places.append(at)
            at += len(token) + len(joined_by)
        return joined_by.join(token for _number, token, _tag in tokens), places
    places, at = [], 0
    for number, token, _tag in tokens:
        start = text.find(token, at)
        if start < 0 or text[at:start].strip():
            sentence = _("Line %(at)s: the token “%(token)s” does not follow in the text of the sentence.")
            raise LabelsWrong(sentence, code="token_astray", at=number, token=shown(token))
        places.append(start)
        at = start + len(token)
    return text, places


def _spans(text: str, tokens: Sequence[Token], places: Sequence[int]) -> Iterator[Mark]:
    start = end = 0
    label = ""
    for (_number, token, tag), place in zip(tokens, places, strict=True):
        prefix, _dash, named = tag.partition("-")
        if label and (prefix == "O" or prefix in OPENS or named != label):
            yield _span(text, start, end, label)
            label = ""
        if prefix == "O":
            continue
        if not label:
            start, label = place, named
        end = place + len(token)
        if prefix in CLOSES:
            yield _span(text, start, end, label)
            label = ""
    if label:
        yield _span(text, start, end, label)


def _span(text: str, start: int, end: int, label: str) -> Mark:
    return {"start": start, "end": end, "label": label, "text": text[start:end]}


def write_conll(name: str, text: str, spans: Iterable[Mark], *, scheme: str = "bio") -> str:
    """Return one item: its id, its text, its tokens with tags in BIO or BIOES.

    Tokens are what stands between spaces, cut at the edges of spans, so that every place can be read back. A column of
    tags holds one span at a place: of spans that overlap the longer stays, and a comment counts those left out.
    """
    kept, left_out = _one_at_a_place(spans)
    rows = [f"# id = {_one_line(name)}", _text_line(text)]
    if left_out:
        rows.append(f"# left_out = {left_out}")
    rows += [f"{text[start:end]}\t{tag}" for start, end, tag in _tagged(text, kept, scheme)]
    return "\n".join(rows) + "\n\n"


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n]+", " ", text)


def _text_line(text: str) -> str:
    if re.search(r"[\r\n]", text) or text != text.strip(" "):
        return f"# text_json = {json.dumps(text, ensure_ascii=False)}"
    return f"# text = {text}"


def _one_at_a_place(spans: Iterable[Mark]) -> tuple[list[Mark], int]:
    kept: list[Mark] = []
    left_out = 0
    starts: list[int] = []
    ends: dict[int, int] = {}
    whole = sorted(spans, key=lambda span: (span["start"] - span["end"], span["start"], span["label"]))
    for span in whole:
        after = bisect(starts, span["start"])
        is_behind = after == 0 or ends[starts[after - 1]] <= span["start"]
        is_before = after == len(starts) or span["end"] <= starts[after]
        if "parts" not in span and is_behind and is_before:
            kept.append(span)
            starts.insert(after, span["start"])
            ends[span["start"]] = span["end"]
        else:
            left_out += 1
    return sorted(kept, key=lambda span: int(span["start"])), left_out


def _tagged(text: str, spans: Sequence[Mark], scheme: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    for span in spans:
        yield from ((*place, "O") for place in _words(text, at, span["start"]))
        places = list(_words(text, span["start"], span["end"]))
        yield from (
            (*place, f"{_prefix(nth, len(places), scheme)}-{span['label']}")
            for nth, place in enumerate(places)
        )
        at = span["end"]
    yield from ((*place, "O") for place in _words(text, at, len(text)))


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (found.span() for found in WORD.finditer(text, start, end))


def _prefix(nth: int, count: int, scheme: str) -> str:
    if scheme == "bioes" and nth == count - 1:
        return "S" if count == 1 else "E"
    return "I" if nth else "B"
