"""Letters to a shop: one label, several labels, a tree, a scale and a number."""

from typing import Any

from overview.domain.playground.play import Label, Piece, Play, asked, entries_of, labels_of

TOPICS = {
    "en": [
        Label(
            "order", "Order", "Something is ordered or changed.", "“Add a kettle, please.”", "“Where is it?”"
        ),
        Label("delivery", "Delivery", "It is late, lost, wrong.", "“The box was empty.”", "“Add a kettle.”"),
        Label("refund", "Money back", "The writer wants money back.", "“I want my money.”", "“It is late.”"),
        Label("praise", "Praise", "The writer only says thank you.", "“Lovely!”", "“Lovely, but broken.”"),
    ],
    "ko": [
        Label(
            "order",
            "주문",
            "주문하거나 바꾸려는 편지입니다.",
            "“주전자 하나 더 넣어 주세요.”",
            "“언제 오나요?”",
        ),
        Label(
            "delivery",
            "배송",
            "늦거나 잘못 온 물건 이야기입니다.",
            "“상자가 비어 있었어요.”",
            "“하나 더 살게요.”",
        ),
        Label("refund", "환불", "돈을 돌려받으려는 편지입니다.", "“환불해 주세요.”", "“아직 안 왔어요.”"),
        Label("praise", "칭찬", "고맙다는 말뿐인 편지입니다.", "“정말 마음에 들어요.”", "“예쁜데 깨졌어요.”"),
    ],
}
ASPECTS = {
    "en": [
        Label("price", "Price", "What it costs.", "“Too dear.”", "“Too slow.”"),
        Label("speed", "Speed", "How soon it came.", "“A day early.”", "“Well packed.”"),
        Label("packing", "Packing", "How it was packed.", "“The box was torn.”", "“The pan is torn.”"),
        Label("staff", "Staff", "The people of the shop.", "“Your driver waved.”", "“My neighbour waved.”"),
    ],
    "ko": [
        Label("price", "가격", "값에 관한 말이 있습니다.", "“너무 비싸요.”", "“너무 늦어요.”"),
        Label("speed", "속도", "얼마나 빨리 왔는지 적었습니다.", "“하루 먼저 왔어요.”", "“포장이 튼튼해요.”"),
        Label("packing", "포장", "포장 상태를 적었습니다.", "“상자가 찢어졌어요.”", "“호스가 찢어졌어요.”"),
        Label(
            "staff", "직원", "가게 사람에 관한 말이 있습니다.", "“기사님이 친절해요.”", "“이웃이 친절해요.”"
        ),
    ],
}
TREES = {
    "en": [
        "kitchen | Kitchen",
        "  pan | Pan",
        "  kettle | Kettle",
        "garden | Garden",
        "  hose | Hose",
        "  chair | Chair",
    ],
    "ko": [
        "kitchen | 주방",
        "  pan | 프라이팬",
        "  kettle | 주전자",
        "garden | 정원",
        "  hose | 호스",
        "  chair | 의자",
    ],
}
PRODUCTS = {
    "en": [
        Label("pan", "Pan", "Something to fry in.", "“the small pans”", "“the kettle”"),
        Label("kettle", "Kettle", "Something to boil water in.", "“a red kettle”", "“a pan”"),
        Label("hose", "Hose", "Something to water a garden with.", "“the hose leaks”", "“the kettle leaks”"),
        Label("chair", "Chair", "A chair for the garden.", "“six chairs”", "“a garden hose”"),
    ],
    "ko": [
        Label("pan", "프라이팬", "부치고 볶는 데 씁니다.", "“작은 프라이팬”", "“주전자”"),
        Label("kettle", "주전자", "물을 끓이는 데 씁니다.", "“빨간 주전자”", "“프라이팬”"),
        Label("hose", "호스", "정원에 물을 줄 때 씁니다.", "“호스가 새요”", "“주전자가 새요”"),
        Label("chair", "의자", "정원에 놓는 의자입니다.", "“의자 여섯 개”", "“정원 호스”"),
    ],
}


def _answers(topic: str, aspects: list[str], tree: str, scale: int, number: int) -> dict[str, Any]:
    return {"topic": topic, "aspects": aspects, "product": tree, "mood": scale, "pieces": number}


#: what the letters that two people have answered mean, in order, and what the second saw otherwise
MEANT: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (_answers("praise", ["speed", "packing"], "kettle", 5, 2), {}),
    (_answers("delivery", ["staff"], "pan", 1, 1), {"topic": "order", "mood": 2}),
    (_answers("refund", ["price"], "chair", 2, 4), {}),
    (_answers("order", [], "hose", 3, 1), {"pieces": 2}),
]
LETTERS = {
    "en": [
        "The two kettles came a day early and were packed as if they were eggs. Thank you!",
        "I ordered one pan and got a lid without a pan. Three calls, and nobody at your desk knew anything.",
        "Please take back the four garden chairs. The price fell by a third the day after I bought them.",
        "I paid for a garden hose this morning. May I add a second one to the same parcel?",
        "Your driver carried six chairs up to the fourth floor and even smiled. What a team.",
        "The kettle leaks. I would like my money back, please, not another kettle.",
        "Three weeks for one hose! My tomatoes did not wait that long.",
        "Could you change my order from two pans to three? The small ones, as before.",
        "The box was open, the tape was gone, and of eight chairs there were five.",
        "A good pan at a fair price. My mother wants one too, but she will write herself.",
        "You charged me for two hoses and I ordered one. Send back what I paid too much.",
        "One kettle, red if you have it. No hurry, my birthday is in June.",
    ],
    "ko": [
        "주전자 두 개가 하루 먼저 왔고 달걀처럼 꼼꼼히 싸여 있었어요. 고맙습니다!",
        "프라이팬을 하나 시켰는데 뚜껑만 왔습니다. 세 번 전화했지만 아는 직원이 없네요.",
        "정원 의자 네 개를 반품하고 싶습니다. 산 다음 날 값이 삼분의 일이나 내렸어요.",
        "오늘 아침에 호스 값을 냈습니다. 같은 상자에 하나 더 넣어 주실 수 있나요?",
        "기사님이 의자 여섯 개를 4층까지 웃으면서 올려 주셨어요. 최고입니다.",
        "주전자가 샙니다. 새 주전자 말고 돈으로 돌려주세요.",
        "호스 하나에 3주라니요. 토마토는 그렇게 오래 못 기다립니다.",
        "프라이팬 두 개를 세 개로 바꿔 주세요. 지난번과 같은 작은 것으로요.",
        "상자가 열려 있고 테이프도 없었습니다. 의자 여덟 개 가운데 다섯 개만 왔어요.",
        "값도 적당하고 좋은 프라이팬입니다. 어머니도 하나 사고 싶다고 하시네요.",
        "호스를 하나 샀는데 두 개 값이 나갔습니다. 더 낸 돈을 돌려주세요.",
        "주전자 하나 주문합니다. 빨간색이 있으면 좋겠어요. 급하지 않습니다.",
    ],
}


def _fields(language: str, words: dict[str, str]) -> list[dict[str, Any]]:
    return [
        asked("choice", words["topic"], {"labels": labels_of(TOPICS[language])}, "topic"),
        asked("choices", words["aspects"], {"labels": labels_of(ASPECTS[language]), "least": 0}, "aspects"),
        asked("tree", words["product"], {"tree": TREES[language], "is_leaf_only": True}, "product"),
        asked("scale", words["mood"], {"low": words["low"], "high": words["high"]}, "mood"),
        asked("number", words["pieces"], {"least": 0, "most": 99, "unit": words["unit"]}, "pieces"),
    ]


def _pieces(language: str) -> list[Piece]:
    answered = [*MEANT, *[({}, {})] * (len(LETTERS[language]) - len(MEANT))]
    return [
        Piece({"text": text}, meant, other)
        for text, (meant, other) in zip(LETTERS[language], answered, strict=True)
    ]


def _entries(language: str) -> list[dict[str, Any]]:
    return [entry for name, labels in EXPLAINED for entry in entries_of(name, labels[language])]


EXPLAINED = (("topic", TOPICS), ("aspects", ASPECTS), ("product", PRODUCTS))
PLAYS = [
    Play(
        language="en",
        name="Try it: letters to a shop",
        summary="One label, several labels, a tree, a scale and a number about one short letter.",
        overview="A shop wants to know what its letters are about, so that they reach the right desk.",
        label_scheme="Five fields about each letter. The topic is what the writer wants **now**, not what happened.",
        cautions="Count the pieces the writer speaks of, also those that did not come.",
        fields=_fields(
            "en",
            {
                "topic": "What is the letter about?",
                "aspects": "What does it speak of?",
                "product": "Which product?",
                "mood": "How does the writer feel?",
                "low": "furious",
                "high": "delighted",
                "pieces": "How many pieces?",
                "unit": "pieces",
            },
        ),
        entries=_entries("en"),
        pieces=_pieces("en"),
    ),
    Play(
        language="ko",
        name="체험: 가게에 온 편지",
        summary="짧은 편지 한 통에 라벨 하나, 여러 라벨, 분류 체계, 척도, 숫자로 답해 봅니다.",
        overview="가게로 온 편지를 알맞은 담당자에게 보내는 모델을 가르칩니다.",
        label_scheme="편지마다 다섯 가지를 답합니다. 주제는 글쓴이가 **지금** 바라는 것입니다.",
        cautions="개수에는 오지 않은 물건도 넣습니다.",
        fields=_fields(
            "ko",
            {
                "topic": "무엇에 관한 편지인가요?",
                "aspects": "무엇을 이야기하나요?",
                "product": "어떤 물건인가요?",
                "mood": "글쓴이의 기분은 어떤가요?",
                "low": "몹시 화남",
                "high": "매우 기쁨",
                "pieces": "몇 개인가요?",
                "unit": "개",
            },
        ),
        entries=_entries("ko"),
        pieces=_pieces("ko"),
    ),
]
