"""Messages to a bank's help desk for the demo: a model says what each is about and suggests how urgent it is."""

from typing import Any, NamedTuple

from overview.domain.playground.play import Label, asked, labels_of

TOPIC, URGENCY, MONEY = "topic", "urgency", "money"
#: the last messages are kept as hidden gold
GOLD = 4


class Mail(NamedTuple):
    """A message, what a model says of it, and what it means; only of payments is asked whether money is wanted."""

    text: str
    topic: str
    suggested: str
    urgency: str
    money: str = ""


NAMES = {"en": "Bank messages with a model", "ko": "모델과 함께 보는 은행 문의"}
SUMMARIES = {
    "en": "A model names the topic and suggests how urgent a message is; people confirm it. Work in progress.",
    "ko": "모델이 주제를 정하고 급한 정도를 제안하면 사람이 확인합니다. 작업 중입니다.",
}
ORIGIN = "urgency-1"
TOPICS = {
    "en": [
        Label("card", "Card", "Cards: lost, blocked, ordered.", "“My card is gone.”", "“I paid twice.”"),
        Label("payment", "Payment", "Money that moved, or did not.", "“I paid twice.”", "“My card is gone.”"),
        Label("access", "Access", "Signing in and passwords.", "“I forgot my PIN.”", "“I paid twice.”"),
    ],
    "ko": [
        Label("card", "카드", "카드 분실, 정지, 신청.", "“카드를 잃어버렸어요.”", "“두 번 빠져나갔어요.”"),
        Label(
            "payment", "결제", "빠져나갔거나 오지 않은 돈.", "“두 번 빠져나갔어요.”", "“카드를 잃어버렸어요.”"
        ),
        Label("access", "로그인", "로그인과 비밀번호.", "“비밀번호를 잊었어요.”", "“두 번 빠져나갔어요.”"),
    ],
}
URGENCIES = {
    "en": [
        Label("low", "Can wait", "Nothing is lost in a week.", "“When do you open?”", "“My card is gone.”"),
        Label(
            "normal",
            "Soon",
            "It should be settled in a day or two.",
            "“I paid twice.”",
            "“When do you open?”",
        ),
        Label("high", "At once", "Money is at risk now.", "“My card is gone.”", "“I paid twice.”"),
    ],
    "ko": [
        Label("low", "나중에", "일주일 뒤여도 괜찮습니다.", "“몇 시에 여나요?”", "“카드를 잃어버렸어요.”"),
        Label("normal", "곧", "하루 이틀 안에 풀어야 합니다.", "“두 번 빠져나갔어요.”", "“몇 시에 여나요?”"),
        Label(
            "high", "당장", "지금 돈을 잃을 수 있습니다.", "“카드를 잃어버렸어요.”", "“두 번 빠져나갔어요.”"
        ),
    ],
}
ANSWERS = {
    "en": [
        Label("yes", "Yes", "The writer asks for money.", "“Send it back.”", "“Where is it?”"),
        Label("no", "No", "The writer asks for something else.", "“Where is it?”", "“Send it back.”"),
    ],
    "ko": [
        Label("yes", "예", "돈을 돌려 달라고 합니다.", "“돌려주세요.”", "“어디 있나요?”"),
        Label("no", "아니요", "다른 것을 묻습니다.", "“어디 있나요?”", "“돌려주세요.”"),
    ],
}
TITLES = {
    "en": ("What is it about?", "How urgent is it?", "Does the writer want money back?"),
    "ko": ("무엇에 관한 글인가요?", "얼마나 급한가요?", "돈을 돌려 달라고 하나요?"),
}
SECTIONS = {
    "en": {
        "overview": "We teach a model which messages to a bank must be answered first.",
        "label_scheme": "The model names the topic: read it, it is not asked. It suggests how urgent the message is:"
        " take that only where you would have said the same.",
        "procedure": "1. Read the whole message.\n2. Decide for yourself.\n3. `Space` takes the suggestion, a key of a"
        " label answers otherwise.",
        "afterwards": "Two people answer every message. A reviewer looks at every answer.",
        "cautions": "A writer who shouts is not in a hurry for that. Ask what is lost by tomorrow.",
    },
    "ko": {
        "overview": "은행에 온 문의 가운데 무엇을 먼저 답해야 하는지 모델에 가르칩니다.",
        "label_scheme": "주제는 모델이 정하며 읽기만 합니다."
        " 급한 정도는 모델의 제안이 내 생각과 같을 때만 받아들입니다.",
        "procedure": "1. 글을 끝까지 읽습니다.\n2. 스스로 판단합니다.\n3. `Space`를 누르면 제안을 받아들이고, 라벨의"
        " 키를 누르면 다르게 답합니다.",
        "afterwards": "글마다 두 사람이 답합니다. 검수자는 모든 답을 살펴봅니다.",
        "cautions": "말투가 세다고 급한 것은 아닙니다. 내일까지 무엇을 잃는지 생각합니다.",
    },
}
BATCH = {"en": "Main", "ko": "본 작업"}
NO_PILOT = {
    "en": "The same people settled a pilot of these fields last month.",
    "ko": "지난달에 같은 사람들이 이 필드로 파일럿을 마쳤습니다.",
}
RETURNED = {
    "en": "The money is already gone, nothing more can be lost: please read the cautions again.",
    "ko": "돈은 이미 빠져나갔고 더 잃을 것은 없습니다. 주의 사항을 다시 읽어 주세요.",
}
PAUSED = {
    "en": "Nearly every suggestion was taken within three seconds. Let us talk before you go on.",
    "ko": "거의 모든 제안을 3초 안에 그대로 받아들였습니다. 이야기한 뒤에 이어 가겠습니다.",
}
WHY = {"en": "Ask what is lost by tomorrow.", "ko": "내일까지 무엇을 잃는지 생각합니다."}
SOURCE = {
    "en": {"name": "Help desk of a bank", "origin": "Written for this demo."},
    "ko": {"name": "은행 상담 창구", "origin": "이 데모를 위해 쓴 글입니다."},
}
MAILS = {
    "en": [
        Mail("Somebody took my bag and my card was in it. Please block it.", "card", "high", "high"),
        Mail(
            "The rent left my account twice this month. Please send one back.",
            "payment",
            "high",
            "normal",
            "yes",
        ),
        Mail("Can the new card have a picture of my dog on it?", "card", "low", "low"),
        Mail("I forgot my password. No hurry, I look once a month.", "access", "normal", "low"),
        Mail("I get messages about payments in a town I have never seen!", "payment", "normal", "high", "no"),
        Mail("WHY DOES YOUR APP HAVE A NEW COLOUR???", "access", "high", "low"),
        Mail(
            "My salary was due yesterday and is not here yet. Where is it?",
            "payment",
            "normal",
            "normal",
            "no",
        ),
        Mail("The machine kept my card an hour ago. It is still in there.", "card", "normal", "normal"),
        Mail("You took a fee that you had promised to drop. Return it.", "payment", "low", "normal", "yes"),
        Mail("A man on the phone has my PIN, I gave it to him. What now?", "access", "normal", "high"),
        Mail("Where do I see what I spent in March?", "access", "low", "low"),
        Mail("The shop says my card is declined. I stand at the counter.", "card", "low", "normal"),
        Mail("I sent all my savings to the wrong number a minute ago!", "payment", "normal", "high", "yes"),
        Mail("Which of your cards has no yearly fee?", "card", "normal", "low"),
    ],
    "ko": [
        Mail("가방을 도둑맞았는데 카드가 들어 있었어요. 막아 주세요.", "card", "high", "high"),
        Mail("이번 달 월세가 두 번 빠져나갔습니다. 하나는 돌려주세요.", "payment", "high", "normal", "yes"),
        Mail("새 카드에 우리 강아지 사진을 넣을 수 있나요?", "card", "low", "low"),
        Mail("비밀번호를 잊었어요. 한 달에 한 번 보니 급하지 않습니다.", "access", "normal", "low"),
        Mail("가 본 적도 없는 도시에서 결제됐다는 문자가 계속 와요!", "payment", "normal", "high", "no"),
        Mail("앱 색이 왜 바뀌었습니까??? 당장 답하세요!!!", "access", "high", "low"),
        Mail("어제가 월급날인데 아직 안 들어왔어요. 어디 있나요?", "payment", "normal", "normal", "no"),
        Mail("한 시간 전에 기계가 카드를 삼켰는데 아직 안 나와요.", "card", "normal", "normal"),
        Mail("없애 준다던 수수료 삼천 원이 또 빠져나갔네요. 돌려주세요.", "payment", "low", "normal", "yes"),
        Mail("전화한 사람에게 비밀번호를 알려 줬어요. 어떡하죠?", "access", "normal", "high"),
        Mail("3월에 쓴 돈은 어디에서 보나요?", "access", "low", "low"),
        Mail("가게에서 카드가 안 된대요. 지금 계산대 앞이에요.", "card", "low", "normal"),
        Mail("방금 적금 전부를 모르는 번호로 보냈어요!", "payment", "normal", "high", "yes"),
        Mail("연회비가 없는 카드는 어느 것인가요?", "card", "normal", "low"),
    ],
}


def fields_in(language: str) -> list[dict[str, Any]]:
    """Return the fields: one that a model fills, one that it suggests, and one asked only of payments."""
    topic, urgency, money = TITLES[language]
    return [
        asked("choice", topic, {"labels": labels_of(TOPICS[language])}, TOPIC, filled_by="model"),
        asked(
            "choice",
            urgency,
            {"labels": labels_of(URGENCIES[language]), "is_ordered": True},
            URGENCY,
            filled_by="model_confirmed",
        ),
        asked(
            "choice",
            money,
            {"labels": labels_of(ANSWERS[language])},
            MONEY,
            visible_when={"field": TOPIC, "one_of": ["payment"]},
        ),
    ]
