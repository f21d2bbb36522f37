"""What scenes ask of items: a field of each kind with parts that suit it, and tables as published sets come."""

import json
from typing import Any


def one(kind: str, title: str, config: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": kind, "kind": kind, "title": title, "config": config, **more}


def ids(*names: str) -> list[dict[str, str]]:
    return [{"id": name, "title": name.title()} for name in names]


_TALK = [{"speaker": who, "text": f"{who} says {n}."} for n, who in enumerate(("Ann", "Bo", "Ann"))]
KINDS: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "choices": ([one("choices", "What about?", {"labels": ids("plot", "cast", "look"), "least": 0})], {}),
    "scale": ([one("scale", "How good?", {"low": "bad", "high": "good"})], {}),
    "slider": ([one("scale", "How good?", {"least": 0, "most": 100, "look": "slider"})], {}),
    "number": ([one("number", "How many films?", {"least": 0, "most": 99, "step": 1, "unit": "films"})], {}),
    "text": (
        [one("text", "Correct the draft", {"begin_with": "draft", "source": "text", "most_percent": 200})],
        {"draft": "An evening good spent."},
    ),
    "tree": ([one("tree", "Where?", {"tree": ["land", "  street", "  bridge", "water", "  harbour"]})], {}),
    "ranking": (
        [one("ranking", "Which is best?", {"labels": ids("first", "second", "third")})],
        {"first": "One.", "second": "Two.", "third": "Three."},
    ),
    "preference": (
        [one("preference", "Which is better?", {"a": "one", "b": "other", "is_shuffled": False})],
        {"one": "Short.", "other": "A longer answer."},
    ),
    "turns": (
        [one("turns", "What does each turn do?", {"labels": ids("ask", "tell")})],
        {"talk": {"type": "turns", "turns": _TALK}},
    ),
    "spans": ([one("spans", "Which words?", {"labels": ids("film", "praise")})], {}),
    "many": (
        [
            one("choice", "Feeling?", {"labels": ids("good", "bad")}, confidence=True, rationale="required"),
            one(
                "choices",
                "What was bad?",
                {"labels": ids("plot", "cast")},
                visible_when={"field": "choice", "one_of": ["bad"]},
            ),
            one("scale", "How sure is the writer?", {}),
        ],
        {},
    ),
    "filled": (
        [
            one("choice", "What is it?", {"labels": ids("review", "advert")}, filled_by="model"),
            one("spans", "Which words?", {"labels": ids("film", "praise")})
            | {"name": "words", "filled_by": "model"},
            one(
                "choices",
                "What does the review praise?",
                {"labels": ids("plot", "cast")},
                visible_when={"field": "choice", "one_of": ["review"]},
            ),
            one(
                "scale",
                "How good is the film?",
                {},
                filled_by="model_confirmed",
                is_suggestion_hidden=True,
            ),
        ],
        {},
    ),
}
#: what a model said of each item of a project
SAID: dict[str, dict[str, Any]] = {
    "filled": {"choice": "review", "words": [{"start": 0, "end": 3, "label": "film"}], "scale": 4}
}


FAMILY = "👨\u200d👩\u200d👧"
NFD = "\u1112\u1161\u11ab\u1100\u116e\u11a8"  # 한국, its letters apart
_TURNS = {"id": "d1", "talk": [{"speaker": "user", "text": f"{NFD} 😀?"}, {"speaker": "bot", "text": FAMILY}]}
_PAIR = {"id": "h1", "chosen": f"\n\nHuman: {FAMILY}?\n\nAssistant: Yes.", "rejected": f"\n\nHuman: {NFD}"}
#: sort of set → name of its file, content, the columns with texts, the field
TABLES: dict[str, tuple[str, str, list[str], dict[str, Any]]] = {
    "sentiment": (
        "ratings.tsv",
        f'id\tdocument\tlabel\n1\t{NFD} 최고 😀 "명작"\t1\n',
        ["document"],
        one("choice", "Feeling?", {"labels": ids("neg", "pos")}),
    ),
    "pairs": (
        "nli.jsonl",
        json.dumps({"id": "n1", "premise": f"{NFD} {FAMILY}", "hypothesis": "비가 온다"}, ensure_ascii=False),
        ["premise", "hypothesis"],
        one("choice", "Follows?", {"labels": ids("entailment", "neutral", "contradiction")}),
    ),
    "translation": (
        "news.tsv",
        f"id\tko\ten\n1\t{NFD} 날씨\tThe weather {FAMILY}.\n",
        ["ko", "en"],
        one("text", "Correct it", {"begin_with": "en", "source": "ko", "most_percent": None}),
    ),
    "preference": (
        "hh.jsonl",
        json.dumps(_PAIR, ensure_ascii=False),
        ["chosen", "rejected"],
        one("preference", "Better?", {"a": "chosen", "b": "rejected", "is_shuffled": False}),
    ),
    "dialogue": (
        "talk.jsonl",
        json.dumps(_TURNS, ensure_ascii=False),
        ["talk"],
        one("turns", "What does each turn do?", {"labels": ids("ask", "tell")}),
    ),
}


def feeling() -> dict[str, Any]:
    labels = [
        _label("pos", "Positive", "The writer liked it."),
        _label("neg", "Negative", "The writer did not like it."),
        _label("neu", "Neutral", "A fact."),
    ]
    return _field("feeling", "How does the writer feel?", labels)


def topic(number: int) -> dict[str, Any]:
    labels = [_label(f"t{n}", f"Topic {n}", "") for n in range(1, number + 1)]
    return _field("topic", "What is it about?", labels)


def _field(name: str, title: str, labels: list[Any]) -> dict[str, Any]:
    config = {"labels": labels, "is_ordered": False}
    return {"name": name, "kind": "choice", "title": title, "required": True, "config": config}


def _label(name: str, title: str, help_text: str) -> dict[str, Any]:
    return {"id": name, "title": title, "key": "", "help": help_text}
