"""Every reason names the rule behind it, and says itself in a sentence."""

import pytest

from booking import words
from booking.rules import why
from booking.rules.refusals import Code
from booking.rules.reserving import ORDER, reasons
from booking.rules.sections import SECTIONS, section_of
from booking.rules.why import ABOUT_FACTS, keys_of
from tests.rules.refused import AWFUL, CASES


def found(case):
    return reasons(case.slot, case.party, case.policy, case.now)


@pytest.mark.parametrize("case", [*CASES, AWFUL], ids=lambda case: case.codes[0].value)
def test_every_reason_names_its_rule_or_lies_in_facts(case):
    for one in found(case):
        by_order = one.code == Code.SLOT_CLOSED and case.slot.closed_reason is not None
        assert bool(keys_of(one)) == (one.code not in ABOUT_FACTS and not by_order), one


@pytest.mark.parametrize("case", [*CASES, AWFUL], ids=lambda case: case.codes[0].value)
def test_every_key_is_one_that_a_file_may_state(case):
    for key in [key for one in found(case) for key in keys_of(one)]:
        section, _, name = key.rpartition(".")
        try:
            known = name in section_of(section).keys
        except KeyError:
            known = False
        assert known or section_of(key), key


def test_the_nearest_key_comes_first():
    assert all(keys[-1] in SECTIONS for keys in why._KEYS.values())
    assert set(ORDER) >= ABOUT_FACTS


@pytest.mark.parametrize("case", [*CASES, AWFUL], ids=lambda case: case.codes[0].value)
def test_every_reason_is_a_whole_sentence(case):
    for one in found(case):
        said = words.sentence(one)
        assert said.endswith((".", "kr")) or "휴관" in said, said
        assert "{" not in said
        assert "None" not in said


def test_a_limit_names_the_very_key_that_refuses():
    (case,) = [case for case in CASES if case.codes == (Code.MONTHLY_LIMIT,)]
    (one,) = found(case)

    assert keys_of(one) == ("limits.visits_per_month_here", "limits")


def test_a_café_that_rests_says_so_by_its_state_and_a_closing_by_its_order():
    by_order, by_state = found(CASES[0])[0], found(CASES[1])[0]

    assert keys_of(by_order) == ()
    assert keys_of(by_state) == ("operation.state", "operation")
    assert words.sentence(by_state) == "이 회차는 휴관이에요: 쉼"
