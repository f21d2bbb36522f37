"""What is found and masked. Every number here is made up."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sourcing.domain.personal import Personal, find, luhn, mask, masked, scan

KOREAN = [
    ("주민번호는 800101-1234560 입니다", "800101-1234560", Personal.RESIDENT),
    ("주민번호 8001011234560", "8001011234560", Personal.RESIDENT),
    ("８００１０１－１２３４５６０", "８００１０１－１２３４５６０", Personal.RESIDENT),
    ("외국인등록번호 900215 - 5123456", "900215 - 5123456", Personal.RESIDENT),
    ("생년 800101-1****** 로만", "800101-1******", Personal.RESIDENT),
    ("2021년생 210301-3987654", "210301-3987654", Personal.RESIDENT),
    ("전화 010-1234-5678", "010-1234-5678", Personal.PHONE),
    ("01012345678로 주세요", "01012345678", Personal.PHONE),
    ("010 1234 5678", "010 1234 5678", Personal.PHONE),
    ("010.1234.5678", "010.1234.5678", Personal.PHONE),
    ("０１０－１２３４－５６７８", "０１０－１２３４－５６７８", Personal.PHONE),
    ("+82-10-1234-5678", "+82-10-1234-5678", Personal.PHONE),
    ("+82 10 1234 5678", "+82 10 1234 5678", Personal.PHONE),
    ("사무실 02-555-1234", "02-555-1234", Personal.PHONE),
    ("(031) 555-1234", "(031) 555-1234", Personal.PHONE),
    ("인터넷전화 070-4321-8765", "070-4321-8765", Personal.PHONE),
    ("메일 hong.gd@example.co.kr로", "hong.gd@example.co.kr", Personal.EMAIL),
    ("hong골뱅이example.com", "hong골뱅이example.com", Personal.EMAIL),
    ("카드 4111-1111-1111-1111 결제", "4111-1111-1111-1111", Personal.CARD),
    ("국민은행 123456-78-901234 홍길동", "123456-78-901234", Personal.ACCOUNT),
    ("계좌번호: 3333012345678", "3333012345678", Personal.ACCOUNT),
    ("여권 M12345678", "M12345678", Personal.PASSPORT),
    ("운전면허 11-20-123456-78", "11-20-123456-78", Personal.LICENCE),
]
INTERNATIONAL = [
    ("mail me: a.b+c@example.org.", "a.b+c@example.org", Personal.EMAIL),
    ("jane [at] example.com", "jane [at] example.com", Personal.EMAIL),
    ("call (555) 123-4567 now", "(555) 123-4567", Personal.PHONE),
    ("555-123-4567", "555-123-4567", Personal.PHONE),
    ("+44 20 7946 0958", "+44 20 7946 0958", Personal.PHONE),
    ("0049 30 123456", "0049 30 123456", Personal.PHONE),
    ("5500 0000 0000 0004", "5500 0000 0000 0004", Personal.CARD),
    ("GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32", Personal.IBAN),
    ("SSN 219-09-9999", "219-09-9999", Personal.SSN),
    ("from 203.0.113.7", "203.0.113.7", Personal.IP),
]
INNOCENT = [
    "2024-01-02 12:30",
    "01-18-2017 00:00",
    "1,234,567원",
    "주문번호 1234567890123",
    "800101-9234560",
    "801301-1234560",
    "4111 1111 1111 1112",
    "별점 10/10, 3.141592653589",
    "버전 1.2.3.4.5",
    "1588-1234",
    "@handle 님",
    "0000000",
    "GB82 WEST 1234 5698 7654 33",
    "[PHONE_1]에게 [EMAIL_2]",
    "ISBN 978-89-01-23456-7",
]


@pytest.mark.parametrize(("text", "value", "kind"), KOREAN + INTERNATIONAL)
def test_find_finds(text, value, kind):
    assert [(text[one.start : one.end], one.kind) for one in find(text)] == [(value, kind)]


@pytest.mark.parametrize("text", INNOCENT)
def test_find_lets_other_numbers_be(text):
    assert find(text) == []


def test_resident_number_without_a_hyphen_needs_its_check_digit():
    assert find("8001011234560")
    assert not find("8001011234561")
    assert find("800101-1234561"), "with the hyphen the way of writing is enough"


def test_find_looks_only_for_the_kinds_asked_for():
    text = "a@example.org 010-1234-5678"
    assert [one.kind for one in find(text, [Personal.PHONE])] == [Personal.PHONE]


def test_mask_gives_one_value_one_surrogate_in_all_texts_of_an_item():
    texts, found = mask(
        {"title": "010-1234-5678", "body": "A@example.org, a@example.org, 010-1234-5678, 010-9999-8888"}
    )
    assert texts == {"title": "[PHONE_1]", "body": "[EMAIL_1], [EMAIL_1], [PHONE_1], [PHONE_2]"}
    assert [(one.surrogate, one.value) for one in found] == [
        ("[PHONE_1]", "010-1234-5678"),
        ("[EMAIL_1]", "A@example.org"),
        ("[PHONE_2]", "010-9999-8888"),
    ]


def test_mask_counts_on_behind_surrogates_that_are_there():
    assert masked("[PHONE_3] 010-1234-5678") == "[PHONE_3] [PHONE_4]"


def test_c41_masking_twice_changes_nothing():
    for text, _value, _kind in KOREAN + INTERNATIONAL:
        once, found = mask({"text": f"{text} / {text}"})
        assert mask(once) == (once, []), text
        assert all(one.value not in once["text"] for one in found)


PIECES = st.sampled_from(
    [
        *(text for text, _value, _kind in KOREAN + INTERNATIONAL),
        *INNOCENT,
        "-",
        " ",
        "1",
        "0",
        "+",
        "(",
        "@",
        "가",
    ]
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=8).map("".join))
def test_c41_masking_twice_changes_nothing_whatever_stands_together(text):
    once = masked(text)
    assert masked(once) == once
    assert find(once) == []


def test_find_gives_code_points_that_map_back():
    text = "👩‍👩‍👧 한글 a@example.org 😀"
    [one] = find(text)
    assert text[one.start : one.end] == "a@example.org"


def test_find_is_quick_on_a_long_run_of_digits_and_signs():
    for hostile in ("1-" * 20_000, "1 " * 20_000, "a.a@" * 10_000, "+1 (" * 10_000, "0" * 50_000):
        find(hostile)


def test_scan_counts_by_kind():
    assert scan(["a@example.org", "b@example.org", "-"]) == {Personal.EMAIL: 2}


def test_luhn_is_the_published_example():
    """79927398713 is the example of the Luhn formula in US patent 2,950,048's common presentation."""
    assert [digit for digit in "0123456789" if luhn(f"7992739871{digit}")] == ["3"]
