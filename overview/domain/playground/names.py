"""Names in the news: spans in a text, and relations between them."""

import re
from collections.abc import Iterable
from typing import Any

from overview.domain.playground.play import Label, Piece, Play, asked, entries_of, labels_of

#: a marked stretch of a text: {PS:Mara Lind}
MARKED = re.compile(r"\{(\w+):([^}]*)\}")
NAMES = {
    "en": [
        Label("PS", "Person", "The name of a person.", "Mara Lind", "the mayor"),
        Label("OG", "Organisation", "A company, school or office.", "Fernhill Library", "the library"),
        Label("LC", "Place", "A town, street or land.", "Oakham", "the coast"),
        Label("DT", "Date", "A day, month or year.", "3 May", "soon"),
    ],
    "ko": [
        Label("PS", "사람", "사람 이름입니다.", "김나래", "시장"),
        Label("OG", "기관", "회사, 학교, 관청의 이름입니다.", "솔빛도서관", "도서관"),
        Label("LC", "장소", "도시, 거리, 지역의 이름입니다.", "강릉", "바닷가"),
        Label("DT", "날짜", "날, 달, 해를 가리킵니다.", "5월 3일", "곧"),
    ],
}
TIES = {
    "en": [
        Label(
            "works_for", "works for", "A person works for an organisation.", "Lind → library", "Lind → Oakham"
        ),
        Label("based_in", "is in", "An organisation is in a place.", "library → Oakham", "Lind → Oakham"),
    ],
    "ko": [
        Label("works_for", "소속", "사람이 기관에서 일합니다.", "김나래 → 솔빛도서관", "김나래 → 강릉"),
        Label("based_in", "소재지", "기관이 그 장소에 있습니다.", "솔빛도서관 → 강릉", "김나래 → 강릉"),
    ],
}
RULES = ["works_for: PS -> OG", "based_in: OG -> LC"]

#: texts with their names marked, and the relations between these by their places
ANSWERED = {
    "en": [
        (
            "{PS:Mara Lind} has run {OG:Fernhill Library} in {LC:Oakham} since {DT:3 May}.",
            [(0, "works_for", 1), (1, "based_in", 2)],
        ),
        (
            "On {DT:Monday} {OG:Harrow Mills} opened a second bakery in {LC:Dunmere}; {PS:Tom Averill} bakes there.",
            [(1, "based_in", 2), (3, "works_for", 1)],
        ),
        ("{PS:Ines Ortega} swam from {LC:Saltby} to {LC:Gull Island} in {DT:July}.", []),
        (
            "The ferry of {OG:Northway Lines} leaves {LC:Port Ellis} at noon, said captain {PS:Jo Brandt}.",
            [(2, "works_for", 0)],
        ),
    ],
    "ko": [
        (
            "{PS:김나래} 관장은 {DT:5월 3일}부터 {LC:강릉}에 있는 {OG:솔빛도서관}을 이끌고 있다.",
            [(0, "works_for", 3), (3, "based_in", 2)],
        ),
        (
            "{OG:한들제분}은 {DT:월요일} {LC:여수}에 두 번째 빵집을 열었고, {PS:박도윤} 씨가 빵을 굽는다.",
            [(0, "based_in", 2), (3, "works_for", 0)],
        ),
        ("{PS:이서준} 선수는 {DT:7월}에 {LC:통영}에서 {LC:갈매기섬}까지 헤엄쳤다.", []),
        (
            "{OG:북길해운} 여객선은 정오에 {LC:목포}를 떠난다고 {PS:정하늘} 선장이 말했다.",
            [(2, "works_for", 0)],
        ),
    ],
}
OPEN = {
    "en": [
        "Clara Voss teaches physics at Redwood School in Larkfield.",
        "In 2024 the town of Millbrook sold its old station to Bluebird Cafés.",
        "Doctor Amir Said left Stonebridge Clinic on Friday.",
        "The choir of Saint Brigid's sings in Weston on 12 June.",
        "Kestrel Bicycles moved from Ashford to Pine Street in August.",
        "Lena Fox and her brother Max Fox repaired the clock of Hillview College.",
        "Nobody was hurt when a tree fell on Ferry Road on Tuesday.",
        "Otter Press of Brayton prints the poems of Nell Okafor next spring.",
    ],
    "ko": [
        "최은별 선생님은 춘천 달빛고등학교에서 물리를 가르친다.",
        "2024년 가평군은 오래된 역을 파랑새카페에 팔았다.",
        "의사 오지훈 씨는 금요일에 돌다리병원을 떠났다.",
        "은하합창단은 6월 12일 전주에서 노래한다.",
        "바람자전거는 8월에 수원에서 소나무길로 옮겼다.",
        "한유진 씨와 동생 한유성 씨는 언덕대학교의 시계를 고쳤다.",
        "화요일 나루터길에 나무가 쓰러졌지만 다친 사람은 없었다.",
        "제주의 수달출판사는 내년 봄 문가람 시인의 시집을 낸다.",
    ],
}


def read_marks(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the text without its marks, and the spans they stand for."""
    text, spans, last = "", [], 0
    for found in MARKED.finditer(marked):
        text += marked[last : found.start()]
        spans.append({"start": len(text), "end": len(text) + len(found[2]), "label": found[1]})
        text += found[2]
        last = found.end()
    return text + marked[last:], spans


def _answered(marked: str, ties: Iterable[tuple[int, str, int]], is_first_missed: bool) -> Piece:
    """Return a text with its spans and relations; the second person may have missed a name and its relations."""
    text, spans = read_marks(marked)
    ends = [{**span, "text": text[span["start"] : span["end"]]} for span in spans]
    meant = {"names": spans, "ties": _ties(ends, ties, missed=None)}
    other = {"names": spans[1:], "ties": _ties(ends, ties, missed=0)} if is_first_missed else {}
    return Piece({"text": text}, meant, other)


def _ties(
    ends: list[dict[str, Any]], ties: Iterable[tuple[int, str, int]], missed: int | None
) -> list[dict[str, Any]]:
    return [
        {"from": ends[one], "to": ends[other], "label": label}
        for one, label, other in ties
        if missed not in (one, other)
    ]


def _pieces(language: str) -> list[Piece]:
    answered = [
        _answered(marked, ties, is_first_missed=place in (1, 3))
        for place, (marked, ties) in enumerate(ANSWERED[language])
    ]
    return answered + [Piece({"text": text}) for text in OPEN[language]]


def _fields(language: str, names: str, ties: str) -> list[dict[str, Any]]:
    rules = {"spans": "names", "labels": labels_of(TIES[language]), "allowed": RULES}
    return [
        asked("spans", names, {"labels": labels_of(NAMES[language]), "may_overlap": False}, "names"),
        asked("relations", ties, rules, "ties"),
    ]


def _entries(language: str) -> list[dict[str, Any]]:
    return [*entries_of("names", NAMES[language]), *entries_of("ties", TIES[language])]


PLAYS = [
    Play(
        language="en",
        name="Try it: names in the news",
        summary="Mark the names in a sentence, then say who works where.",
        overview="A newspaper wants to find every person, organisation, place and date in its archive.",
        label_scheme="Mark each **name**, no more. Then connect: who works for whom, what is where.",
        cautions="No titles: in “captain Jo Brandt” the name is “Jo Brandt”.",
        fields=_fields("en", "Which names are there?", "How do they belong together?"),
        entries=_entries("en"),
        pieces=_pieces("en"),
    ),
    Play(
        language="ko",
        name="체험: 기사 속 이름",
        summary="문장에서 이름을 표시하고, 누가 어디에서 일하는지 잇습니다.",
        overview="신문사가 지난 기사에서 사람, 기관, 장소, 날짜를 찾으려고 합니다.",
        label_scheme="**이름**만 표시하고 조사와 호칭은 뺍니다. 그다음 소속과 소재지를 잇습니다.",
        cautions="호칭은 빼고 표시합니다. “정하늘 선장”에서 이름은 “정하늘”입니다.",
        fields=_fields("ko", "어떤 이름이 있나요?", "서로 어떤 관계인가요?"),
        entries=_entries("ko"),
        pieces=_pieces("ko"),
    ),
]
