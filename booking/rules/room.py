"""Room inside a slot that is kept apart: whether a party fits into it beside those who are in already.

* Zones: each child takes a place of the zone that it fits (:mod:`booking.rules.zones`).
* People: children and adults together, at most so many.
* Walk-ins: so much of the capacity is for families who come without a reservation. Online reservations stop at the rest;
  walk-ins may take any free place.
* House reserve: so many places are kept back from online reservations until an instant before the start.
"""

from collections.abc import Sequence
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
    """Why the party finds no room that is kept for it, or ``None``: zones, people, then what is online's."""
    return (
        _zone_refusal(inside, party, policy)
        or _people_refusal(inside, party, policy)
        or (None if party.at_the_door else _online_refusal(inside, party, starts_at, policy, now))
    )


def _zone_refusal(inside: Inside, party: Party, policy: Policy) -> Refusal | None:
    wanted = zone_places(party.births, inside.date, policy)
    in_already = [zone_places(births, inside.date, policy) for births in inside.parties]
    for zone in policy.zones:
        taken = sum(places.get(zone.name, 0) for places in in_already)
        coming = wanted.get(zone.name, 0)
        if coming and taken + coming > zone.children:
            left = max(0, zone.children - taken)
            return no(
                Code.ZONE_FULL, "child_ids", zone=zone.name, label=zone.label or zone.name, places_left=left, children=coming
            )
    return None


def _people_refusal(inside: Inside, party: Party, policy: Policy) -> Refusal | None:
    if policy.people_capacity is None:
        return None
    taken = inside.children + inside.adults
    coming = party.number + adults_coming(party.adults, policy)
    if taken + coming > policy.people_capacity:
        return no(Code.PEOPLE_FULL, "adults", places_left=max(0, policy.people_capacity - taken), people=coming)
    return None


def _online_refusal(inside: Inside, party: Party, starts_at: datetime, policy: Policy, now: datetime) -> Refusal | None:
    online = inside.capacity - walk_in_share(policy, inside.capacity) - kept_back(starts_at, policy, now)
    left = online - (inside.children - inside.walk_ins)
    if party.number > left:
        return no(Code.ONLINE_FULL, "child_ids", places_left=max(0, left), children=party.number)
    return None
