"""Talks with a help desk: a label for each turn."""

from overview.domain.playground.play import Label, Piece, Play, asked, entries_of, labels_of

ACTS = {
    "en": [
        Label("ask", "Asks", "Wants to know something.", "“When do you open?”", "“Open the door.”"),
        Label("tell", "Tells", "Says how something is.", "“We open at nine.”", "“Do you open?”"),
        Label("want", "Wants", "Wants something done.", "“Please call me back.”", "“Did you call?”"),
        Label("thank", "Thanks", "Thanks or says goodbye.", "“That helped.”", "“That is late.”"),
    ],
    "ko": [
        Label("ask", "질문", "알고 싶은 것을 묻습니다.", "“언제 여나요?”", "“문 열어 주세요.”"),
        Label("tell", "설명", "어떠한지 알려 줍니다.", "“아홉 시에 엽니다.”", "“여나요?”"),
        Label("want", "요청", "해 달라고 합니다.", "“다시 전화 주세요.”", "“전화하셨나요?”"),
        Label("thank", "인사", "고마움이나 작별을 말합니다.", "“도움이 되었어요.”", "“늦었네요.”"),
    ],
}
#: who speaks first and second
SPEAKERS = {"en": ("Guest", "Desk"), "ko": ("손님", "상담원")}
#: talks with their acts where two people have answered, and the act that the second saw at the second turn
TALKS = {
    "en": [
        ("When do you open?|At nine, also on Saturdays.|Good, thank you.", "ask tell thank", ""),
        ("My key card is blank.|I can write it again.|Please do, I am at room 12.", "tell tell want", "want"),
        ("Is breakfast included?|It is.|And dinner?|That costs extra.", "ask tell ask tell", ""),
        ("Wake me at six, please.|May I also call at five past?|Yes. Good night.", "want ask thank", "want"),
        ("The window does not close.|I will send somebody. Are you in now?|I am. Thanks.", "", ""),
        ("How far is the station?|Ten minutes on foot.|Could you call a taxi?|It is on its way.", "", ""),
        ("There is no towel.|Sorry about that!|Could you bring two?|At once.", "", ""),
        ("Which bus goes to the harbour?|Number four.|Where does it stop?|Across the street.", "", ""),
        ("I lost my umbrella.|What colour is it?|Green.|Then it is here.|Wonderful!", "", ""),
        ("Keep my bag until noon, please.|Gladly. Your name?|Averill.", "", ""),
        ("Does the lift work again?|Since this morning.|At last. Thank you.", "", ""),
        ("Print this for me, please.|How many copies?|Two.|Here you are.|Thanks a lot.", "", ""),
    ],
    "ko": [
        ("언제 여나요?|아홉 시에 엽니다. 토요일도요.|네, 고맙습니다.", "ask tell thank", ""),
        (
            "열쇠 카드가 안 돼요.|다시 만들어 드릴 수 있습니다.|12호실이에요. 부탁드려요.",
            "tell tell want",
            "want",
        ),
        ("아침 식사가 포함되나요?|네, 포함됩니다.|저녁은요?|따로 내셔야 합니다.", "ask tell ask tell", ""),
        ("여섯 시에 깨워 주세요.|오 분 뒤에 한 번 더 걸까요?|네, 안녕히 주무세요.", "want ask thank", "want"),
        ("창문이 안 닫혀요.|사람을 보내겠습니다. 지금 방에 계신가요?|네, 고맙습니다.", "", ""),
        ("역까지 얼마나 걸리나요?|걸어서 십 분입니다.|택시를 불러 주시겠어요?|지금 오고 있습니다.", "", ""),
        ("수건이 없어요.|죄송합니다!|두 장 가져다주세요.|바로 가겠습니다.", "", ""),
        ("항구에는 몇 번 버스가 가나요?|4번입니다.|어디에 서나요?|길 건너편입니다.", "", ""),
        ("우산을 잃어버렸어요.|무슨 색인가요?|초록색이요.|그럼 여기 있습니다.|다행이네요!", "", ""),
        ("정오까지 가방을 맡아 주세요.|그럼요. 성함이 어떻게 되시나요?|박도윤입니다.", "", ""),
        ("승강기는 다시 되나요?|오늘 아침부터 됩니다.|드디어요. 고맙습니다.", "", ""),
        ("이것 좀 인쇄해 주세요.|몇 부 필요하신가요?|두 부요.|여기 있습니다.|정말 고마워요.", "", ""),
    ],
}


def _piece(language: str, talk: str, acts: str, seen: str) -> Piece:
    turns = [
        {"speaker": SPEAKERS[language][place % 2], "text": text} for place, text in enumerate(talk.split("|"))
    ]
    meant = [{"turn": place, "label": act} for place, act in enumerate(acts.split())]
    other = [{**turn, "label": seen} if turn["turn"] == 1 else turn for turn in meant]
    return Piece(
        {"talk": {"type": "turns", "turns": turns}},
        {"acts": meant} if meant else {},
        {"acts": other} if seen else {},
    )


def _play(
    language: str, name: str, summary: str, overview: str, scheme: str, caution: str, title: str
) -> Play:
    return Play(
        language=language,
        name=name,
        summary=summary,
        overview=overview,
        label_scheme=scheme,
        cautions=caution,
        fields=[asked("turns", title, {"labels": labels_of(ACTS[language])}, "acts")],
        entries=entries_of("acts", ACTS[language]),
        pieces=[_piece(language, *talk) for talk in TALKS[language]],
    )


PLAYS = [
    _play(
        "en",
        "Try it: talks with a help desk",
        "Say of each turn of a talk what it does.",
        "A hotel teaches its help desk to tell questions from wishes.",
        "One label a turn. A turn that does two things gets what it does **last**.",
        "“Could you call a taxi?” is a wish in the clothes of a question: it wants.",
        "What does each turn do?",
    ),
    _play(
        "ko",
        "체험: 안내 데스크 대화",
        "대화의 차례마다 무엇을 하는 말인지 고릅니다.",
        "호텔 안내 데스크가 질문과 요청을 구분하도록 가르칩니다.",
        "차례마다 라벨 하나입니다. 두 가지를 하는 말은 **나중** 것을 고릅니다.",
        "“택시를 불러 주시겠어요?”는 질문 꼴이지만 요청입니다.",
        "각 차례는 무엇을 하나요?",
    ),
]
