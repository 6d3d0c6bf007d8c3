"""What a party pays at the desk, in whole won.

In this order, exactly (no floating point anywhere): the published prices of everybody who comes, free adults left out; then
concessions; then, once, the total is rounded. It never becomes more than the published prices together.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

from .adults import adults_coming
from .parties import Party
from .policy import Concession, Policy
from .residency import lives_in
from .siblings import MULTI_CHILD, has_several_children, is_multi_child

RESIDENT = "resident"
"""The concession of who lives in the café's district: ``[concession.resident]``."""


@dataclass(frozen=True)
class Fee:
    """Prices before concessions, what these take off (rounding included), and the total; whole won.

    ``applied``: the names of the concessions that took something off.
    """

    children_won: int
    adults_won: int
    care_won: int
    discount_won: int
    total_won: int
    applied: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Part:
    """So many heads at one price each. A concession ``applies`` to it by one of these words."""

    heads: int
    won: int
    called: tuple[str, ...]


def fee(party: Party, on: date, district_id: int | None, policy: Policy) -> Fee:
    """What the party pays for a slot on that date at a café of that district, with what it can show."""
    return fee_of(
        party.number,
        party.adults,
        policy,
        care=sum(child.with_care for child in party.children),
        concessions=entitled(party, on, district_id, policy),
        is_group=party.is_group,
    )


def fee_won(children: int, adults: int, policy: Policy) -> int:
    """The fee for so many children and adults (as written in the form) of a family that shows nothing."""
    return fee_of(children, adults, policy).total_won


def entitled(party: Party, on: date, district_id: int | None, policy: Policy) -> tuple[str, ...]:
    """Which of the café's concessions the party has, by name, in their order: those it can show.

    What is known counts more than what is shown: ``resident`` is whoever is known to live in the café's district and nobody
    who is known to live elsewhere; ``multi_child`` is shown in vain when the family's children do not make it one by the
    café's definition, and by a group, which is no family. Where no evidence is asked for, a family has ``multi_child`` by
    its children alone.
    """
    names = {one.name for one in policy.concessions}
    has = set(party.concessions) & names
    if RESIDENT in names and party.residence.known:
        (has.add if lives_in(party.residence, district_id) else has.discard)(RESIDENT)
    if party.is_group or (party.family_births and not is_multi_child(party.family_births, on, policy)):
        has.discard(MULTI_CHILD)
    if by_children(party, on, policy):
        has.add(MULTI_CHILD)
    return tuple(sorted(has))


def by_children(party: Party, on: date, policy: Policy) -> bool:
    """Whether the party has ``multi_child`` by its children, with nothing to show."""
    rule = next((one for one in policy.concessions if one.name == MULTI_CHILD), None)
    return rule is not None and rule.evidence is None and has_several_children(party, on, policy)


def with_all_shown(party: Party, on: date, policy: Policy) -> Party:
    """The party when it shows at the door that it is the family of several children that its children make it."""
    if MULTI_CHILD in party.concessions or not has_several_children(party, on, policy):
        return party
    return replace(party, concessions=(*party.concessions, MULTI_CHILD))


@dataclass(frozen=True)
class Shown:
    """What a fee depends on at the door: the fee when nothing is shown, when all of ``evidence`` is, and the concessions
    that count then and ask for it."""

    nothing: Fee
    everything: Fee
    evidence: tuple[Concession, ...]


def fee_shown(party: Party, on: date, district_id: int | None, policy: Policy) -> Shown:
    """What showing evidence changes for the party: what it says it can show, and that it is a family of several children."""
    everything = fee(with_all_shown(party, on, policy), on, district_id, policy)
    return Shown(
        nothing=fee(replace(party, concessions=()), on, district_id, policy),
        everything=everything,
        evidence=tuple(one for one in policy.concessions if one.name in everything.applied and one.evidence is not None),
    )


def fee_of(
    children: int,
    adults: int,
    policy: Policy,
    *,
    care: int = 0,
    concessions: Collection[str] = (),
    is_group: bool = False,
) -> Fee:
    """The fee for so many children, ``care`` of them in play-care, and adults (as written in the form), with the
    ``concessions`` of these names."""
    parts = _parts(children, adults, care, policy, is_group)
    gross = sum(part.heads * part.won for part in parts)
    had = [one for one in policy.concessions if one.name in concessions and _total(parts, [one], "best") < gross]
    total, applied = _reduced(parts, had, policy.combine)
    rounded = min(_rounded(total, policy.fees.round_to_won, policy.fees.round), gross)
    child, adult, in_care = (part.heads * part.won for part in parts)
    return Fee(child, adult, in_care, gross - rounded, rounded, applied)


def _parts(children: int, adults: int, care: int, policy: Policy, is_group: bool) -> tuple[_Part, _Part, _Part]:
    """Children, adults who pay, and children in care. A group's leaders pay their own price, all of them."""
    fees = policy.fees
    child_won, adult_won, paying = fees.child_won, fees.adult_won, adults
    if is_group:
        child_won = fees.child_won if fees.group_child_won is None else fees.group_child_won
        adult_won = fees.group_adult_won
    else:
        free = max(fees.free_adults, fees.free_adults_per_child * children)
        paying = max(0, adults_coming(adults, policy) - free)
    return (
        _Part(children, child_won, ("child", "all")),
        _Part(paying, adult_won, ("adult", "all")),
        _Part(care, fees.care_won, ("care",)),
    )


def _reduced(parts: Sequence[_Part], had: list[Concession], combine: str) -> tuple[Fraction, tuple[str, ...]]:
    """The exact total under these concessions, and which of them count."""
    if combine == "best" and len(had) > 1:
        # The first of equals: concessions come in the order of their names.
        had = [min(had, key=lambda one: _total(parts, [one], combine))]
    return _total(parts, had, combine), tuple(one.name for one in had)


def _total(parts: Sequence[_Part], concessions: Sequence[Concession], combine: str) -> Fraction:
    return sum((part.heads * _price(part, concessions, combine) for part in parts), Fraction(0))


def _price(part: _Part, concessions: Sequence[Concession], combine: str) -> Fraction:
    """What one head of the part pays, never below nothing."""
    price, own = Fraction(part.won), [one for one in concessions if one.applies in part.called]
    if combine == "sum":
        price = price * (100 - min(100, sum(one.percent for one in own))) / 100
        return max(Fraction(0), price - sum(one.won for one in own))
    for one in own:
        price = max(Fraction(0), price * (100 - one.percent) / 100 - one.won)
    return price


def _rounded(total: Fraction, unit: int, how: str) -> int:
    units = total / unit
    if how == "up":
        return ceil(units) * unit
    return floor(units + Fraction(1, 2) if how == "half_up" else units) * unit
