"""Templates about images and audio."""

from typing import Any

from guidelines.domain.templates.words import Pair, field, label

IMAGE = Pair("An image.", "이미지.")
STREET = [
    label("person", "Person", "사람"),
    label("car", "Car", "자동차"),
    label("bicycle", "Bicycle", "자전거"),
    label("sign", "Traffic sign", "교통 표지판"),
]
TEMPLATES: tuple[dict[str, Any], ...] = (
    {
        "id": "image_classification",
        "title": Pair("Image classification", "이미지 분류"),
        "help": Pair("What an image shows.", "이미지가 무엇을 보여 주는지 고릅니다."),
        "needs": IMAGE,
        "fields": (
            field(
                "scene",
                "choice",
                Pair("What does it show?", "무엇이 보이나요?"),
                {
                    "labels": [
                        label("indoor", "Indoors", "실내"),
                        label("street", "A street", "거리"),
                        label("nature", "Nature", "자연"),
                        label("other", "Something else", "기타"),
                    ]
                },
            ),
        ),
    },
    {
        "id": "detection",
        "title": Pair("Object detection", "객체 탐지"),
        "help": Pair("A box around every object.", "객체마다 상자를 그립니다."),
        "needs": IMAGE,
        "fields": (
            field(
                "objects",
                "boxes",
                Pair("Draw a box around every object", "모든 객체에 상자를 그리세요"),
                {"labels": STREET},
                required=False,
            ),
        ),
    },
    {
        "id": "segmentation",
        "title": Pair("Image segmentation", "이미지 분할"),
        "help": Pair("The outline of every object.", "객체의 윤곽을 그립니다."),
        "needs": IMAGE,
        "fields": (
            field(
                "outlines",
                "polygons",
                Pair("Outline every object", "모든 객체의 윤곽을 그리세요"),
                {"labels": STREET},
                required=False,
            ),
        ),
    },
    {
        "id": "transcription",
        "title": Pair("Transcription", "음성 전사"),
        "help": Pair(
            "Who says what and when in a recording.", "녹음에서 누가 언제 무엇을 말하는지 적습니다."
        ),
        "needs": Pair("An audio recording.", "음성 파일."),
        "fields": (
            field(
                "speech",
                "segments",
                Pair("Mark every utterance and write it down", "발화마다 구간을 표시하고 받아 적으세요"),
                {
                    "labels": [
                        label("speaker_1", "Speaker 1", "화자 1"),
                        label("speaker_2", "Speaker 2", "화자 2"),
                    ]
                },
            ),
        ),
    },
)
