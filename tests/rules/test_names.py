"""Names are found by a part, by initial consonants, or by both."""

import unicodedata

import pytest

from booking.rules.names import name_matches


@pytest.mark.parametrize(
    "wanted",
    ["김민수", "민수", "김민", "ㄱㅁㅅ", "ㅁㅅ", "김ㅁㅅ", "김민ㅅ", "김 민수", unicodedata.normalize("NFD", "민수")],
)
def test_a_name_is_found(wanted):
    assert name_matches(wanted, "김민수")


@pytest.mark.parametrize("wanted", ["", " ", "김수", "ㄱㅅ", "ㅁㅅㄱ", "김민수아", "민ㄱ", "%", "_"])
def test_another_name_is_not(wanted):
    assert not name_matches(wanted, "김민수")


def test_consonants_that_the_keyboard_joined_are_two():
    assert name_matches("ㄳ", "김서연")
    assert name_matches("ㅄㅇ", "박서연")


def test_case_and_spaces_of_other_names_do_not_matter():
    assert name_matches("maria gar", "MARIA GARCIA")
