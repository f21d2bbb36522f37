import time

import pytest

from verification.domain.privacy import Personal, masked, scan


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("문의는 mina.park@example.co.kr로 주세요", "문의는 [EMAIL_1]로 주세요"),
        ("010-1234-5678로 전화 주세요", "[PHONE_1]로 전화 주세요"),
        ("전화 01012345678", "전화 [PHONE_1]"),
        ("사무실 02-345-6789", "사무실 [PHONE_1]"),
        ("Call +82 10 1234 5678 or +1 (415) 555-2671.", "Call [PHONE_1] or [PHONE_2]."),
        ("주민번호 900101-1234567 입니다", "주민번호 [RRN_1] 입니다"),
        ("9001011234568", "[RRN_1]"),
    ],
)
def test_masked_replaces_what_names_a_person(text, without):
    assert masked(text) == without
    assert masked(without) == without


@pytest.mark.parametrize(
    "text",
    ["1987년 작품, 상영 118분", "2024-05-17 10:30", "3,141,592 items", "a@b", "991301-1234567", "1+1=2"],
)
def test_masked_leaves_other_numbers_alone(text):
    assert masked(text) == text


def test_scan_counts_by_kind():
    found = scan(["a@b.org, c@d.org", "010-1234-5678", "nothing"])
    assert found == {Personal.EMAIL: 2, Personal.PHONE: 1}


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "a." * 100_000, "0" * 200_000, "+1" * 100_000, "1-" * 100_000]
)
def test_scan_of_a_hostile_text_ends_soon(text):
    began = time.monotonic()
    scan([text])
    assert time.monotonic() - began < 2
