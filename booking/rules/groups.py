"""Groups (단체), and which periods are theirs, the families' or both'. How many places are left, the database knows."""

from collections.abc import Iterator

from .parties import Party, SlotFacts
from .policy import Policy
from .refusals import Code, Refusal, no


def kind_refusal(party: Party, policy: Policy) -> Refusal | None:
    """Why the period is not for such a party, or ``None``: a group needs a group's or a shared one, a family its own or a
    shared one."""
    if policy.admits in ("shared", "group" if party.is_group else "individual"):
        return None
    return no(Code.WRONG_KIND_OF_SLOT, admits=policy.admits)


def group_reasons(party: Party, slot: SlotFacts, policy: Policy) -> Iterator[Refusal]:
    """Why the group may not come: all reasons; none for a family.

    What is counted (its children, or its leaders too) must be as many as ``min`` and no more than ``max``. Without ``max``
    its children must fit the group's capacity, where one is stated.
    """
    if not party.is_group:
        return
    rule = policy.group
    counted = party.number + (party.adults if rule.counts == "people" else 0)
    if counted < rule.min:
        yield no(Code.GROUP_TOO_SMALL, "head_count", least=rule.min, number=counted, counts=rule.counts)
    if rule.max is not None:
        if counted > rule.max:
            yield no(Code.GROUP_TOO_LARGE, "head_count", most=rule.max, number=counted, counts=rule.counts)
    elif policy.group_capacity is not None and party.number > policy.group_capacity:
        yield no(Code.GROUP_TOO_LARGE, "head_count", most=policy.group_capacity, number=party.number, counts="children")
    if slot.groups and not rule.several_per_slot:
        yield no(Code.GROUP_ALREADY_THERE)
