"""Templates about one text or a pair of texts."""

from typing import Any

from guidelines.domain.templates.words import TEXT, Pair, field, label

NAMES = [
    label("PS", "Person", "인물"),
    label("OG", "Organisation", "기관"),
    label("LC", "Place", "장소"),
    label("DT", "Date", "날짜"),
    label("TI", "Time", "시간"),
    label("QT", "Quantity", "수량"),
]
TEMPLATES: tuple[dict[str, Any], ...] = (
    {
        "id": "sentiment",
        "title": Pair("Sentiment", "감성 분류"),
        "help": Pair("How a writer feels about something.", "글쓴이의 감정을 분류합니다."),
        "needs": TEXT,
        "fields": (
            field(
                "sentiment",
                "choice",
                Pair("How does the writer feel about it?", "글쓴이는 어떻게 느꼈나요?"),
                {
                    "labels": [
                        label("positive", "Positive", "긍정"),
                        label("negative", "Negative", "부정"),
                        label("neutral", "Neutral", "중립"),
                    ]
                },
            ),
        ),
    },
    {
        "id": "topic",
        "title": Pair("Topic", "주제 분류"),
        "help": Pair(
            "What a text is about; several topics may apply.",
            "글의 주제를 고릅니다. 여러 개를 고를 수 있습니다.",
        ),
        "needs": TEXT,
        "fields": (
            field(
                "topics",
                "choices",
                Pair("What is it about?", "무엇에 관한 글인가요?"),
                {
                    "labels": [
                        label("politics", "Politics", "정치"),
                        label("economy", "Economy", "경제"),
                        label("society", "Society", "사회"),
                        label("culture", "Culture", "생활·문화"),
                        label("world", "World", "세계"),
                        label("technology", "Technology", "IT·과학"),
                        label("sports", "Sports", "스포츠"),
                    ],
                    "least": 1,
                    "most": 3,
                },
            ),
        ),
    },
    {
        "id": "nli",
        "title": Pair("Natural language inference", "자연어 추론"),
        "help": Pair(
            "Does a second sentence follow from the first?",
            "첫 문장에서 둘째 문장이 따라 나오는지 판단합니다.",
        ),
        "needs": Pair("Two texts: premise and hypothesis.", "텍스트 두 개: 전제와 가설."),
        "fields": (
            field(
                "inference",
                "choice",
                Pair("If the premise is true, the hypothesis is …", "전제가 참이면 가설은 …"),
                {
                    "labels": [
                        label("entailment", "True", "참(함의)"),
                        label("neutral", "Undecided", "알 수 없음(중립)"),
                        label("contradiction", "False", "거짓(모순)"),
                    ]
                },
                confidence=True,
            ),
        ),
    },
    {
        "id": "ner",
        "title": Pair("Named entities", "개체명 인식"),
        "help": Pair(
            "Names, dates and quantities marked in a text.", "글에서 이름, 날짜, 수량을 표시합니다."
        ),
        "needs": TEXT,
        "fields": (
            field(
                "entities",
                "spans",
                Pair("Mark every name", "개체명을 모두 표시하세요"),
                {"labels": NAMES, "may_overlap": False},
                required=False,
            ),
        ),
    },
    {
        "id": "ner_relations",
        "title": Pair("Named entities and relations", "개체명과 관계"),
        "help": Pair(
            "Names in a text, and how they belong together.", "개체명과 그 사이의 관계를 표시합니다."
        ),
        "needs": TEXT,
        "fields": (
            field(
                "entities",
                "spans",
                Pair("Mark every name", "개체명을 모두 표시하세요"),
                {"labels": NAMES},
                required=False,
            ),
            field(
                "relations",
                "relations",
                Pair("How do they belong together?", "서로 어떤 관계인가요?"),
                {
                    "spans": "entities",
                    "labels": [
                        label("works_for", "works for", "소속"),
                        label("located_in", "is in", "위치"),
                        label("founded_by", "was founded by", "설립자"),
                        label("happened_on", "happened on", "발생일"),
                    ],
                },
                required=False,
            ),
        ),
    },
)
