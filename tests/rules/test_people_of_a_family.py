"""A number of people that no family fits in is a contradiction, and one that some family fits in is none."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from booking.rules.adults import adults_reasons
from booking.rules.parties import ChildFacts, Party
from booking.rules.place_contradictions import place_contradictions
from booking.rules.room import Inside, room_refusals
from tests.rules.stated import MONDAY, STARTS, TUESDAY, stated

EMPTY = Inside(parties=(), walk_ins=0, adults=0, capacity=20, date=TUESDAY)
BABY, GROWN = TUESDAY - timedelta(days=90), date(2021, 5, 5)
ADULTS = st.fixed_dictionaries(
    {"min": st.integers(0, 4), "per_child_max": st.integers(1, 3), "holder_counts": st.booleans()},
    optional={"baby_per_child_max": st.integers(1, 3)},
)


@given(ADULTS, st.integers(1, 12))
def test_a_number_of_people_contradicts_the_adults_where_no_family_fits_in(adults, people):
    policy = stated({"adults": adults, "capacity.people": {"people": people}})

    found = [one for one in place_contradictions(policy) if "아무도 올 수 없습니다" in one.sentence]

    assert bool(found) == (not any(comes(party, policy) for party in families()))


def families():
    """Every family of one to five children, small babies or not, with up to ten adults."""
    for babies in range(6):
        for grown in range(6 - babies):
            births = [BABY] * babies + [GROWN] * grown
            for adults in range(11):
                yield Party([ChildFacts(n, "", birth) for n, birth in enumerate(births)], adults)


def comes(party, policy):
    reasons = [*adults_reasons(party, TUESDAY, policy), *room_refusals(EMPTY, party, STARTS, policy, MONDAY)]
    return bool(party.children) and not reasons
