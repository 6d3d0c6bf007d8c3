"""Which children their age lets in: by themselves, or along with a brother or a sister.

By itself comes a child that fits [ages], and [door_ages] where that is asked (from reserving on, or only at the door). One
that does not, but fits [siblings], may come along with a child of the same party that comes by itself; where the café says
so, only in a family of several children (다자녀).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from .ages import age_facts, age_refusal, band_side, door_band_refusal, full_age
from .parties import ChildFacts, Party
from .policy import Policy
from .refusals import Code, Refusal, no

MULTI_CHILD = "multi_child"
"""The concession of families of several children: ``[concession.multi_child]``."""


def is_multi_child(births: Sequence[date], on: date, policy: Policy) -> bool:
    """Whether children born on these dates make a family 다자녀, as the café defines it: so many that are born by then, the
    youngest no older."""
    rule, born = policy.multi_child, [birth for birth in births if birth <= on]
    if len(born) < max(rule.children_min, 1):
        return False
    return rule.youngest_age_max is None or full_age(max(born), on) <= rule.youngest_age_max


def is_multi_child_party(party: Party, on: date, policy: Policy) -> bool:
    """The same of a party: by the family's children where all are known, else by those who come or by what it can show. A
    group is no family, whatever it shows."""
    if party.is_group:
        return False
    if party.family_births:
        return is_multi_child(party.family_births, on, policy)
    return MULTI_CHILD in party.concessions or has_several_children(party, on, policy)


def has_several_children(party: Party, on: date, policy: Policy) -> bool:
    """The same by its children alone: all of the family's where they are known, else those who come (whoever stays at home
    makes them no fewer, and the youngest no older). A group is no family."""
    return not party.is_group and is_multi_child(party.family_births or party.births, on, policy)


def whole_family(births: Sequence[date], family_births: Sequence[date]) -> tuple[date, ...]:
    """All children of a family of whom some were named as its children and some as those who come: each of them once.
    Nobody named as the family's: nothing is known of it."""
    if not family_births:
        return ()
    return tuple(sorted((Counter(births) | Counter(family_births)).elements()))


def own_refusals(birth: date, on: date, policy: Policy, name: str = "", *, at_the_door: bool = False) -> list[Refusal]:
    """Why the child may not come by itself: its age by [ages], then by [door_ages] where that is asked."""
    asked = [age_refusal(birth, on, policy, name)]
    if policy.door_ages is not None and on >= birth and (at_the_door or policy.door_ages.applies == "reserving"):
        asked.append(door_band_refusal(birth, on, policy, name))
    return [refusal for refusal in asked if refusal is not None]


def comes_by_itself(birth: date, on: date, policy: Policy, *, at_the_door: bool = False) -> bool:
    """Whether its age lets the child in without a brother or a sister."""
    return not own_refusals(birth, on, policy, at_the_door=at_the_door)


def may_come_along(birth: date, on: date, policy: Policy, *, at_the_door: bool = False) -> bool:
    """Whether the child is one that only a brother or a sister can bring."""
    if policy.siblings is None or band_side(birth, on, policy.siblings) is not None:
        return False
    return not comes_by_itself(birth, on, policy, at_the_door=at_the_door)


def age_reasons(child: ChildFacts, party: Party, on: date, policy: Policy) -> Iterator[Refusal]:
    """Why the child's age keeps it out, with the rest of its party: all reasons. A party of itself alone has no rest."""
    own = own_refusals(child.birth_date, on, policy, child.name, at_the_door=party.at_the_door)
    if not own or policy.siblings is None or band_side(child.birth_date, on, policy.siblings) is not None:
        yield from own
        return
    facts = dict(own[0].facts) | {"multi_child_only": policy.siblings.multi_child_only}
    # The child itself is none of those who bring it: it does not come by itself.
    if not any(comes_by_itself(birth, on, policy, at_the_door=party.at_the_door) for birth in party.births):
        yield no(Code.SIBLING_ALONE, "child_ids", **facts)
    if policy.siblings.multi_child_only and not is_multi_child_party(party, on, policy):
        facts["children_min"] = policy.multi_child.children_min
        yield no(Code.SIBLING_NOT_MULTI_CHILD, "child_ids", **facts)


def door_age_refusal(birth: date, on: date, policy: Policy, name: str = "", others: Sequence[date] = ()) -> Refusal | None:
    """What staff say at check-in to a child that was let in by [ages]: why the door's band keeps it out, or ``None``.

    ``others``: birth dates of the children who come with it. Where the band is asked at the door only, this is also what a
    guardian is told before reserving.
    """
    refusal = door_band_refusal(birth, on, policy, name)
    if refusal is None or policy.siblings is None or band_side(birth, on, policy.siblings) is not None:
        return refusal
    along = any(comes_by_itself(other, on, policy, at_the_door=True) for other in others)
    return None if along else refusal


def left_alone(births: Sequence[date], on: date, policy: Policy) -> Refusal | None:
    """Why just these children of a party may not be left when the others' visits are cancelled: they came along only.

    A child that no rule lets in by now (its age, or the rule, changed after reserving) stays as it was reserved.
    """
    if any(comes_by_itself(birth, on, policy) for birth in births):
        return None
    along = [birth for birth in births if may_come_along(birth, on, policy)]
    if not along:
        return None
    side = band_side(along[0], on, policy.ages) or "above"
    return no(Code.SIBLING_LEFT_ALONE, "visit_ids", **age_facts(along[0], on, policy.ages, side))
