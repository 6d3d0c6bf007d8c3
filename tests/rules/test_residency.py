"""Who may reserve by where they live, and who may before the others."""

import pytest

from booking import words
from booking.rules.parties import UNKNOWN, Residence
from booking.rules.residency import goes_first, residency_refusal
from tests.rules.stated import stated

JONGNO, JUNGNANG = 11110, 11260
NEIGHBOUR = Residence(JONGNO, known=True)
ACROSS = Residence(JUNGNANG, known=True)
WORKS_HERE = Residence(None, life_zone=True, known=True)
AWAY = Residence(None, known=True)
EVERYBODY = (UNKNOWN, NEIGHBOUR, ACROSS, WORKS_HERE, AWAY)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("anyone", EVERYBODY),
        ("seoul_life", (UNKNOWN, NEIGHBOUR, ACROSS, WORKS_HERE)),
        ("seoul", (UNKNOWN, NEIGHBOUR, ACROSS)),
        ("district", (NEIGHBOUR,)),
    ],
)
def test_who_may_reserve_by_where_they_live(who, may):
    policy = stated({"residency": {"who": who}})

    for residence in EVERYBODY:
        assert (residency_refusal(residence, JONGNO, policy) is None) == (residence in may)


@pytest.mark.parametrize(
    ("who", "first"),
    [("nobody", EVERYBODY), ("seoul", (NEIGHBOUR, ACROSS)), ("district", (NEIGHBOUR,))],
)
def test_who_goes_first(who, first):
    policy = stated({"openings": {"residents_first": who, "others_after_minutes": 60}})

    for residence in EVERYBODY:
        assert goes_first(residence, JONGNO, policy) == (residence in first)


def test_a_café_whose_district_is_not_known_has_no_residents():
    assert residency_refusal(NEIGHBOUR, None, stated({"residency": {"who": "district"}})) is not None


def test_who_has_not_said_where_they_live_is_asked_to():
    policy = stated({"residency": {"who": "district"}})
    unknown, across = residency_refusal(UNKNOWN, JONGNO, policy), residency_refusal(ACROSS, JONGNO, policy)

    assert unknown is not None
    assert across is not None
    assert words.sentence(unknown) == "이 지점의 자치구에 사는 분만 예약할 수 있어요. 사는 곳을 먼저 알려 주세요."
    assert words.sentence(across) == "이 지점의 자치구에 사는 분만 예약할 수 있어요."
