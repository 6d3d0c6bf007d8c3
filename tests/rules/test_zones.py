"""Parts of a café with bands and numbers of children of their own."""

from datetime import date

import pytest

from booking import words
from booking.rules.refusals import Code
from booking.rules.zones import zone_of, zone_places, zone_refusal
from tests.rules.stated import TUESDAY, stated

ZONES = {
    "ages": {"basis": "year_age", "min": 0, "max": 6},
    "zone.a_baby": {"label": "영아 구역", "basis": "months", "min": 0, "max": 24, "children": 7},
    "zone.b_toddler": {"basis": "year_age", "min": 2, "max": 3, "children": 10},
    "zone.c_big": {"label": "유아 구역", "basis": "year_age", "min": 5, "max": 6, "children": 23},
}
BABY, TWO, FOUR, SIX, NINE = (date(year, 6, 1) for year in (2026, 2024, 2022, 2020, 2017))


@pytest.mark.parametrize(
    ("birth", "name"),
    [
        (BABY, "a_baby"),
        (date(2024, 11, 24), "a_baby"),  # 24 months and 연나이 2: the first that fits
        (date(2024, 10, 24), "b_toddler"),  # 25 months
        (FOUR, None),
        (SIX, "c_big"),
        (NINE, None),
    ],
)
def test_a_child_goes_to_the_first_zone_it_fits(birth, name):
    zone = zone_of(birth, TUESDAY, stated(ZONES))

    assert (zone.name if zone else None) == name


def test_who_fits_no_zone_is_told_all_of_them():
    refusal = zone_refusal(FOUR, TUESDAY, stated(ZONES), "지아")

    assert refusal is not None
    assert refusal.code == Code.NO_ZONE_FITS
    assert words.sentence(refusal) == (
        "지아 · 2022년생은 2026년에 연나이 4세: 나이에 맞는 구역이 없어요. "
        "영아 구역 0~24개월, b_toddler 연나이 2~3세, 유아 구역 연나이 5~6세."
    )
    assert zone_refusal(SIX, TUESDAY, stated(ZONES)) is None
    assert zone_refusal(NINE, TUESDAY, stated()) is None


def test_a_party_takes_places_of_the_zones_its_children_go_to():
    assert zone_places([BABY, SIX, SIX], TUESDAY, stated(ZONES)) == {"a_baby": 1, "c_big": 2}
    assert zone_places([BABY], TUESDAY, stated()) == {}


def test_who_comes_along_and_fits_no_zone_goes_where_the_first_of_the_party_goes():
    policy = stated(ZONES | {"siblings": {"basis": "year_age", "min": 0, "max": 9}})

    assert zone_places([NINE, SIX, BABY], TUESDAY, policy) == {"c_big": 2, "a_baby": 1}


def test_who_fits_no_zone_and_does_not_come_along_takes_no_place():
    only_babies = {"basis": "year_age", "min": 0, "max": 1}

    assert zone_places([FOUR, SIX], TUESDAY, stated(ZONES)) == {"c_big": 1}
    assert zone_places([FOUR, SIX], TUESDAY, stated(ZONES | {"siblings": only_babies})) == {"c_big": 1}
