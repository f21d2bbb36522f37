"""Translations to correct: a text that begins as a draft, its changes shown."""

from overview.domain.playground.play import Piece, Play, asked

#: language → source, draft of a machine, as one person corrected it, as another did ("" where nobody has yet)
ANSWERED = {
    "en": [
        (
            "문을 닫으면 불이 꺼집니다.",
            "If close the door, light is off.",
            "The light goes out when you close the door.",
            "",
        ),
        (
            "사과를 먹고 싶어요.",
            "I want to apologise eat.",
            "I want to eat an apple.",
            "I would like to eat an apple.",
        ),
        ("오늘은 일찍 잘게요.", "Today I will sleep early.", "I will go to bed early today.", ""),
        (
            "비가 와서 못 갔어요.",
            "Rain came so I not go.",
            "I could not go because it rained.",
            "It rained, so I did not go.",
        ),
    ],
    "ko": [
        (
            "The light goes out when you close the door.",
            "빛이 나간다 문 닫을 때.",
            "문을 닫으면 불이 꺼집니다.",
            "",
        ),
        (
            "I would like an apple.",
            "나는 사과를 좋아할 것이다.",
            "사과 하나 주세요.",
            "사과를 하나 먹고 싶어요.",
        ),
        ("I will go to bed early today.", "나는 오늘 침대로 일찍 갈 것이다.", "오늘은 일찍 잘게요.", ""),
        (
            "It rained, so I did not go.",
            "비가 왔다, 그래서 나 안 갔다.",
            "비가 와서 못 갔어요.",
            "비가 와서 안 갔습니다.",
        ),
    ],
}
OPEN = {
    "en": [
        ("물이 차가워요.", "Water is the cold."),
        ("그 책은 책상 위에 있습니다.", "The book is on the desk."),
        ("버스를 놓쳤어요.", "I put the bus."),
        ("한 번 더 말해 주세요.", "Please one more time speak me."),
        ("여기서 사진을 찍어도 되나요?", "Can I take a picture here?"),
        ("동생이 저보다 키가 커요.", "My brother is key bigger than me."),
        ("내일 뵙겠습니다.", "Tomorrow I will look at you."),
        ("이 길로 쭉 가세요.", "Go straight with this way long."),
    ],
    "ko": [
        ("The water is cold.", "그 물은 감기이다."),
        ("The book is on the desk.", "그 책은 책상 위에 있습니다."),
        ("I missed the bus.", "나는 버스를 그리워했다."),
        ("Please say it once more.", "제발 그것을 한 번 더 말하라."),
        ("May I take pictures here?", "여기서 사진을 찍어도 되나요?"),
        ("My brother is taller than me.", "내 형제는 나보다 더 길다."),
        ("See you tomorrow.", "내일 너를 본다."),
        ("Go straight along this road.", "이 길을 따라 똑바로 가라."),
    ],
}

#: language → what its source text is called
SOURCES = {"en": "Korean", "ko": "영어 원문"}


def _parts(language: str, source: str, draft: str) -> dict[str, str]:
    return {SOURCES[language]: source, "draft": draft}


def _pieces(language: str) -> list[Piece]:
    answered = [
        Piece(
            _parts(language, source, draft),
            {"translation": corrected},
            {"translation": other} if other else {},
        )
        for source, draft, corrected, other in ANSWERED[language]
    ]
    return answered + [Piece(_parts(language, source, draft)) for source, draft in OPEN[language]]


PLAYS = [
    Play(
        language="en",
        name="Try it: a translation to correct",
        summary="Correct what a machine made of a Korean sentence; what you change is shown.",
        overview="A translation model learns from what people change in its drafts.",
        label_scheme="Change as little as you can, and as much as you must. A good draft is sent as it is.",
        cautions="Translate what is said, not how it is built.",
        fields=[
            asked(
                "text",
                "Correct the translation",
                {
                    "source": SOURCES["en"],
                    "begin_with": "draft",
                    "policy": "As little as possible, as much as needed.",
                    "most": 200,
                },
                "translation",
            )
        ],
        entries=[],
        pieces=_pieces("en"),
    ),
    Play(
        language="ko",
        name="체험: 번역 고치기",
        summary="기계가 옮긴 문장을 고칩니다. 바꾼 곳이 표시됩니다.",
        overview="번역 모델이 사람이 고친 초안에서 배웁니다.",
        label_scheme="필요한 만큼만 고칩니다. 초안이 좋으면 그대로 제출합니다.",
        cautions="문장의 짜임이 아니라 뜻을 옮깁니다.",
        fields=[
            asked(
                "text",
                "번역을 고쳐 주세요",
                {
                    "source": SOURCES["ko"],
                    "begin_with": "draft",
                    "policy": "꼭 필요한 곳만 고칩니다.",
                    "most": 200,
                },
                "translation",
            )
        ],
        entries=[],
        pieces=_pieces("ko"),
    ),
]
