"""Templates in which people write: summaries, translations, answers."""

from typing import Any

from guidelines.domain.templates.words import Pair, field, label

TEMPLATES: tuple[dict[str, Any], ...] = (
    {
        "id": "summarisation",
        "title": Pair("Summary", "요약"),
        "help": Pair("A text in at most a third of its length.", "글을 3분의 1 이하로 줄입니다."),
        "needs": Pair("A text, its part called “text”.", "텍스트(부분 이름: text)."),
        "fields": (
            field(
                "summary",
                "text",
                Pair("Summarise it", "요약하세요"),
                {
                    "source": "text",
                    "policy": Pair(
                        "Say only what the text says, in your own words.",
                        "글에 있는 내용만 자신의 말로 쓰세요.",
                    ),
                    "most_percent": 33,
                },
            ),
        ),
    },
    {
        "id": "translation",
        "title": Pair("Translation and post-editing", "번역과 포스트에디팅"),
        "help": Pair("A machine translation is put right.", "기계 번역을 바로잡습니다."),
        "needs": Pair(
            "Two texts: “source” and “draft”, the machine translation.",
            "텍스트 두 개: source(원문)와 draft(기계 번역).",
        ),
        "fields": (
            field(
                "translation",
                "text",
                Pair("Put the translation right", "번역을 바로잡으세요"),
                {
                    "source": "source",
                    "begin_with": "draft",
                    "policy": Pair(
                        "Change only what is wrong. Keep names and numbers.",
                        "틀린 곳만 고치세요. 이름과 숫자는 그대로 둡니다.",
                    ),
                },
            ),
            field(
                "errors",
                "choices",
                Pair("What was wrong with it?", "무엇이 틀렸나요?"),
                {
                    "labels": [
                        label("meaning", "Meaning", "의미 오류"),
                        label("omission", "Something left out", "누락"),
                        label("addition", "Something added", "첨가"),
                        label("grammar", "Grammar", "문법"),
                        label("style", "Style", "문체"),
                    ],
                    "least": 0,
                },
                required=False,
            ),
        ),
    },
    {
        "id": "qa",
        "title": Pair("Question answering", "질의응답"),
        "help": Pair(
            "Whether a text answers a question, where, and how.",
            "글이 질문에 답하는지, 어디에 어떻게 답하는지 적습니다.",
        ),
        "needs": Pair("Two texts: “question” and “text”.", "텍스트 두 개: question과 text."),
        "fields": (
            field(
                "answerable",
                "choice",
                Pair("Does the text answer the question?", "글이 질문에 답하나요?"),
                {"labels": [label("yes", "Yes", "예"), label("no", "No", "아니요")]},
            ),
            field(
                "evidence",
                "spans",
                Pair("Where does it say so?", "어디에 나오나요?"),
                {"part": "text", "labels": [label("answer", "Answer", "답")]},
                visible_when={"field": "answerable", "one_of": ["yes"]},
            ),
            field(
                "answer",
                "text",
                Pair("The answer in a short sentence", "짧은 문장으로 쓴 답"),
                {"is_one_line": True},
                visible_when={"field": "answerable", "one_of": ["yes"]},
            ),
        ),
    },
    {
        "id": "dialogue",
        "title": Pair("Dialogue acts", "대화 화행"),
        "help": Pair(
            "What each turn of a conversation does.", "대화의 차례마다 무엇을 하는 말인지 고릅니다."
        ),
        "needs": Pair("A dialogue in turns.", "차례로 나뉜 대화."),
        "fields": (
            field(
                "acts",
                "turns",
                Pair("What does each turn do?", "각 차례는 어떤 말인가요?"),
                {
                    "labels": [
                        label("question", "Asks", "질문"),
                        label("inform", "Tells", "정보 제공"),
                        label("request", "Requests", "요청"),
                        label("promise", "Promises", "약속"),
                        label("thanks", "Thanks or greets", "인사·감사"),
                        label("other", "Something else", "기타"),
                    ]
                },
            ),
            field(
                "resolved",
                "choice",
                Pair("Is the matter settled at the end?", "끝에 문제가 해결되었나요?"),
                {
                    "labels": [
                        label("yes", "Yes", "예"),
                        label("partly", "Partly", "일부"),
                        label("no", "No", "아니요"),
                    ]
                },
            ),
        ),
    },
)
