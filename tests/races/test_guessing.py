"""Twenty wrong passwords at the same moment are no more than twenty one after the other: five are answered."""

from functools import partial

import pytest

from booking.actions.sign_in import sign_in
from booking.checked_account import checked_account, hold_checked
from booking.db import transaction
from booking.rules.refusals import Code, Refused
from tests.world import HERE, NOW, PASSWORD, a_world


def test_twenty_wrong_passwords_at_once_get_five_answers(race):
    a_world()

    answers = race([partial(sign_in, "mom@example.kr", f"wrong {n}", origin=HERE, now=NOW) for n in range(20)])

    assert answers.count("sign_in_wrong") == 5
    assert answers.count("too_many_passwords") == 15


def test_the_right_one_among_twenty_is_heard_of_only_before_five_wrong_ones(race):
    a_world()
    calls = [partial(sign_in, "mom@example.kr", f"wrong {n}", origin=HERE, now=NOW) for n in range(19)]

    answers = race([*calls, partial(sign_in, "mom@example.kr", PASSWORD, origin=HERE, now=NOW)])

    # Who was right in time starts the count anew; else the right one hears what all hear.
    right = isinstance(answers[-1], tuple)
    assert answers.count("sign_in_wrong") <= (5 + 4 if right else 5)
    assert answers.count("too_many_passwords") == 20 - right - answers.count("sign_in_wrong")


def test_who_was_right_but_slower_than_five_wrong_ones_hears_what_they_hear():
    a_world()
    checked = checked_account("mom@example.kr", PASSWORD, origin=HERE, now=NOW)
    for n in range(5):
        with pytest.raises(Refused):
            checked_account("mom@example.kr", f"wrong {n}", origin=HERE, now=NOW)

    with pytest.raises(Refused) as caught, transaction() as session:
        hold_checked(session, checked)

    assert caught.value.refusal.code == Code.TOO_MANY_PASSWORDS
