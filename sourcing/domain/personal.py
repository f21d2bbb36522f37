"""Personal data in texts: found by form, checksum and context, and replaced by typed surrogates.

What has no form (names, most addresses) is not found. Where a number proves itself (Luhn, the check digit of a Korean
resident number, mod 97 of an IBAN) the proof decides; where it cannot, the way it is written does. In doubt a number
is masked: what was masked wrongly can be restored, what was shown cannot be hidden again.

Sources: ISO/IEC 7812-1 annex B (Luhn), ISO 13616 (IBAN), the rules of the Korean resident registration number (its
last six digits are random since October 2020), ITU-T E.164 for the length of telephone numbers.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from dmops_platform.states import State


class Personal(State):
    """A kind of personal data."""

    RESIDENT = "resident"
    EMAIL = "email"
    CARD = "card"
    IBAN = "iban"
    SSN = "ssn"
    IP = "ip"
    ACCOUNT = "account"
    PASSPORT = "passport"
    LICENCE = "licence"
    PHONE = "phone"


class Found(NamedTuple):
    """One piece of personal data: its kind and where it stands, in code points."""

    start: int
    end: int
    kind: Personal


class Masked(NamedTuple):
    """One surrogate and what it stands for."""

    surrogate: str
    kind: Personal
    value: str


#: the letters of each surrogate, "[RRN_1]"
LETTERS = {
    Personal.RESIDENT: "RRN",
    Personal.EMAIL: "EMAIL",
    Personal.CARD: "CARD",
    Personal.IBAN: "IBAN",
    Personal.SSN: "SSN",
    Personal.IP: "IP",
    Personal.ACCOUNT: "ACCOUNT",
    Personal.PASSPORT: "PASSPORT",
    Personal.LICENCE: "LICENCE",
    Personal.PHONE: "PHONE",
}
SURROGATE = re.compile(rf"\[({'|'.join(LETTERS.values())})_(\d{{1,9}})\]")

#: look-alikes read as their plain forms, one code point for one so that offsets stay
ALIKE = str.maketrans(
    {
        **{chr(0xFF10 + n): str(n) for n in range(10)},
        **dict.fromkeys("‐‑‒–—―−－﹣", "-"),
        "＠": "@",
        "．": ".",
    }
)
NEW_RULE_SINCE = date(2020, 10, 1)
CONTEXT = 24

RESIDENT = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2})(\s?-\s?|\s)?([1-8])(\d{6}|\*{6}|[xX]{6})(?![\d*])")
EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}(?:@|\s?[\[(]at[\])]\s?|\s?골뱅이\s?)"
    r"(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"
)
CARD = re.compile(r"(?<![\d+-])(?<!\d[ .])\d(?:[ -]?\d){11,18}(?![ -]?\d)")
IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
SSN = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])")
IP = re.compile(r"(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])")
ACCOUNT = re.compile(r"(?<![\d-])\d{2,6}(?:-\d{2,7}){1,4}(?![\d-])|(?<![\d-])\d{10,14}(?![\d-])")
ACCOUNT_WORDS = re.compile(
    r"계좌|입금|송금|이체|예금주|은행|뱅크|농협|수협|새마을금고|신협|우체국|account|acct", re.IGNORECASE
)
PASSPORT = re.compile(r"(?<![A-Za-z0-9])[MSRODG](?:\d{8}|\d{3}[A-Z]\d{4})(?![A-Za-z0-9])")
PASSPORT_WORDS = re.compile(r"여권|passport", re.IGNORECASE)
LICENCE = re.compile(r"(?<![\d-])\d{2}-\d{2}-\d{6}-\d{2}(?![\d-])")
PHONE = re.compile(
    r"(?<![\d+.-])(?<!\d )(?:"
    r"(?:\+|00)\d{1,3}(?:[-.\s]?(?:\(\d{1,4}\)|\d{1,5})){2,6}"
    r"|01[016789][-.\s)]{0,2}\d{3,4}[-.\s]{0,2}\d{4}"
    r"|\(?0(?:2|[3-6]\d|70|50\d)\)?[-.\s]{1,2}\d{3,4}[-.\s]{1,2}\d{4}"
    r"|0(?:2|[3-6]\d|70|50\d)\d{7,8}"
    r"|(?:1[-.\s])?(?:\(\d{3}\)\s?|\d{3}[-.])\d{3}[-.\s]\d{4}"
    r"|\(0?\d{1,4}\)[-.\s]?\d{3,4}[-.\s]?\d{3,5}"
    r"|0\d{1,4}(?:[-.\s]\d{2,4}){2,4}"
    r"|0\d{2,4}[-.\s]\d{6,8}"
    r")(?:\s?(?:x|ext\.?)\s?\d{1,5})?(?!\d|[-.]\d)"
)


LOCAL_PHONE = re.compile(
    r"(?<![\d+-])(?:\d{2,4}(?:[-.\s]\d{2,4}){1,4}|\d{3,4}[-.\s]\d{4,7}|\d{7,11})(?!\d|[-.]\d)"
)
PHONE_WORDS = re.compile(
    r"phone|\bcall|\btel\b|\bfax|mobile|\bcell|\bnumber\b|contact|\bring\b|dial|전화|연락|휴대폰|핸드폰|폰번호|번호|문자|카톡",
    re.IGNORECASE,
)
DATE = re.compile(r"\d{2}[-./ ]\d{2}[-./ ](?:19|20)\d{2}|(?:19|20)\d{2}[-./ ]\d{1,2}[-./ ]\d{1,2}")


def _always(_match: re.Match[str], _text: str) -> bool:
    return True


def _is_resident(match: re.Match[str], _text: str) -> bool:
    """A date and, where it can decide, the check digit; with a hyphen the way of writing is enough."""
    year, month, day, between, century, rest = match.groups()
    born = _birthday(year, month, day, century)
    if born is None:
        return False
    if (between or "").strip() or not rest.isdigit() or born >= NEW_RULE_SINCE:
        return True
    return _check_digit(f"{year}{month}{day}{century}{rest[:-1]}") == int(rest[-1])


def _birthday(year: str, month: str, day: str, century: str) -> date | None:
    hundreds = {"1": 19, "2": 19, "5": 19, "6": 19, "3": 20, "4": 20, "7": 20, "8": 20}
    try:
        return date(100 * hundreds[century] + int(year), int(month), int(day))
    except ValueError:
        return None


def _check_digit(digits: str) -> int:
    """Return the last digit of a resident number from its first twelve; of foreigners it is two higher.

    >>> _check_digit("800101123456")
    0
    """
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    is_foreign = digits[6] in "5678"
    return ((13 if is_foreign else 11) - rest) % 10


def _is_card(match: re.Match[str], _text: str) -> bool:
    digits = re.sub(r"\D", "", match[0])
    return 12 <= len(digits) <= 19 and len(set(digits)) > 1 and luhn(digits)


def luhn(digits: str) -> bool:
    """Return whether the last digit proves the others.

    >>> luhn("4111111111111111"), luhn("4111111111111112")
    (True, False)
    """
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _is_iban(match: re.Match[str], _text: str) -> bool:
    plain = match[0].replace(" ", "")
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1


def _near(words: re.Pattern[str]) -> Callable[[re.Match[str], str], bool]:
    def is_near(match: re.Match[str], text: str) -> bool:
        return bool(words.search(text[max(0, match.start() - CONTEXT) : match.end() + CONTEXT]))

    return is_near


def _is_account(match: re.Match[str], text: str) -> bool:
    return 9 <= sum(map(str.isdigit, match[0])) <= 16 and _near(ACCOUNT_WORDS)(match, text)


def _is_phone(match: re.Match[str], _text: str) -> bool:
    digits = [letter for letter in match[0] if letter.isdigit()]
    return 7 <= len(digits) <= 20 and len(set(digits)) > 1 and not DATE.match(match[0])


def _is_local_phone(match: re.Match[str], text: str) -> bool:
    return _is_phone(match, text) and _near(PHONE_WORDS)(match, text)


class Detector(NamedTuple):
    """How a kind is found: its form, what proves it, and how many digits a text needs for it to be worth a look."""

    kind: Personal
    form: re.Pattern[str]
    is_meant: Callable[[re.Match[str], str], bool]
    digits: int


#: in the order in which they are looked for: a resident number holds what could be a phone number
DETECTORS = (
    Detector(Personal.RESIDENT, RESIDENT, _is_resident, 7),
    Detector(Personal.EMAIL, EMAIL, _always, 0),
    Detector(Personal.IBAN, IBAN, _is_iban, 2),
    Detector(Personal.CARD, CARD, _is_card, 12),
    Detector(Personal.SSN, SSN, _always, 9),
    Detector(Personal.LICENCE, LICENCE, _always, 12),
    Detector(Personal.PASSPORT, PASSPORT, _near(PASSPORT_WORDS), 7),
    Detector(Personal.ACCOUNT, ACCOUNT, _is_account, 9),
    Detector(Personal.PHONE, PHONE, _is_phone, 7),
    Detector(Personal.PHONE, LOCAL_PHONE, _is_local_phone, 7),
    Detector(Personal.IP, IP, _always, 4),
)
DIGIT = re.compile(r"\d")
AT = re.compile(r"@|골뱅이|[\[(]at[\])]")


def find(text: str, kinds: Collection[Personal] = tuple(Personal)) -> list[Found]:
    """Return the personal data in a text, in order and without overlap."""
    plain = text.translate(ALIKE)
    digits, has_at = len(DIGIT.findall(plain)), AT.search(plain) is not None
    found: list[Found] = []
    for kind, form, is_meant, least in DETECTORS:
        if kind in kinds and (digits >= least if least else has_at):
            new = (Found(*match.span(), kind) for match in form.finditer(plain) if is_meant(match, plain))
            found += [
                one for one in new if not any(one.start < old.end and old.start < one.end for old in found)
            ]
    return sorted(found)


def mask(
    texts: dict[str, str], kinds: Collection[Personal] = tuple(Personal)
) -> tuple[dict[str, str], list[Masked]]:
    """Return the texts of one item with personal data replaced, and what each surrogate stands for.

    The same value gets the same surrogate in all of them. Masking twice changes nothing more.
    """
    numbers = _numbers(texts.values())
    known: dict[tuple[Personal, str], Masked] = {}
    return {name: _masked(text, kinds, numbers, known) for name, text in texts.items()}, list(known.values())


def _numbers(texts: Iterable[str]) -> Counter[str]:
    """Return the highest number of each surrogate that stands in the texts already."""
    highest: Counter[str] = Counter()
    for text in texts:
        for letters, number in SURROGATE.findall(text):
            highest[letters] = max(highest[letters], int(number))
    return highest


def _masked(
    text: str,
    kinds: Collection[Personal],
    numbers: Counter[str],
    known: dict[tuple[Personal, str], Masked],
) -> str:
    while found := find(text, kinds):
        text = "".join(_pieces(text, found, numbers, known))
    return text


def _pieces(
    text: str, found: list[Found], numbers: Counter[str], known: dict[tuple[Personal, str], Masked]
) -> Iterator[str]:
    at = 0
    for start, end, kind in found:
        value = text[start:end]
        key = kind, "".join(value.translate(ALIKE).lower().split())
        if key not in known:
            numbers[LETTERS[kind]] += 1
            known[key] = Masked(f"[{LETTERS[kind]}_{numbers[LETTERS[kind]]}]", kind, value)
        yield text[at:start]
        yield known[key].surrogate
        at = end
    yield text[at:]


def masked(text: str) -> str:
    """Return one text with personal data replaced by typed surrogates.

    >>> masked("Write to mina@example.org or 010-1234-5678.")
    'Write to [EMAIL_1] or [PHONE_1].'
    """
    return mask({"": text})[0][""]


def scan(texts: Iterable[str]) -> Counter[Personal]:
    """Return how often each kind of personal data stands in the texts."""
    return Counter(found.kind for text in texts for found in find(text))
