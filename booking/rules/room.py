"""Room inside a slot that is kept apart: whether a party fits into it beside those who are in already.

* Together: in a shared period families' children and groups' are at most so many.
* Zones: each child takes a place of the zone that it fits (:mod:`booking.rules.zones`).
* People: children and adults together, at most so many.
* Walk-ins: so much of the capacity is for families who come without a reservation. Online reservations stop at the rest;
  walk-ins may take any free place.
* House reserve: so many places are kept back from online reservations until an instant before the start.

A group's children have the group's capacity; zones, the walk-ins' share and the house reserve divide the families' one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .adults import adults_coming
from .parties import Party
from .policy import Policy
from .refusals import Code, Refusal, no
from .zones import zone_places


@dataclass(frozen=True)
class Inside:
    """Who has a place in the slot: the children's birth dates, party by party, how many of them are walk-ins, the adults
    with them, the slot's capacity in children, its date."""

    parties: Sequence[Sequence[date]]
    walk_ins: int
    adults: int
    capacity: int
    date: date

    @property
    def children(self) -> int:
        return sum(len(births) for births in self.parties)


def states_room(policy: Policy) -> bool:
    """Whether the policy keeps any room apart."""
    return bool(
        policy.zones
        or policy.people_capacity is not None
        or _together(policy) is not None
        or policy.walk_in.percent
        or policy.walk_in.children
        or policy.house_reserve is not None
    )


def walk_in_share(policy: Policy, capacity: int) -> int:
    """How many of a slot's places are for walk-ins; a part of a child is the online side's."""
    return policy.walk_in.children or capacity * policy.walk_in.percent // 100


def kept_back(starts_at: datetime, policy: Policy, now: datetime) -> int:
    """How many places the house keeps back now; none from the instant on at which they are released."""
    reserve = policy.house_reserve
    if reserve is None or now >= starts_at - timedelta(minutes=reserve.released_minutes_before):
        return 0
    return reserve.children


def room_refusal(inside: Inside, party: Party, starts_at: datetime, policy: Policy, now: datetime) -> Refusal | None:
    """The first of :func:`room_refusals`, or ``None``."""
    return next(room_refusals(inside, party, starts_at, policy, now), None)


def room_refusals(inside: Inside, party: Party, starts_at: datetime, policy: Policy, now: datetime) -> Iterator[Refusal]:
    """Every reason why the party finds no room that is kept for it: a group's places, those of families and groups
    together, each zone, people, then what is online's."""
    if party.is_group:
        yield from _group_refusals(party, policy)
    yield from _together_refusals(inside, party, policy)
    if not party.is_group:
        yield from _zone_refusals(inside, party, policy)
    yield from _people_refusals(inside, party, policy)
    if not party.is_group and not party.at_the_door:
        yield from _online_refusals(inside, party, starts_at, policy, now)


def _together(policy: Policy) -> int | None:
    """How many children of families and groups may be in the period together; ``None``: they are counted apart."""
    return policy.together_capacity if policy.admits == "shared" else None


def _group_refusals(party: Party, policy: Policy) -> Iterator[Refusal]:
    """Without a number of its own (``group.max``) the capacity is the most that a group may be, which its rules say."""
    most = policy.group_capacity
    if policy.group.max is not None and most is not None and party.number > most:
        yield no(Code.SLOT_FULL, places_left=most, children=party.number, key="capacity.group.children")


def _together_refusals(inside: Inside, party: Party, policy: Policy) -> Iterator[Refusal]:
    most = _together(policy)
    if most is not None and inside.children + party.number > most:
        left = max(0, most - inside.children)
        yield no(Code.SLOT_FULL, places_left=left, children=party.number, key="capacity.together.children")


def _zone_refusals(inside: Inside, party: Party, policy: Policy) -> Iterator[Refusal]:
    wanted = zone_places(party.births, inside.date, policy)
    in_already = [zone_places(births, inside.date, policy) for births in inside.parties]
    for zone in policy.zones:
        taken = sum(places.get(zone.name, 0) for places in in_already)
        coming = wanted.get(zone.name, 0)
        if coming and taken + coming > zone.children:
            left = max(0, zone.children - taken)
            yield no(
                Code.ZONE_FULL, "child_ids", zone=zone.name, label=zone.label or zone.name, places_left=left, children=coming
            )


def _people_refusals(inside: Inside, party: Party, policy: Policy) -> Iterator[Refusal]:
    if policy.people_capacity is None:
        return
    taken = inside.children + inside.adults
    # Of a group all leaders are written: nobody holds an account beside them.
    adults = party.adults if party.is_group else adults_coming(party.adults, policy)
    coming = party.number + adults
    if taken + coming > policy.people_capacity:
        yield no(Code.PEOPLE_FULL, "adults", places_left=max(0, policy.people_capacity - taken), people=coming)


def _online_refusals(inside: Inside, party: Party, starts_at: datetime, policy: Policy, now: datetime) -> Iterator[Refusal]:
    at_the_door, kept = walk_in_share(policy, inside.capacity), kept_back(starts_at, policy, now)
    left = inside.capacity - at_the_door - kept - (inside.children - inside.walk_ins)
    if party.number > left:
        # The larger of two shares is the rule behind it; the sentence names both.
        key = "capacity.reserve" if kept > at_the_door else "capacity.walk_in"
        shares = {"walk_in_share": at_the_door, "kept_back": kept}
        yield no(Code.ONLINE_FULL, "child_ids", places_left=max(0, left), children=party.number, key=key, **shares)
