"""What a party pays: published prices, free adults, concessions, one rounding; against sums by hand and their bounds."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.rules.fees import Fee, entitled, fee, fee_of, fee_shown, fee_won
from booking.rules.parties import Party, Residence
from booking.rules.siblings import whole_family
from tests.rules.stated import JIA, MINJUN, TUESDAY, stated

FREE = {"percent": 100}
TENTH = {"percent": 10}


def total(children=1, adults=1, said=None, shows=(), **more):
    return fee_of(children, adults, stated(said), concessions=shows, **more).total_won


@pytest.mark.parametrize(
    ("fees", "children", "adults", "won"),
    [
        ({}, 1, 1, 3000),
        ({}, 2, 3, 7000),
        ({"child_won": 3000, "free_adults": 1}, 1, 1, 3000),
        ({"child_won": 3000, "free_adults": 1}, 2, 2, 7000),
        ({"child_won": 3000, "free_adults": 2}, 1, 2, 3000),
        ({"child_won": 3000, "free_adults_per_child": 1}, 2, 2, 6000),
        ({"child_won": 3000, "free_adults_per_child": 1}, 2, 3, 7000),
        ({"child_won": 3000, "free_adults_per_child": 1, "free_adults": 3}, 1, 3, 3000),
        ({"child_won": 0, "adult_won": 0}, 5, 5, 0),
    ],
)
def test_children_and_the_adults_who_are_not_free(fees, children, adults, won):
    assert total(children, adults, {"fees": fees}) == won
    assert fee_won(children, adults, stated({"fees": fees})) == won


def test_care_is_added_for_each_child_in_it():
    assert fee_of(2, 1, stated({"fees": {"care_won": 2000}}), care=1) == Fee(4000, 1000, 2000, 0, 7000)


def test_an_adult_who_is_not_written_pays_too():
    assert total(1, 1, {"adults": {"holder_counts": False}}) == 4000


def test_a_group_pays_its_own_price_and_all_its_leaders_theirs():
    fees = {"group_child_won": 1000, "group_adult_won": 500, "free_adults": 1}

    assert total(10, 2, {"fees": fees}, is_group=True) == 11000
    assert total(10, 2, is_group=True) == 20000
    assert total(10, 2, {"fees": {"group_child_won": 0}}, is_group=True) == 0


@pytest.mark.parametrize(
    ("concession", "expected"),
    [
        ({"percent": 50}, Fee(4000, 2000, 2000, 3000, 5000, ("a",))),
        ({"percent": 50, "applies": "child"}, Fee(4000, 2000, 2000, 2000, 6000, ("a",))),
        ({"percent": 50, "applies": "adult"}, Fee(4000, 2000, 2000, 1000, 7000, ("a",))),
        ({"percent": 50, "applies": "care"}, Fee(4000, 2000, 2000, 1000, 7000, ("a",))),
        ({"won": 500}, Fee(4000, 2000, 2000, 2000, 6000, ("a",))),
        ({"won": 1500}, Fee(4000, 2000, 2000, 5000, 3000, ("a",))),
        ({"won": 5000, "applies": "child"}, Fee(4000, 2000, 2000, 4000, 4000, ("a",))),
        ({}, Fee(4000, 2000, 2000, 0, 8000)),
    ],
)
def test_a_concession_takes_off_what_it_applies_to_a_head_and_never_more(concession, expected):
    policy = stated({"fees": {"care_won": 2000}, "concession.a": concession})

    assert fee_of(2, 2, policy, care=1, concessions=["a"]) == expected
    assert fee_of(2, 2, policy, care=1).total_won == 8000


def test_free_adults_are_left_out_before_a_concession():
    assert total(1, 2, {"fees": {"free_adults": 1}, "concession.a": {"won": 300, "applies": "adult"}}, ["a"]) == 2700


SEVERAL = {
    "concession.a": {"percent": 30},
    "concession.b": {"won": 500, "applies": "child"},
    "concession.c": {"percent": 80, "applies": "child"},
}


@pytest.mark.parametrize(
    ("combine", "shows", "won", "applied"),
    [
        ("best", "ab", 2100, ("a",)),
        ("best", "abc", 1400, ("c",)),
        ("sum", "ab", 1600, ("a", "b")),  # 2000 × 0.7 − 500 + 1000 × 0.7
        ("sum", "abc", 700, ("a", "b", "c")),  # 110% is 100%
        ("successive", "ab", 1600, ("a", "b")),
        ("successive", "abc", 880, ("a", "b", "c")),  # (2000 × 0.7 − 500) × 0.2 + 1000 × 0.7
        ("successive", "cb", 1300, ("b", "c")),  # by name: 500 first, then 80%: (2000 − 500) × 0.2 + 1000
        ("sum", "", 3000, ()),
    ],
)
def test_several_concessions_are_combined_as_the_café_says(combine, shows, won, applied):
    found = fee_of(1, 1, stated(SEVERAL | {"concessions": {"combine": combine}}), concessions=list(shows))

    assert (found.total_won, found.applied) == (won, applied)


def test_of_two_equal_concessions_the_first_by_name_is_the_best():
    found = fee_of(1, 1, stated({"concession.a": TENTH, "concession.b": TENTH}), concessions=["b", "a"])

    assert found.applied == ("a",)


@pytest.mark.parametrize(
    ("unit", "how", "won"),
    [
        ("1", "down", 1354),
        ("1", "half_up", 1355),
        ("1", "up", 1355),
        ("10", "down", 1350),
        ("10", "half_up", 1350),
        ("10", "up", 1360),
        ("100", "down", 1300),
        ("100", "half_up", 1400),
        ("100", "up", 1400),
    ],
)
def test_the_total_is_rounded_once_at_the_end(unit, how, won):
    # 1505 − 10% = 1354.5
    fees = {"child_won": 1505, "adult_won": 0, "round_to_won": unit, "round": how}

    assert total(1, 1, {"fees": fees, "concession.a": TENTH}, ["a"]) == won


def test_parts_are_not_rounded_by_themselves():
    fees = {"child_won": 1005, "adult_won": 1005}

    assert total(1, 1, {"fees": fees, "concession.a": TENTH}, ["a"]) == 1809  # 904.5 + 904.5


def test_rounding_up_never_asks_more_than_the_published_prices():
    assert total(1, 1, {"fees": {"child_won": 1550, "adult_won": 0, "round_to_won": "100", "round": "up"}}) == 1550


JONGNO = 11110
KNOWN = {"concession.disability": FREE, "concession.multi_child": FREE, "concession.resident": TENTH}


@pytest.mark.parametrize(
    ("party", "has"),
    [
        ({}, ()),
        ({"concessions": ("disability", "unheard_of")}, ("disability",)),
        ({"residence": Residence(JONGNO, known=True)}, ("resident",)),
        ({"residence": Residence(11260, known=True), "concessions": ("resident",)}, ()),
        ({"concessions": ("resident",)}, ("resident",)),
        ({"concessions": ("multi_child",)}, ("multi_child",)),
        ({"concessions": ("multi_child",), "family_births": (date(2020, 1, 1),)}, ()),
        ({"concessions": ("multi_child",), "family_births": (date(2020, 1, 1), date(2022, 1, 1))}, ("multi_child",)),
        ({"family_births": (date(2020, 1, 1), date(2022, 1, 1))}, ("multi_child",)),
        ({"family_births": (date(2020, 1, 1), date(2026, 12, 1))}, ()),
        ({"children": [JIA, MINJUN]}, ("multi_child",)),
        ({"children": [JIA, MINJUN], "family_births": (JIA.birth_date,)}, ()),
        ({"children": [JIA, MINJUN], "is_group": True, "head_count": 12}, ()),
    ],
)
def test_what_is_known_counts_more_than_what_is_shown(party, has):
    assert entitled(Party(**{"children": [JIA], **party}), TUESDAY, JONGNO, stated(KNOWN)) == has


@pytest.mark.parametrize(
    ("said", "shows", "won"),
    [
        ({}, (), {"nothing": 6000, "total": 6000, "everything": 0}),
        ({}, ("multi_child",), {"nothing": 6000, "total": 0, "everything": 0}),
        ({"children_min": 3}, (), {"nothing": 6000, "total": 6000, "everything": 6000}),
        ({"children_min": 3}, ("multi_child",), {"nothing": 6000, "total": 0, "everything": 0}),
        ({"youngest_age_max": 3}, (), {"nothing": 6000, "total": 6000, "everything": 0}),
        ({"youngest_age_max": 2}, (), {"nothing": 6000, "total": 6000, "everything": 6000}),
    ],
)
def test_where_evidence_is_asked_for_the_children_tell_what_showing_it_would_save(said, shows, won):
    policy = stated({"concession.multi_child": FREE | {"evidence": "카드"}, "multi_child": said})
    party = Party([JIA, MINJUN], 2, concessions=shows)

    shown = fee_shown(party, TUESDAY, JONGNO, policy)

    found = {"nothing": shown.nothing, "total": fee(party, TUESDAY, JONGNO, policy), "everything": shown.everything}
    assert {name: one.total_won for name, one in found.items()} == won
    assert [one.evidence for one in shown.evidence] == (["카드"] if won["everything"] == 0 else [])


def test_a_family_is_all_who_were_named_each_once():
    twins = [JIA.birth_date] * 2

    assert whole_family(twins, []) == ()
    assert whole_family(twins, [JIA.birth_date, MINJUN.birth_date]) == (*twins, MINJUN.birth_date)
    assert whole_family([JIA.birth_date], [*twins, MINJUN.birth_date]) == (*twins, MINJUN.birth_date)


def test_multi_child_is_as_the_café_defines_it():
    three = KNOWN | {"multi_child": {"children_min": 3}}
    party = Party([JIA], concessions=("multi_child",), family_births=(date(2020, 1, 1), date(2022, 1, 1)))

    assert entitled(party, TUESDAY, JONGNO, stated(three)) == ()


def test_a_group_is_no_family_of_several_children_whatever_it_shows():
    group = Party(
        is_group=True, head_count=12, concessions=("multi_child", "resident"), family_births=(date(2022, 1, 1),) * 3
    )

    assert entitled(group, TUESDAY, JONGNO, stated(KNOWN | {"multi_child": {"children_min": 2}})) == ("resident",)


def test_a_partys_fee_counts_its_children_its_care_and_what_it_can_show():
    policy = stated(KNOWN | {"fees": {"care_won": 2000}, "multi_child": {"children_min": 3}})
    party = Party([JIA, replace(MINJUN, with_care=True)], 2, residence=Residence(JONGNO, known=True))

    assert fee(party, TUESDAY, JONGNO, policy) == Fee(4000, 2000, 2000, 600, 7400, ("resident",))
    assert fee(Party(is_group=True, head_count=12), TUESDAY, JONGNO, policy).total_won == 24000


def test_a_café_that_states_no_resident_concession_gives_none():
    assert fee(Party([JIA], residence=Residence(JONGNO, known=True)), TUESDAY, JONGNO, stated()).discount_won == 0


concessions = st.dictionaries(
    st.sampled_from("abcd"),
    st.fixed_dictionaries(
        {"applies": st.sampled_from(["child", "adult", "all", "care"])},
        optional={"percent": st.integers(0, 100)},
    )
    | st.fixed_dictionaries(
        {"applies": st.sampled_from(["child", "adult", "all", "care"]), "won": st.integers(0, 4000)},
    ),
    max_size=4,
)
prices = st.fixed_dictionaries(
    {
        "child_won": st.integers(0, 5000),
        "adult_won": st.integers(0, 2000),
        "care_won": st.integers(0, 3000),
        "free_adults": st.integers(0, 2),
        "round_to_won": st.sampled_from(["1", "10", "100"]),
        "round": st.sampled_from(["down", "half_up", "up"]),
    }
)
combines = st.sampled_from(["best", "sum", "successive"])
numbers = st.tuples(st.integers(1, 5), st.integers(0, 5), st.integers(0, 2))
ROUNDING = {"down": ROUND_FLOOR, "half_up": ROUND_HALF_UP, "up": ROUND_CEILING}


def cafe(fees, own, combine):
    said = {f"concession.{name}": content for name, content in own.items()}
    return stated({"fees": fees, "concessions": {"combine": combine}} | said)


def by_hand(fees, own, combine, heads):
    """The total head by head, in decimals (four concessions of whole percents are exact in them)."""
    children, adults, care = heads
    adults = max(0, adults - fees["free_adults"])
    people = (
        [("child", fees["child_won"])] * children
        + [("adult", fees["adult_won"])] * adults
        + [("care", fees["care_won"])] * care
    )

    def pays(kind, won, names):
        price = Decimal(won)
        mine = [own[name] for name in sorted(names) if own[name]["applies"] in (kind, "all" if kind != "care" else kind)]
        if combine == "sum":
            off = min(100, sum(one.get("percent", 0) for one in mine))
            return max(Decimal(0), price * (100 - off) / 100 - sum(one.get("won", 0) for one in mine))
        for one in mine:
            price = max(Decimal(0), price * (100 - one.get("percent", 0)) / 100 - one.get("won", 0))
        return price

    choices = [[name] for name in own] if combine == "best" else [list(own)]
    exact = min((sum(pays(kind, won, names) for kind, won in people) for names in choices or [[]]), default=Decimal(0))
    unit = int(fees["round_to_won"])
    rounded = int((Decimal(exact) / unit).to_integral_value(ROUNDING[fees["round"]])) * unit
    return min(rounded, sum(won for _, won in people))


@settings(max_examples=120, deadline=None)
@given(fees=prices, own=concessions, combine=combines, heads=numbers)
def test_every_fee_is_what_somebody_would_count_head_by_head(fees, own, combine, heads):
    children, adults, care = heads
    found = fee_of(children, adults, cafe(fees, own, combine), care=care, concessions=list(own))

    gross = found.children_won + found.adults_won + found.care_won
    assert 0 <= found.total_won <= gross
    assert found.discount_won == gross - found.total_won
    assert found.total_won == by_hand(fees, own, combine, heads)


@settings(max_examples=60, deadline=None)
@given(fees=prices, own=concessions, heads=numbers)
def test_the_best_is_the_least_of_what_each_alone_would_make(fees, own, heads):
    children, adults, care = heads
    policy = cafe(fees, own, "best")
    alone = [fee_of(children, adults, policy, care=care, concessions=[name]).total_won for name in own]
    without = fee_of(children, adults, policy, care=care).total_won

    assert fee_of(children, adults, policy, care=care, concessions=list(own)).total_won == min([*alone, without])


@settings(max_examples=60, deadline=None)
@given(fees=prices, own=concessions, combine=combines, heads=numbers)
def test_showing_more_never_costs_more_and_another_adult_or_child_never_less(fees, own, combine, heads):
    children, adults, care = heads
    policy = cafe(fees, own, combine)
    names = sorted(own)
    now = fee_of(children, adults, policy, care=care, concessions=names).total_won

    assert all(
        now <= fee_of(children, adults, policy, care=care, concessions=[one for one in names if one != left]).total_won
        for left in names
    )
    assert now <= fee_of(children, adults + 1, policy, care=care, concessions=names).total_won
    assert now <= fee_of(children + 1, adults, policy, care=care, concessions=names).total_won
