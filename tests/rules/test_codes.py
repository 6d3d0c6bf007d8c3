"""Codes are found however they are typed, read out or scanned."""

import pytest

from booking.reservations import CODE_LETTERS
from booking.rules.codes import MOST_READINGS, READ_AS, readings, shown_code


@pytest.mark.parametrize(
    "typed",
    [
        "K7M4QX34",
        "k7m4qx34",
        "K7M4-QX34",
        " k7m4 qx34 ",
        "K7M4–QX34",
        "Ｋ７Ｍ４ＱＸ３４",
        "https://kids.example/q/K7M4QX34",
        "http://localhost:8000/q/k7m4qx34/",
    ],
)
def test_dashes_spaces_case_width_and_whole_links_do_not_matter(typed):
    assert readings(typed)[0] == "K7M4QX34"


@pytest.mark.parametrize(("typed", "meant"), [("K7M4UX34", "K7M4VX34"), ("K7M4OX34", "K7M4QX34"), ("5K7M4X34", "SK7M4X34")])
def test_letters_that_look_alike_are_tried_too(typed, meant):
    assert meant in readings(typed)


@pytest.mark.parametrize("typed", ["", "1234", "K7M4QX3", "K7M4QX345", "김도윤김도윤김도", "K7M4<b>4", "〇〇〇〇〇〇〇〇"])
def test_what_has_not_the_shape_of_a_code_is_none(typed):
    assert readings(typed) == []


def test_the_readings_of_one_text_stay_few():
    assert len(readings("00000000")) <= MOST_READINGS + 1


def test_every_reading_is_made_of_letters_that_codes_have():
    assert set("".join(READ_AS.values())) <= set(CODE_LETTERS)
    assert set(READ_AS) | set(CODE_LETTERS) >= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def test_a_code_is_shown_in_two_halves():
    assert shown_code("K7M4QX34") == "K7M4-QX34"
