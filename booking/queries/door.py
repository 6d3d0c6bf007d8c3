"""Finding a reservation at the door: by its code, by a name, or by the end of a phone number."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..db import reading
from ..models import Account, Child, Reservation, Slot, Visit
from ..policies import policy_book
from ..rules.checking_in import check_in_refusal
from ..rules.codes import readings
from ..rules.names import name_matches
from ..rules.refusals import Code, Refusal, no
from ..rules.times import seoul_date
from ..scope import Actor, visible_reservations, visible_slots
from .board import SlotOfDay, current_slot, own_cafe, slots_of_today
from .roster import Party, parties

MOST_FOUND = 20


@dataclass(frozen=True)
class CodeAnswer:
    """What a code at the door means. ``kind``: ``here``, ``elsewhere`` (another café's: nothing of it is told), ``unknown``.

    ``refusal``: why nobody of the party may come in now, ``None`` when they may or are in. ``slot``: the party's slot when
    it is today's. ``current``: the slot that is on, for a walk-in.
    """

    kind: Literal["here", "elsewhere", "unknown"]
    cafe_name: str
    party: Party | None = None
    refusal: Refusal | None = None
    slot: SlotOfDay | None = None
    current: SlotOfDay | None = None


@dataclass(frozen=True)
class Found:
    """Reservations that a search found: ``today``'s, then the ``later`` days'. ``more``: there were too many to show."""

    cafe_name: str
    today: tuple[Party, ...] = ()
    later: tuple[Party, ...] = ()
    more: bool = False


def by_code(actor: Actor, code: str, now: datetime) -> CodeAnswer:
    """What to do with this code, written in any way (see :mod:`booking.rules.codes`).

    :raises NotThere: the actor is no staff.
    """
    session = reading()
    cafe = own_cafe(session, actor)
    asked = readings(code)
    reservation = _reservation(session, actor, asked)
    if reservation is None:
        elsewhere = bool(asked) and session.scalar(select(Reservation.id).where(Reservation.code == asked[0])) is not None
        return CodeAnswer("elsewhere" if elsewhere else "unknown", cafe.name)
    policies = policy_book(session)
    (party,) = parties(session, policies, now, Visit.reservation_id == reservation.id)
    slots = slots_of_today(session, actor, policies, now)
    slot = next((slot for slot in slots if slot.slot_id == party.slot_id), None)
    return CodeAnswer(
        "here",
        cafe.name,
        party=party,
        refusal=_refusal(party, slot, now),
        slot=slot,
        current=current_slot(slots, now),
    )


def _reservation(session: Session, actor: Actor, asked: list[str]) -> Reservation | None:
    """The own café's reservation: the code as typed before codes that look alike, and no guess between two of these."""
    if not asked:
        return None
    found = {row.code: row for row in session.scalars(visible_reservations(actor).where(Reservation.code.in_(asked)))}
    if asked[0] in found:
        return found[asked[0]]
    return next(iter(found.values())) if len(found) == 1 else None


def _refusal(party: Party, slot: SlotOfDay | None, now: datetime) -> Refusal | None:
    states = {visit.state for visit in party.visits}
    state = next((one for one in ("reserved", "checked_in", "checked_out", "no_show") if one in states), "cancelled")
    if state in ("checked_in", "checked_out"):
        return None
    # Of another day's slot the doors do not matter.
    opens = slot.doors_open_at if slot is not None else party.starts_at
    reason = check_in_refusal(state=state, starts_at=party.starts_at, ends_at=party.ends_at, opens_at=opens, now=now)
    if reason is None and state == "no_show" and slot is not None and slot.places_left < 1:
        return no(Code.SLOT_FULL, places_left=slot.places_left, children=len(party.ids("no_show")))
    return reason


def find(actor: Actor, text: str, now: datetime) -> Found:
    """Reservations of today and of the coming days by a child's or guardian's name, or the end of a phone number.

    They are compared here and not in the database: neither engine knows initial consonants, and the end of a number would be
    looked for among all accounts.

    :raises NotThere: the actor is no staff.
    """
    session = reading()
    cafe = own_cafe(session, actor)
    today = seoul_date(now)
    wanted = _by_phone(session, actor, now, text) if _is_number(text) else _by_name(session, actor, now, text)
    shown = wanted[:MOST_FOUND]
    if not shown:
        return Found(cafe.name)
    rows = parties(session, policy_book(session), now, Visit.reservation_id.in_(shown))
    return Found(
        cafe_name=cafe.name,
        today=tuple(party for party in rows if seoul_date(party.starts_at) == today),
        later=tuple(party for party in rows if seoul_date(party.starts_at) != today),
        more=len(wanted) > len(shown),
    )


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal() and letter.isascii())


def _is_number(text: str) -> bool:
    return len(_digits(text)) >= 4 and not any(letter.isalpha() for letter in text)


def _by_phone(session: Session, actor: Actor, now: datetime, text: str) -> list[int]:
    rows = (
        select(Reservation.id, Account.phone)
        .join(Slot, Slot.id == Reservation.slot_id)
        .join(Account, Account.family_id == Reservation.family_id)
        .where(Slot.id.in_(visible_slots(actor).with_only_columns(Slot.id)), Slot.date >= seoul_date(now))
        .order_by(Slot.starts_at, Reservation.id)
    )
    end = _digits(text)
    return list(dict.fromkeys(one for one, phone in session.execute(rows) if (phone or "").endswith(end)))


def _by_name(session: Session, actor: Actor, now: datetime, text: str) -> list[int]:
    own = Slot.id.in_(visible_slots(actor).with_only_columns(Slot.id))
    from_today = Slot.date >= seoul_date(now)
    children = (
        select(Reservation.id, Slot.starts_at, Child.name)
        .join(Visit, Visit.reservation_id == Reservation.id)
        .join(Child, Child.id == Visit.child_id)
        .join(Slot, Slot.id == Reservation.slot_id)
        .where(own, from_today)
    )
    guardians = (
        select(Reservation.id, Slot.starts_at, Account.name)
        .join(Account, Account.family_id == Reservation.family_id)
        .join(Slot, Slot.id == Reservation.slot_id)
        .where(own, from_today, Account.forgotten_at.is_(None))
    )
    times: dict[int, datetime] = {}
    names: dict[int, list[str]] = defaultdict(list)
    for rows in (children, guardians):
        for reservation_id, starts_at, name in session.execute(rows):
            times[reservation_id] = starts_at
            names[reservation_id].append(name)
    found = [one for one, known in names.items() if any(name_matches(text, name) for name in known)]
    return sorted(found, key=lambda one: (times[one], one))
