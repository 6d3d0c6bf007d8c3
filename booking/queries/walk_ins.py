"""Which of today's slots take in a family without a reservation, and on what terms."""

from dataclasses import dataclass
from datetime import datetime

from ..db import reading
from ..policies import policy_book
from ..rules.checking_in import door_refusal
from ..rules.policy import Policy
from ..rules.refusals import Code, NotThere, Refusal, no
from ..rules.reserving import SlotFacts, slot_refusal
from ..rules.times import seoul_date
from ..scope import Actor
from .board import SlotOfDay, current_slot, own_cafe, slots_of_today


@dataclass(frozen=True)
class WalkInSlot:
    """A slot of today, and why nobody may walk into it now (``None``: they may)."""

    slot: SlotOfDay
    refusal: Refusal | None


@dataclass(frozen=True)
class WalkIns:
    """Today's slots for walk-ins; ``current`` is on now or next. ``policy`` holds for today."""

    cafe_name: str
    policy: Policy
    slots: tuple[WalkInSlot, ...]
    current: WalkInSlot | None

    def of(self, slot_id: int) -> WalkInSlot:
        """The slot of this id.

        :raises NotThere: not one of the café's slots of today.
        """
        for one in self.slots:
            if one.slot.slot_id == slot_id:
                return one
        raise NotThere


def walk_ins(actor: Actor, now: datetime) -> WalkIns:
    """Today's slots of the own café with the same first reasons that taking in a walk-in has.

    :raises NotThere: the actor is no staff.
    """
    session = reading()
    cafe = own_cafe(session, actor)
    policies = policy_book(session)
    policy = policies.on(cafe.id, seoul_date(now))
    slots = slots_of_today(session, actor, policies, now)
    found = tuple(WalkInSlot(slot, _refusal(slot, cafe.id, policy, now)) for slot in slots)
    current = current_slot(slots, now)
    return WalkIns(
        cafe_name=cafe.name,
        policy=policy,
        slots=found,
        current=next((one for one in found if one.slot == current), None),
    )


def _refusal(slot: SlotOfDay, cafe_id: int, policy: Policy, now: datetime) -> Refusal | None:
    times = slot.starts_at, slot.ends_at
    facts = SlotFacts(slot.slot_id, cafe_id, *times, slot.closed_reason, withdrawn=slot.withdrawn)
    reason = slot_refusal(facts, policy, now) or door_refusal(slot.starts_at, slot.doors_open_at, now)
    if reason is None and slot.places_left < 1:
        return no(Code.SLOT_FULL, places_left=0, children=1)
    return reason
