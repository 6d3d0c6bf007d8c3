"""Who may reserve by where they live, and who may before the others."""

from datetime import date, time

import pytest

from booking import words
from booking.rules.parties import UNKNOWN, Residence
from booking.rules.policy import Residency, merged
from booking.rules.residency import goes_first, residency_refusal
from booking.rules.statements import Statement
from tests.rules.stated import CITY, stated

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


CITY_SAYS = {"who": "seoul_life", "evidence": "사원증"}


@pytest.mark.parametrize(
    ("said", "evidence"),
    [
        ({}, "사원증"),
        ({"cafe": {"who": "district"}}, None),
        ({"district": {"who": "district"}}, None),
        ({"district": {"who": "district"}, "cafe": {"who": "seoul_life"}}, None),
        ({"cafe": {"who": "district", "evidence": "등본"}}, "등본"),
        ({"district": {"who": "district", "evidence": "등본"}, "cafe": {"who": "seoul"}}, None),
        ({"district": {"evidence": "등본"}}, "등본"),
        ({"cafe": {"who": "seoul_life"}}, "사원증"),
        ({"district": {"who": "district"}, "cafe": {"evidence": "등본"}}, "등본"),
    ],
)
def test_evidence_is_that_of_the_layer_that_says_who_may_come(said, evidence):
    policy = under({"city": CITY_SAYS} | said)

    assert policy.residency.evidence == evidence
    assert (policy.origin("residency.evidence") is None) == (evidence is None)
    assert ("사원증" in words.who_may(policy.residency)) == (evidence == "사원증")


@pytest.mark.parametrize(
    ("own", "evidence"),
    [({"who": "district"}, None), ({"who": "seoul_life"}, "사원증"), ({"who": "district", "evidence": "등본"}, "등본")],
)
def test_evidence_is_that_of_the_periods_that_say_who_may_come(own, evidence):
    policy = under({"city": CITY_SAYS}, period=own).for_period(("monday", "weekday"), 1, time(9, 30))

    assert policy.residency == Residency(own["who"], evidence)


def under(said, period=None):
    """The city's usual policy, where the layers say this of residency, and some periods."""
    usual = [("city", name, content) for name, content in CITY.items()]
    more = [(layer, "residency", content) for layer, content in said.items()]
    rules = [("cafe", "period.a", {"days": ["weekday"], "residency": period})] if period else []
    return merged(
        Statement(n, layer, name, content, date(2022, 1, 1), None, 2022, "시험")
        for n, (layer, name, content) in enumerate([*usual, *more, *rules])
    )
