"""How many adults come with a party, and who they may be.

The published rule is "1 per child recommended, up to 2": the upper bound is per child, the lower one holds for the party, so
a mother may bring her twins alone. Both bound the number that is written in the form. Where the account's holder does not
count (``holder_counts``), one more comes than is written.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil

from .ages import age_months, full_age
from .parties import Party
from .policy import Policy
from .refusals import Code, Refusal, no


def most_adults(births: Sequence[date], on: date, policy: Policy) -> int:
    """How many adults may be written for children born on these dates: each brings some, a small baby perhaps more.

    A baby has completed fewer than ``baby_months_below`` months on the day of the visit.
    """
    rule = policy.adults
    if rule.baby_per_child_max is None:
        return rule.per_child_max * len(births)
    babies = sum(age_months(birth, on) < rule.baby_months_below for birth in births)
    return rule.baby_per_child_max * babies + rule.per_child_max * (len(births) - babies)


def adults_coming(adults: int, policy: Policy) -> int:
    """How many adults come in when so many are written: the holder too where the number leaves them out."""
    return adults if policy.adults.holder_counts else adults + 1


def fewest_people(policy: Policy) -> tuple[int, int]:
    """The fewest children and adults that a family may come with: as many children as bring the adults who must come (each
    child at most as many as a baby), and whoever comes beside those that are written."""
    rule = policy.adults
    children = max(1, ceil(rule.min / max(rule.per_child_max, rule.baby_per_child_max or 0)))
    return children, adults_coming(rule.min, policy)


def adults_staying(adults: int, births: Sequence[date], on: date, policy: Policy) -> int:
    """How many of a party's adults still come when only the children born on these dates do: no more than may come with
    them. Without any child left the number stays as it was reserved."""
    return min(adults, most_adults(births, on, policy)) if births else adults


def adults_reasons(party: Party, on: date, policy: Policy) -> Iterator[Refusal]:
    """Why these adults may not come with these children: all reasons. A group may bring as many leaders as it likes."""
    rule = policy.adults
    if party.companion and not rule.named_companion:
        yield no(Code.NO_COMPANION, "companion")
    if party.adults < rule.min:
        yield no(Code.TOO_FEW_ADULTS, "adults", least=rule.min)
    most = most_adults(party.births, on, policy)
    if party.children and not party.is_group and party.adults > most:
        yield no(Code.TOO_MANY_ADULTS, "adults", most=most, children=len(party.children))
    youngest = min((full_age(birth, on) for birth in party.adult_births), default=rule.min_age)
    if youngest < rule.min_age:
        yield no(Code.ADULT_TOO_YOUNG, "adults", least_age=rule.min_age, age=youngest)
