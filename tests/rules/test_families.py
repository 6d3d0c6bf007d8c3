"""What a child's birth date may be."""

from datetime import date

import pytest

from booking import words
from booking.rules.families import birth_date_refusal
from booking.rules.refusals import Code

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(2026, 11, 25), Code.BIRTH_DATE_IN_FUTURE),
        (date(2026, 11, 24), None),
        (date(2013, 1, 1), None),  # 연나이 13, the highest published band
        (date(2012, 11, 25), None),
        (date(2012, 11, 24), Code.BIRTH_DATE_TOO_OLD),  # fourteen today
    ],
)
def test_a_child_is_born_and_not_yet_fourteen(birth, expected):
    refusal = birth_date_refusal(birth, TODAY)

    assert (refusal.code if refusal else None) == expected
    if expected == Code.BIRTH_DATE_TOO_OLD:
        assert refusal is not None
        assert words.sentence(refusal) == "이 서비스는 0~13세 아이를 위한 곳이에요. 생년월일을 확인해 주세요."
