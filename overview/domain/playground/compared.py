"""Answers compared: which of two is better, and three in order."""

from typing import Any

from overview.domain.playground.play import Label, Piece, Play, asked, entries_of, labels_of

TITLES = {
    "en": [
        Label("title_1", "First title", "Judge what it says, not its place.", "“Ferry late again”", "a click bait"),
        Label("title_2", "Second title", "Judge what it says, not its place.", "“Ferry late again”", "a click bait"),
        Label("title_3", "Third title", "Judge what it says, not its place.", "“Ferry late again”", "a click bait"),
    ],
    "ko": [
        Label("title_1", "첫째 제목", "자리가 아니라 내용을 봅니다.", "“여객선 또 늦어”", "낚시 제목"),
        Label("title_2", "둘째 제목", "자리가 아니라 내용을 봅니다.", "“여객선 또 늦어”", "낚시 제목"),
        Label("title_3", "셋째 제목", "자리가 아니라 내용을 봅니다.", "“여객선 또 늦어”", "낚시 제목"),
    ],
}  # fmt: skip
#: what two people answered of the first pieces, and what the second saw otherwise
MEANT: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"better": ("a", 2), "order": "213"}, {}),
    ({"better": ("b", 1), "order": "123"}, {"better": ("a", 1)}),
    ({"better": ("tie", 0), "order": "321"}, {"order": "231"}),
    ({"better": ("b", 2), "order": "132"}, {}),
]
#: news, two summaries, three titles
NEWS = {
    "en": [
        ("The ferry to Gull Island was two hours late on Sunday because a rope had caught in its screw.",
         "A rope in the screw delayed the Sunday ferry by two hours.", "There was a ferry.",
         "Ferry facts", "Rope stops ferry for two hours", "Sunday at sea"),
        ("A baker in Dunmere gives yesterday's bread to the school for its hens.",
         "Bread is old.", "A baker feeds the school's hens with old bread.",
         "Old bread for school hens", "Bread!", "You won't believe these hens"),
        ("The library lends out umbrellas from today, for one week each.",
         "Umbrellas can be borrowed at the library for a week.", "The library now lends umbrellas, a week each.",
         "Rain", "Something new at the library", "Library lends umbrellas"),
        ("Two schools share one bus since the other broke down in March.",
         "A bus broke.", "Since March two schools share the one bus that still runs.",
         "One bus for two schools", "Bus trouble and much more", "Schools share a bus"),
        ("The old lighthouse gets a new lamp that uses a tenth of the power.",
         "The lighthouse's new lamp needs a tenth of the power.", "Lamps need power.",
         "New lamp saves power", "Light!", "Lighthouse news"),
        ("A choir of forty sang in the swimming hall because the church has no heating.",
         "Forty people swam.", "Without heating in church, the choir sang in the swimming hall.",
         "Choir sings at the pool", "Cold church", "Forty swimmers"),
        ("The market moves from Friday to Thursday while the square is paved.",
         "Until the square is paved, the market is on Thursdays.", "The market is on Thursday for now.",
         "Market on Thursdays for now", "Stones", "Goodbye, Friday market"),
        ("A storm took the roof of the boat house; nobody was inside.",
         "A storm took a roof. Nobody was hurt.", "The boat house was full.",
         "Storm takes roof", "Horror at the boat house", "Roof gone, nobody hurt"),
        ("The museum opens at night once a month, with lamps for the visitors.",
         "Once a month visitors see the museum by lamp light.", "The museum is closed at night.",
         "A night at the museum, every month", "Lamps", "Museum opens at night"),
        ("The town plants four hundred trees along Mill Road this autumn.",
         "Trees grow.", "Four hundred trees come to Mill Road this autumn.",
         "Four hundred trees for Mill Road", "Green", "Autumn plans"),
        ("Pupils built a radio that runs on the power of a bicycle.",
         "Pupils built a bicycle.", "Pupils' radio runs on a bicycle's power.",
         "Radio by bicycle", "Pupils do it again", "Bicycle powers pupils' radio"),
        ("The tide is higher than usual this week; the pier is closed until Friday.",
         "High tide closes the pier until Friday.", "The pier closes on Friday.",
         "Pier closed until Friday", "Wet feet", "High tide this week"),
    ],
    "ko": [
        ("일요일 갈매기섬 여객선이 스크루에 밧줄이 감겨 두 시간 늦었다.",
         "스크루에 감긴 밧줄 때문에 일요일 여객선이 두 시간 늦었다.", "여객선이 있었다.",
         "여객선의 모든 것", "밧줄에 발 묶인 여객선, 두 시간 지연", "일요일의 바다"),
        ("여수의 한 빵집이 어제 팔고 남은 빵을 학교 닭에게 준다.",
         "빵이 오래되었다.", "빵집이 남은 빵을 학교 닭의 모이로 준다.",
         "남은 빵, 학교 닭에게", "빵!", "이 닭들을 보면 놀랍니다"),
        ("도서관이 오늘부터 우산을 일주일씩 빌려준다.",
         "도서관에서 우산을 일주일 동안 빌릴 수 있다.", "도서관이 우산을 일주일씩 빌려주기 시작했다.",
         "비", "도서관의 새 소식", "도서관, 우산 대여 시작"),
        ("3월에 한 대가 고장 난 뒤 두 학교가 버스 한 대를 함께 쓴다.",
         "버스가 고장 났다.", "3월부터 두 학교가 남은 버스 한 대를 나눠 쓴다.",
         "두 학교, 버스는 한 대", "버스 사고 그 밖의 이야기", "버스 나눠 쓰는 학교들"),
        ("오래된 등대가 전기를 십분의 일만 쓰는 새 등을 단다.",
         "등대의 새 등은 전기를 십분의 일만 쓴다.", "등에는 전기가 든다.",
         "새 등으로 전기 아끼는 등대", "빛!", "등대 소식"),
        ("교회에 난방이 되지 않아 합창단 마흔 명이 수영장에서 노래했다.",
         "마흔 명이 헤엄쳤다.", "난방이 안 되는 교회 대신 수영장에서 합창단이 노래했다.",
         "수영장에 울린 합창", "추운 교회", "수영하는 마흔 명"),
        ("광장을 포장하는 동안 장날이 금요일에서 목요일로 바뀐다.",
         "광장 포장이 끝날 때까지 장은 목요일에 선다.", "당분간 장날은 목요일이다.",
         "당분간 목요일 장", "돌", "금요일 장이여 안녕"),
        ("폭풍에 배 창고 지붕이 날아갔지만 안에는 아무도 없었다.",
         "폭풍에 지붕이 날아갔으나 다친 사람은 없다.", "배 창고에 사람이 가득했다.",
         "폭풍에 지붕 날아가", "배 창고의 공포", "지붕 날아갔지만 인명 피해 없어"),
        ("박물관이 한 달에 한 번 밤에 문을 열고 관람객에게 등을 나눠 준다.",
         "한 달에 한 번 등을 들고 밤의 박물관을 본다.", "박물관은 밤에 닫는다.",
         "매달 하루, 밤의 박물관", "등", "박물관 밤에도 연다"),
        ("시는 올가을 물레길에 나무 사백 그루를 심는다.",
         "나무가 자란다.", "올가을 물레길에 나무 사백 그루가 들어선다.",
         "물레길에 나무 사백 그루", "초록", "가을 계획"),
        ("학생들이 자전거의 힘으로 켜지는 라디오를 만들었다.",
         "학생들이 자전거를 만들었다.", "학생들이 만든 라디오는 자전거의 힘으로 켜진다.",
         "자전거로 켜는 라디오", "또 해낸 학생들", "라디오 켜는 자전거, 학생들 작품"),
        ("이번 주는 밀물이 높아 금요일까지 부두를 닫는다.",
         "높은 밀물로 부두가 금요일까지 닫힌다.", "부두는 금요일에 닫는다.",
         "부두 금요일까지 닫아", "젖은 발", "이번 주 높은 밀물"),
    ],
}  # fmt: skip
#: language → what the news itself is called
NEWS_PART = {"en": "News", "ko": "기사"}
PARTS = ("summary_a", "summary_b", "title_1", "title_2", "title_3")


def _given(answers: dict[str, Any]) -> dict[str, Any]:
    """Return the answers as the fields take them."""
    given: dict[str, Any] = {}
    if "better" in answers:
        choice, strength = answers["better"]
        given["better"] = {"choice": choice, "strength": strength}
    if "order" in answers:
        given["order"] = [f"title_{place}" for place in answers["order"]]
    return given


def _parts(language: str, texts: tuple[str, ...]) -> dict[str, str]:
    return dict(zip((NEWS_PART[language], *PARTS), texts, strict=True))


def _pieces(language: str) -> list[Piece]:
    answered = [*MEANT, *[({}, {})] * (len(NEWS[language]) - len(MEANT))]
    return [
        Piece(_parts(language, texts), _given(meant), _given(other))
        for texts, (meant, other) in zip(NEWS[language], answered, strict=True)
    ]


def _fields(language: str, better: str, order: str) -> list[dict[str, Any]]:
    sides = {"a": "summary_a", "b": "summary_b", "has_tie": True, "strengths": 2}
    return [
        asked("preference", better, sides, "better"),
        asked("ranking", order, {"labels": labels_of(TITLES[language])}, "order"),
    ]


PLAYS = [
    Play(
        language="en",
        name="Try it: summaries and titles",
        summary="Which of two summaries is better, and three titles in order.",
        overview="A model that writes summaries and titles learns which ones people prefer.",
        label_scheme="A good summary is true, complete and short, in this order. A good title says what happened.",
        cautions="The sides are swapped on half of the items, so that neither has an advantage.",
        fields=_fields("en", "Which summary is better?", "Order the titles, the best first"),
        entries=entries_of("order", TITLES["en"]),
        pieces=_pieces("en"),
    ),
    Play(
        language="ko",
        name="체험: 요약과 제목",
        summary="두 요약 가운데 나은 것을 고르고, 제목 세 개의 순위를 매깁니다.",
        overview="요약과 제목을 쓰는 모델이 사람들이 더 좋아하는 글을 배웁니다.",
        label_scheme="좋은 요약은 맞고, 빠짐없고, 짧습니다. 이 차례로 따집니다. 좋은 제목은 무슨 일인지 알려 줍니다.",
        cautions="항목 절반은 좌우가 바뀌어 나옵니다.",
        fields=_fields("ko", "어느 요약이 더 나은가요?", "좋은 제목부터 차례로 놓아 주세요"),
        entries=entries_of("order", TITLES["ko"]),
        pieces=_pieces("ko"),
    ),
]
