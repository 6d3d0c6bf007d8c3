"""The staff's board: today's slots of the own café, and who is expected and inside."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..db import reading
from ..models import Cafe, Reservation, Slot, Visit
from ..policies import PolicyBook, policy_book
from ..rules.checking_in import AFTER_END, counts_as_inside, doors_open_at
from ..rules.policy import Policy
from ..rules.refusals import NotThere
from ..rules.times import seoul_date
from ..rules.timetable import breaks_on
from ..scope import Actor, visible_cafes, visible_reservations, visible_slots, visible_visits
from .roster import CAME, Party, parties


@dataclass(frozen=True)
class SlotOfDay:
    """One slot of today with its numbers (children): ``taken`` places, ``came`` in so far, ``inside`` now."""

    slot_id: int
    number: int
    starts_at: datetime
    ends_at: datetime
    doors_open_at: datetime
    capacity: int
    taken: int
    came: int
    inside: int
    closed_reason: str | None
    withdrawn: bool
    board_opened_at: datetime | None
    phase: str
    """``before`` (doors shut), ``doors`` (open, not begun), ``running`` or ``over``."""

    @property
    def places_left(self) -> int:
        return self.capacity - self.taken

    @property
    def takes_in(self) -> bool:
        """Whether children of this slot may be checked in now."""
        return self.phase in ("doors", "running")


@dataclass(frozen=True)
class Board:
    """The board of a café at one instant.

    ``slot`` is the one shown, ``None`` on a day without slots; ``current`` the one that is on now or next. ``inside`` counts
    children in the whole café, against the capacity of the slot that is on. ``policy``: that of the slot shown.
    """

    cafe_name: str
    date: date
    slots: tuple[SlotOfDay, ...]
    slot: SlotOfDay | None
    current: SlotOfDay | None
    parties: tuple[Party, ...]
    cancelled: tuple[Party, ...]
    inside: int
    inside_capacity: int
    policy: Policy | None


def board(actor: Actor, slot_id: int | None, now: datetime) -> Board | None:
    """The board with this slot of today shown, or with the current one (``None``). ``None`` for a slot of another day.

    :raises NotThere: no café, or not the own café's slot.
    """
    session = reading()
    cafe = own_cafe(session, actor)
    policies = policy_book(session)
    slots = slots_of_today(session, actor, policies, now)
    current = current_slot(slots, now)
    shown = current if slot_id is None else next((slot for slot in slots if slot.slot_id == slot_id), None)
    if slot_id is not None and shown is None:
        if session.scalar(visible_slots(actor).where(Slot.id == slot_id).with_only_columns(Slot.id)) is None:
            raise NotThere
        return None
    # The slot is one of the actor's own: it was found among them.
    found = parties(session, policies, now, Visit.slot_id == shown.slot_id) if shown else []
    return Board(
        cafe_name=cafe.name,
        date=seoul_date(now),
        slots=tuple(sorted(slots, key=lambda slot: (slot.phase == "over", slot.starts_at))),
        slot=shown,
        current=current,
        parties=tuple(party for party in found if not party.is_cancelled),
        cancelled=tuple(party for party in found if party.is_cancelled),
        inside=sum(slot.inside for slot in slots),
        inside_capacity=current.capacity if current else 0,
        policy=policies.of_slot(session.get_one(Slot, shown.slot_id)) if shown else None,
    )


def own_cafe(session: Session, actor: Actor) -> Cafe:
    """The café that the staff work for.

    :raises NotThere: the actor is no staff.
    """
    cafe = session.scalars(visible_cafes(actor)).one_or_none() if actor.role == "staff" else None
    if cafe is None:
        raise NotThere
    return cafe


def slots_of_today(session: Session, actor: Actor, policies: PolicyBook, now: datetime) -> list[SlotOfDay]:
    """The own café's slots of today by time; withdrawn ones where somebody has a place or had one. Two statements."""
    today = seoul_date(now)
    rows = list(session.scalars(visible_slots(actor).where(Slot.date == today).order_by(Slot.starts_at)))
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    counted = (
        select(Visit.slot_id, Visit.state, func.count())
        .where(Visit.slot_id.in_([slot.id for slot in rows]))
        .group_by(Visit.slot_id, Visit.state)
    )
    for slot_id, state, count in session.execute(counted):
        counts[slot_id][state] = count
    there = (slot for slot in rows if slot.withdrawn_at is None or counts[slot.id].keys() - {"cancelled"})
    return [_slot(slot, counts[slot.id], policies, now) for slot in there]


def _slot(slot: Slot, counts: dict[str, int], policies: PolicyBook, now: datetime) -> SlotOfDay:
    policy = policies.of_slot(slot)
    opens = doors_open_at(slot.starts_at, policy, breaks_on(slot.date, policy, slot.on_holiday))
    if now < opens:
        phase = "before"
    elif now < slot.starts_at:
        phase = "doors"
    else:
        phase = "running" if now < slot.ends_at else "over"
    return SlotOfDay(
        slot_id=slot.id,
        number=slot.period_number,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        doors_open_at=opens,
        capacity=slot.capacity,
        taken=slot.taken,
        came=sum(counts.get(state, 0) for state in CAME),
        inside=sum(count for state, count in counts.items() if counts_as_inside(state, slot.ends_at, now)),
        closed_reason=slot.closed_reason,
        withdrawn=slot.withdrawn_at is not None,
        board_opened_at=slot.board_opened_at,
        phase=phase,
    )


def current_slot(slots: Sequence[SlotOfDay], now: datetime) -> SlotOfDay | None:
    """The slot that staff have before them: the newest whose doors are open, kept for ten minutes after its end while the
    last children leave; else the next; else the day's last."""
    opened = [slot for slot in slots if slot.doors_open_at <= now < slot.ends_at + AFTER_END]
    if opened:
        return opened[-1]
    coming = [slot for slot in slots if slot.starts_at > now]
    return coming[0] if coming else (slots[-1] if slots else None)


def slot_of_reservation(actor: Actor, reservation_id: int) -> int:
    """The slot of a reservation that the actor may see.

    :raises NotThere: not this café's.
    """
    slot_id = reading().scalar(
        visible_reservations(actor).where(Reservation.id == reservation_id).with_only_columns(Reservation.slot_id)
    )
    if slot_id is None:
        raise NotThere
    return slot_id


def party_of(actor: Actor, reservation_id: int, now: datetime) -> Party:
    """One reservation of the own café as it stands on the roster.

    :raises NotThere: not this café's, or the actor is no staff.
    """
    session = reading()
    own_cafe(session, actor)
    slot_of_reservation(actor, reservation_id)
    (party,) = parties(session, policy_book(session), now, Visit.reservation_id == reservation_id)
    return party


def cafe_name(actor: Actor) -> str:
    """The name of the staff's own café, for the head of a page that asks for nothing else."""
    return own_cafe(reading(), actor).name


def visits_of(actor: Actor, reservation_id: int) -> list[int]:
    """The visits of a reservation that the actor may see; empty when it is not theirs."""
    rows = visible_visits(actor).where(Visit.reservation_id == reservation_id).with_only_columns(Visit.id).order_by(Visit.id)
    return list(reading().scalars(rows))
