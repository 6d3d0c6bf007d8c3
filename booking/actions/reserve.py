"""A guardian reserves places for one or several children in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from .. import capacity, outbox, room
from ..db import table, transaction
from ..facts import family_facts, slot_facts
from ..families import hold_family
from ..models import Reservation, Slot
from ..outbox import NewNotice
from ..policies import POLICY_VERSION, policy_book
from ..reminders import reminders
from ..reservations import add_reservation, request_hash
from ..rules import notice_kinds
from ..rules.refusals import Code, NotThere, Refused, no
from ..rules.reserving import refusal
from ..scope import Actor


def reserve(
    slot_id: int,
    *,
    actor: Actor,
    child_ids: Sequence[int],
    adults: int,
    request_id: str,
    now: datetime,
    companion: str | None = None,
) -> int:
    """Reserve the slot for all these children or for none, and return the reservation's id.

    The same ``request_id`` with the same content returns the first answer, so a double tap or a retry after a lost answer
    makes one reservation. With other content it is refused. ``companion``: the name of who brings the children in the
    guardians' place.

    :raises Refused: a rule of :mod:`booking.rules.reserving`, ``CHILD_NOT_YOURS``, ``EMAIL_NOT_CONFIRMED``,
        ``REQUEST_ID_REUSED``, or ``SLOT_FULL`` / ``SLOT_CLOSED`` from the database's last word.
    :raises NotThere: no such slot.
    """
    wanted = list(dict.fromkeys(child_ids))
    content = request_hash(slot_id, ",".join(str(child_id) for child_id in sorted(wanted)), adults, companion or "")
    with transaction() as session:
        family_id = hold_family(session, actor.family_id)
        asked = _asked(session, slot_id, family_id, request_id)
        if asked.earlier_id is not None:
            if asked.earlier_content != content:
                raise Refused(no(Code.REQUEST_ID_REUSED))
            return asked.earlier_id
        if not actor.email_confirmed:
            raise Refused(no(Code.EMAIL_NOT_CONFIRMED))
        slot = asked.slot
        book = policy_book(session, version=asked.policy_version)
        policy = book.of_slot(slot)
        family = family_facts(session, family_id, slot.date, slot.date, now=now, book=book)
        party = family.party(wanted, slot.date, adults=adults, companion=companion is not None)
        if len(party.children) < len(wanted):
            raise Refused(no(Code.CHILD_NOT_YOURS, "child_ids"))
        reason = refusal(slot_facts(slot, policy, book.district_of(slot.cafe_id)), party, policy, now)
        if reason is not None:
            raise Refused(reason)
        full = room.no_places(asked.places_left, party)
        if full is not None:
            raise Refused(full)
        room.check(session, slot, policy, party, now=now)
        reservation_id = add_reservation(
            session,
            slot_id,
            family_id=family_id,
            account_id=actor.account_id,
            child_ids=wanted,
            adults=adults,
            source="online",
            request_id=request_id,
            content=content,
            now=now,
            companion=companion,
        )
        outbox.put_all(session, _notices(reservation_id, actor.account_id, slot.starts_at, now), now=now)
        capacity.take(session, slot_id, len(wanted), cause="reserve", reservation_id=reservation_id, at=now)
        return reservation_id


@dataclass(frozen=True)
class _Asked:
    """The slot as it is, which policies hold, and what this request was answered before."""

    slot: Any
    places_left: int
    policy_version: int
    earlier_id: int | None
    earlier_content: str | None


_slot, _earlier = table(Slot), table(Reservation)
_ASKED = (
    select(
        _slot,
        (_slot.c.capacity - _slot.c.taken).label("places_left"),
        POLICY_VERSION.label("policy_version"),
        _earlier.c.id.label("earlier_id"),
        _earlier.c.request_hash.label("earlier_content"),
    )
    .outerjoin_from(
        _slot,
        _earlier,
        and_(_earlier.c.family_id == bindparam("family_id"), _earlier.c.request_id == bindparam("request_id")),
    )
    .where(_slot.c.id == bindparam("slot_id"))
)


def _asked(session: Session, slot_id: int, family_id: int, request_id: str) -> _Asked:
    """One statement, after the family is held: an earlier request of the family is committed by then.

    :raises NotThere: no such slot.
    """
    values = {"slot_id": slot_id, "family_id": family_id, "request_id": request_id}
    row = session.execute(_ASKED, values).one_or_none()
    if row is None:
        raise NotThere
    return _Asked(row, row.places_left, row.policy_version, row.earlier_id, row.earlier_content)


def _notices(reservation_id: int, account_id: int, starts_at: datetime, now: datetime) -> list[NewNotice]:
    """The confirmation now, and the reminders whose hour is still to come."""
    confirmation = NewNotice(notice_kinds.RESERVED, reservation_id, account_id=account_id)
    return [confirmation, *reminders(reservation_id, account_id, starts_at, now)]
