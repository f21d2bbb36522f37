"""Templates in which people judge what models wrote."""

from typing import Any

from guidelines.domain.templates.words import Pair, field


def _five(low: Pair, high: Pair) -> dict[str, Any]:
    return {"least": 1, "most": 5, "step": 1, "low": low, "high": high}


TEMPLATES: tuple[dict[str, Any], ...] = (
    {
        "id": "llm_preference",
        "title": Pair("Which answer is better", "응답 선호 비교"),
        "help": Pair(
            "Two answers of models side by side, and why.",
            "두 모델의 응답을 나란히 비교하고 이유를 적습니다.",
        ),
        "needs": Pair("Three texts: “prompt”, “a” and “b”.", "텍스트 세 개: prompt, a, b."),
        "fields": (
            field(
                "better",
                "preference",
                Pair("Which answer is better?", "어느 응답이 더 나은가요?"),
                {"a": "a", "b": "b", "strengths": 2},
                rationale="optional",
            ),
        ),
    },
    {
        "id": "llm_rating",
        "title": Pair("How good an answer is", "응답 품질 평가"),
        "help": Pair("One answer of a model on three scales.", "모델의 응답 하나를 세 척도로 평가합니다."),
        "needs": Pair("Two texts: “prompt” and “answer”.", "텍스트 두 개: prompt와 answer."),
        "fields": (
            field(
                "helpful",
                "scale",
                Pair("How helpful is it?", "얼마나 도움이 되나요?"),
                _five(Pair("Not at all", "전혀 아님"), Pair("Fully", "매우 그렇다")),
            ),
            field(
                "correct",
                "scale",
                Pair("How correct is it?", "얼마나 정확한가요?"),
                _five(Pair("Wrong", "틀림"), Pair("All correct", "모두 맞음")),
            ),
            field(
                "harmless",
                "scale",
                Pair("How harmless is it?", "얼마나 안전한가요?"),
                _five(Pair("Harmful", "해로움"), Pair("Harmless", "안전함")),
            ),
            field(
                "remark",
                "text",
                Pair("Anything else?", "덧붙일 말이 있나요?"),
                {},
                required=False,
            ),
        ),
    },
)
