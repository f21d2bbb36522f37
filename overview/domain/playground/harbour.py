"""A harbour seen from above: boxes around boats, outlines of islands, points on a lighthouse."""

import math
import random
from dataclasses import dataclass
from typing import Any

from overview.domain.playground.play import Label, Piece, Play, asked, entries_of, labels_of

WIDTH, HEIGHT = 640, 480
SCENES = 12
ANSWERED = 4
BOAT = (60, 44)
#: where boats lie at anchor: far enough apart, and off the islands
BERTHS = [(40, 40), (180, 30), (330, 60), (50, 330), (210, 390), (360, 400), (520, 410), (270, 200)]

Point = tuple[float, float]


@dataclass(frozen=True)
class Boat:
    """A boat by its upper left corner."""

    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class Harbour:
    """What is in one picture. The lighthouse stands at `light`, the middle of its foot, so many pixels tall."""

    number: int
    boats: list[Boat]
    islands: list[list[Point]]
    light: Point
    tall: float


def harbour(number: int) -> Harbour:
    """Return the harbour with this number, always the same."""
    dice = random.Random(f"harbour {number}")  # noqa: S311
    berths = dice.sample(BERTHS, 3 + number % 3)
    boats = [
        Boat(dice.choice(("sail", "motor")), x + dice.randint(-15, 15), y + dice.randint(-10, 10))
        for x, y in sorted(berths)
    ]
    islands = [_island(dice, (500, 210), 85), _island(dice, (130, 220), 45)]
    return Harbour(
        number, boats, islands[: 1 + number % 2], (500 + dice.randint(-20, 20), 235), 90 + number % 4 * 12
    )


def _island(dice: random.Random, middle: Point, size: float) -> list[Point]:
    corners = 11
    return [
        (
            round(middle[0] + size * dice.uniform(0.75, 1.15) * math.cos(math.tau * place / corners)),
            round(middle[1] + size * dice.uniform(0.6, 0.95) * math.sin(math.tau * place / corners)),
        )
        for place in range(corners)
    ]


def truth(seen: Harbour, shift: float = 0, is_hasty: bool = False) -> dict[str, Any]:
    """Return the answers to a harbour, drawn `shift` pixels off; who is hasty leaves a boat out."""
    width, height = BOAT
    boats = [
        {"x": boat.x + shift, "y": boat.y - shift, "width": width, "height": height, "label": boat.kind}
        for boat in seen.boats[1 if is_hasty else 0 :]
    ]
    islands = [
        {"points": [[x + shift, y + shift] for x, y in island], "label": "island"} for island in seen.islands
    ]
    x, y = seen.light
    light = [
        {"x": x + shift, "y": y - seen.tall - shift, "label": "lamp"},
        {"x": x - shift, "y": y - 8, "label": "door"},
    ]
    return {"boats": boats, "islands": islands, "lighthouse": light}


BOATS = {
    "en": [
        Label(
            "sail",
            "Sailing boat",
            "A boat with a white sail.",
            "a hull with a triangle above",
            "a boat with a cabin",
        ),
        Label(
            "motor",
            "Motor boat",
            "A boat with a cabin and no sail.",
            "a hull with a red cabin",
            "a boat with a sail",
        ),
    ],
    "ko": [
        Label("sail", "돛단배", "흰 돛이 있는 배입니다.", "선체 위에 세모꼴 돛", "선실이 있는 배"),
        Label("motor", "모터보트", "돛 없이 선실이 있는 배입니다.", "선체 위에 빨간 선실", "돛이 있는 배"),
    ],
}
LAND = {
    "en": [
        Label("island", "Island", "Green land with water all around.", "a green patch", "the water around it")
    ],
    "ko": [Label("island", "섬", "물에 둘러싸인 초록 땅입니다.", "초록색 땅", "둘레의 물")],
}
LIGHT = {
    "en": [
        Label(
            "lamp", "Lamp", "The middle of the yellow lamp.", "the yellow disc on top", "the tip of the roof"
        ),
        Label("door", "Door", "The middle of the dark door.", "the dark door at the foot", "the foot itself"),
    ],
    "ko": [
        Label("lamp", "등", "노란 등의 한가운데입니다.", "꼭대기의 노란 원", "지붕 끝"),
        Label("door", "문", "어두운 문의 한가운데입니다.", "아래쪽 어두운 문", "등대 밑동"),
    ],
}


def _pieces() -> list[Piece]:
    pieces = []
    for number in range(SCENES):
        seen = harbour(number)
        has_answers = number < ANSWERED
        other = truth(seen, shift=2, is_hasty=number == 1) if number in (1, 2) else {}
        pieces.append(Piece({"harbour": seen}, truth(seen) if has_answers else {}, other))
    return pieces


def _fields(language: str, boats: str, islands: str, lighthouse: str) -> list[dict[str, Any]]:
    return [
        asked("boxes", boats, {"labels": labels_of(BOATS[language])}, "boats"),
        asked("polygons", islands, {"labels": labels_of(LAND[language])}, "islands"),
        asked(
            "keypoints",
            lighthouse,
            {"labels": labels_of(LIGHT[language]), "is_once": True, "tolerance": 6},
            "lighthouse",
        ),
    ]


def _entries(language: str) -> list[dict[str, Any]]:
    return [
        *entries_of("boats", BOATS[language]),
        *entries_of("islands", LAND[language]),
        *entries_of("lighthouse", LIGHT[language]),
    ]


PLAYS = [
    Play(
        language="en",
        name="Try it: a harbour from above",
        summary="Boxes around boats, outlines of islands, and two points on the lighthouse.",
        overview="Pilots want a map that shows what lies in the harbour. The pictures are drawn by the program.",
        label_scheme="A box touches the boat on all four sides. An outline follows the edge of the land.",
        cautions="Half a boat at the edge of the picture is a boat too.",
        fields=_fields("en", "Where are the boats?", "Where is land?", "Where are lamp and door?"),
        entries=_entries("en"),
        pieces=_pieces(),
    ),
    Play(
        language="ko",
        name="체험: 위에서 본 항구",
        summary="배에는 상자, 섬에는 윤곽선, 등대에는 점 두 개를 표시합니다.",
        overview="항구에 무엇이 있는지 보여 주는 지도를 만듭니다. 그림은 프로그램이 그렸습니다.",
        label_scheme="상자는 배의 네 변에 닿게 그립니다. 윤곽선은 땅의 가장자리를 따라갑니다.",
        cautions="그림 끝에 반만 보이는 배도 배입니다.",
        fields=_fields("ko", "배는 어디에 있나요?", "땅은 어디인가요?", "등과 문은 어디인가요?"),
        entries=_entries("ko"),
        pieces=_pieces(),
    ),
]
