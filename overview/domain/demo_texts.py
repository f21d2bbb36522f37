"""Short reviews written for the demo, each with what its writer meant, and what surrounds them."""

from datetime import date
from typing import Any, NamedTuple

ENGLISH = [
    ("I came for the soundtrack and stayed for the last ten minutes. Wonderful.", "positive"),
    ("Two hours of my life that I would like back.", "negative"),
    ("The lead carries every scene, and the ending earned its tears.", "positive"),
    ("It opens on Friday in the usual cinemas.", "neutral"),
    ("Beautiful pictures, no story. I looked at my watch four times.", "negative"),
    ("My daughter asked to see it again the next day, and so did I.", "positive"),
    ("Well. It certainly is a film.", "negative"),
    ("The second half repeats the first, only louder.", "negative"),
    ("Runs 118 minutes, with subtitles in six languages.", "neutral"),
    ("Quiet, patient and kind. I wish there were more like it.", "positive"),
    ("I wanted to love it. I did not even like it.", "negative"),
    ("Not bad at all, considering I only went because it rained.", "positive"),
    ("The twist is good. Everything before it is homework.", "negative"),
    ("Filmed on an island off the west coast.", "neutral"),
    ("I laughed at the funeral scene, which I think was the point.", "positive"),
    ("The dialogue sounds as if nobody had ever heard people talk.", "negative"),
    ("Go with friends, argue about it afterwards. That is the best part.", "positive"),
    ("Same director, same actors, same jokes.", "negative"),
    ("The book is shorter.", "neutral"),
    ("A small miracle of a film.", "positive"),
    ("Loud, long and proud of it.", "negative"),
    ("The colours alone are worth the ticket.", "positive"),
    ("I fell asleep, and my neighbour woke me to leave.", "negative"),
    ("It is a remake of the 1987 film.", "neutral"),
    ("Every minor part is a portrait. I could watch the baker for an hour.", "positive"),
    ("Promising start, and then the committee took over.", "negative"),
    ("Oh great, another hero who cannot die.", "negative"),
    ("The cat steals it. The cat deserves it.", "positive"),
    ("Seen at the festival in May.", "neutral"),
    ("I did not expect to call my brother after a cartoon.", "positive"),
    ("The trailer has all the good lines.", "negative"),
    ("A bit slow, and all the better for it.", "positive"),
    ("Somebody should have told them that rain is not a mood.", "negative"),
    ("Rated for ages twelve and up.", "neutral"),
    ("Funny, warm, a little too long, and I forgive it everything.", "positive"),
    ("I have seen better acting in safety videos.", "negative"),
    ("It made the whole row laugh at the same moment. That is rare.", "positive"),
    ("The music tells you what to feel because the script cannot.", "negative"),
    ("There are two versions; this is the longer one.", "neutral"),
    ("If this is the future of cinema, I am glad I kept my old discs.", "negative"),
    ("I would see it again tomorrow. Anyone else? Call me on [PHONE_1].", "positive"),
]

KOREAN = [
    ("마지막 10분을 위해 두 시간을 기다린 보람이 있었다.", "positive"),
    ("돈도 아깝지만 시간이 더 아깝다.", "negative"),
    ("배우 한 명이 영화를 통째로 끌고 간다. 대단하다.", "positive"),
    ("금요일에 전국 극장에서 개봉한다.", "neutral"),
    ("화면은 예쁜데 이야기가 없다. 시계를 네 번 봤다.", "negative"),
    ("아이가 다음 날 또 보자고 했고, 나도 그러고 싶었다.", "positive"),
    ("음... 영화이긴 하다.", "negative"),
    ("후반부는 전반부를 더 크게 반복할 뿐이다.", "negative"),
    ("상영 시간은 118분이고 자막은 여섯 언어로 나온다.", "neutral"),
    ("조용하고 느긋하고 다정하다. 이런 영화가 더 많았으면.", "positive"),
    ("좋아하고 싶었는데 도저히 안 되더라.", "negative"),
    ("비 와서 본 것치고는 꽤 괜찮았어요.", "positive"),
    ("반전은 좋다. 그 앞은 전부 숙제다.", "negative"),
    ("서해의 작은 섬에서 촬영했다고 한다.", "neutral"),
    ("장례식 장면에서 웃었는데, 그게 맞는 것 같다.", "positive"),
    ("사람이 저렇게 말하는 걸 들어 본 적이 없다.", "negative"),
    ("친구랑 보고 나와서 다투세요. 그게 제일 재밌습니다.", "positive"),
    ("같은 감독, 같은 배우, 같은 농담.", "negative"),
    ("원작 소설이 더 짧다.", "neutral"),
    ("작은 기적 같은 영화 ㅠㅠ", "positive"),
    ("시끄럽고 길고 그걸 자랑스러워한다.", "negative"),
    ("색감만으로도 푯값은 한다.", "positive"),
    ("자다가 옆 사람이 깨워서 나왔다 ㅋㅋㅋ", "negative"),
    ("1987년 작품을 다시 만든 것이다.", "neutral"),
    ("단역 하나하나가 초상화 같다. 빵집 주인만 한 시간 보고 싶다.", "positive"),
    ("시작은 좋았는데 회의실에서 완성된 티가 난다.", "negative"),
    ("와, 또 안 죽는 주인공이네. 신선하다 정말.", "negative"),
    ("고양이가 다 했다. 그럴 자격이 있다.", "positive"),
    ("5월 영화제에서 먼저 상영되었다.", "neutral"),
    ("만화 보고 형한테 전화하게 될 줄은 몰랐다.", "positive"),
    ("좋은 대사는 예고편에 다 나왔다.", "negative"),
    ("조금 느리지만 그래서 더 좋았다.", "positive"),
    ("비만 내리면 분위기가 되는 줄 아나 보다.", "negative"),
    ("12세 이상 관람가이다.", "neutral"),
    ("웃기고 따뜻하고 살짝 길지만 다 용서된다.", "positive"),
    ("안전 교육 영상 연기가 이것보다 낫다.", "negative"),
    ("한 줄 전체가 동시에 웃었다. 드문 일이다.", "positive"),
    ("각본이 못 하니까 음악이 감정을 시킨다.", "negative"),
    ("두 가지 판본이 있는데 이것이 긴 쪽이다.", "neutral"),
    ("이게 영화의 미래라면 옛날 디스크를 안 버리길 잘했다.", "negative"),
    ("내일 또 보러 갑니다. 같이 가실 분은 [PHONE_1]로 연락 주세요.", "positive"),
]

GUIDELINE = {
    "en": {
        "overview": "We teach a model to tell how a film review feels about the film.\n\n"
        "Judge **the writer's feeling about the film**, not your own and not the story's.",
        "label_scheme": "Three labels; exactly one fits. A fact is neutral, even a sad one.",
        "procedure": "1. Read the whole review.\n2. Ask: would the writer send a friend to see it?\n"
        "3. Press the key of the label.",
        "afterwards": "Three people answer every review. Where they differ, a reviewer decides and says why.",
        "cautions": "Irony counts for what it means: “Oh great, another hero who cannot die” is negative.",
    },
    "ko": {
        "overview": "영화평이 영화를 어떻게 느끼는지 구분하는 모델을 가르칩니다.\n\n"
        "**글쓴이가 영화에 대해 느낀 것**을 판단합니다. 나의 감상도, 줄거리의 분위기도 아닙니다.",
        "label_scheme": "라벨은 세 가지이며 그중 하나만 맞습니다. 슬픈 내용이라도 사실만 적었으면 중립입니다.",
        "procedure": "1. 글을 끝까지 읽습니다.\n2. 글쓴이가 친구에게 이 영화를 권할지 생각합니다.\n"
        "3. 해당 라벨의 키를 누릅니다.",
        "afterwards": "영화평마다 세 사람이 답합니다. 답이 다르면 검수자가 이유를 적고 결정합니다.",
        "cautions": "반어는 속뜻으로 판단합니다. “와, 또 안 죽는 주인공이네. 신선하다 정말.”은 부정입니다.",
    },
}

#: language → what was hard, and what holds
EDGE_CASE = {
    "en": (
        "“The cinema was cold and the seats creaked.”",
        "Neutral: it is about the cinema, not about the film.",
    ),
    "ko": ("“극장이 춥고 의자가 삐걱거렸다.”", "중립입니다. 영화가 아니라 극장 이야기입니다."),
}

LABELS = {
    "en": [
        ("positive", "Positive", "The writer liked the film."),
        ("negative", "Negative", "The writer did not like it."),
        ("neutral", "Neutral", "A fact, without a feeling about the film."),
    ],
    "ko": [
        ("positive", "긍정", "글쓴이가 영화를 좋게 보았다."),
        ("negative", "부정", "글쓴이가 영화를 좋지 않게 보았다."),
        ("neutral", "중립", "감정 없이 사실만 적었다."),
    ],
}

CLIENTS = {"en": "Northlight Pictures", "ko": "한빛시네마"}

BRIEFS = {
    "en": {
        "purpose": "Northlight wants to see each morning how yesterday's reviews felt about its films. The data"
        " teaches the model that reads them.",
        "model_input": "One film review in English, one to three sentences.",
        "model_output": "Positive, negative or neutral.",
        "languages": "en",
        "is_commercial": True,
        "budget": 480_000,
        "currency": "USD",
        "requirements": [
            ("Every review of the plan has an accepted answer.", "items.accepted", ">=", 40),
            ("People agree well enough to be believed.", "agreement.alpha", ">=", 0.6),
            ("Unhappy reviews are not rare.", "label_share.negative", ">=", 0.25),
            ("No text names a private person.", "", "", None),
        ],
        "plan": [("pilot", 10, 14), ("main", 30, 45)],
    },
    "ko": {
        "purpose": "관객 반응을 매일 집계하려는 한빛시네마가 감성 분류 모델을 학습시키는 데 쓸 데이터입니다.",
        "model_input": "한국어 영화평 한 편, 한 문장에서 세 문장.",
        "model_output": "긍정, 부정, 중립 가운데 하나.",
        "languages": "ko",
        "is_commercial": True,
        "budget": 6_000_000,
        "currency": "KRW",
        "requirements": [
            ("모든 영화평에 확정된 답이 있다.", "items.accepted", ">=", 40),
            ("작업자 간 일치도가 충분하다.", "agreement.alpha", ">=", 0.6),
            ("부정 의견이 충분히 담겨 있다.", "label_share.negative", ">=", 0.25),
        ],
        "plan": [("main", 40, 30)],
    },
}

MORE_WANTED = "Twice as many reviews in the main phase."

#: why the guideline stays as it is after the pilot
PILOT_VERDICT = "People differed on irony only, and the edge cases settle it. Nothing else was unclear."

#: the source whose reviews are labelled, and one that waits for its review with a licence conflict
SOURCES: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
    "en": (
        {
            "name": "Reviews given by Northlight",
            "kind": "client_provided",
            "origin": "Export of the review form on the client's own site, January to June.",
            "collector": "Northlight Pictures, audience team",
            "collected_on": date(2026, 7, 1),
            "licence": "custom",
            "licence_text": "Agreement of 1 July 2026, section 3: Northlight may have its visitors' reviews processed"
            " and used for its own models.",
            "licence_terms": {"commercial": True, "derivatives": True},
            "copyright_holder": "The writers; the terms of the site grant use",
        },
        {
            "name": "Reviews found on fan sites",
            "kind": "crawled",
            "origin": "Three fan sites, pages about films of 2025.",
            "collector": "Dana Seo",
            "collected_on": date(2026, 8, 12),
            "licence": "CC-BY-NC-4.0",
            "copyright_holder": "The writers",
        },
    ),
    "ko": (
        {
            "name": "한빛시네마 관객 설문",
            "kind": "client_provided",
            "origin": "한빛시네마 누리집의 관객 설문, 2026년 상반기.",
            "collector": "한빛시네마 관객팀",
            "collected_on": date(2026, 7, 3),
            "licence": "custom",
            "licence_text": "2026년 7월 3일 자료 제공 계약 제3조: 설문 응답을 가공하여 모델 학습에 쓸 수 있다.",
            "licence_terms": {"commercial": True, "derivatives": True},
            "copyright_holder": "한빛시네마",
        },
        None,
    ),
}

ASSESSMENTS = {
    "en": {
        "reliability": "The client exported it from its own form; the file's checksum is the one in their mail.",
        "obtainability": "Plain UTF-8, one review a row; a first import refused no row.",
    },
    "ko": {
        "reliability": "고객사가 자체 설문 시스템에서 직접 내려받아 제공하였고, 파일의 체크섬이 일치합니다.",
        "obtainability": "UTF-8 표 한 개로 제공되어 바로 가공할 수 있습니다.",
    },
}

#: label → why gold with this label is right
WHY = {
    "positive": "The writer would send a friend to see it.",
    "negative": "The writer would keep a friend from seeing it.",
    "neutral": "It states a fact; no feeling about the film shows.",
}
CAMPAIGN = {
    "title": "Readers of film reviews wanted",
    "text": "You read short film reviews and say how the writer felt about the film: **positive**, **negative** or"
    " **neutral**. An item takes about seven seconds. You work when you like, on a phone or a computer.",
    "agreement": "The reviews stay in this platform: you copy none of them elsewhere. We keep your answers and the time"
    " they took for as long as the project runs. Accepted answers are paid each month.",
}
EXPERIENCE = "Two years of moderating comments for a newspaper."
ANSWERED_QUESTION = (
    "Is irony judged by its words or by what it means?",
    "By what it means. “Oh great, another hero who cannot die” is negative.",
)
OPEN_QUESTION = "A review likes the music and dislikes everything else. Which label?"
CHECK = [
    (
        "“Oh great, another hero who cannot die.” Which label?",
        ["Positive", "Negative", "Neutral"],
        1,
        "Irony counts for what it means.",
    ),
    (
        "Whose feeling do you judge?",
        ["Yours", "The writer's", "The story's"],
        1,
        "The writer's feeling about the film.",
    ),
]
SESSION = (
    "Kick-off before the pilot",
    "1. What the client needs\n2. Ten reviews together\n3. Questions",
    "We labelled ten reviews together and differed on two, both ironic. The guideline says now: by what it means.",
)

#: what stood in a review before it was masked; numbers that nobody has
PHONE = {"en": "(555) 010-0199", "ko": "010-0000-1234"}


class Delivery(NamedTuple):
    """What is said on the way of a project from its main batch to a release that is accepted."""

    batch: str
    without_pilot: str
    stands: str
    note: str
    verdict: str


DELIVERY = {
    "ko": Delivery(
        batch="본 작업",
        without_pilot="지난 분기에 같은 스키마와 같은 작업자로 파일럿을 마쳤습니다.",
        stands="사람들이 논의하여 정한 답이며, 다시 읽어도 그대로입니다.",
        note="1차 납품",
        verdict="요청한 대로입니다.",
    ),
    "en": Delivery(
        batch="Main work",
        without_pilot="The pilot of last quarter had the same schema and the same people.",
        stands="People settled this answer after a discussion, and it stands on another reading.",
        note="First delivery",
        verdict="As we asked for.",
    ),
}
