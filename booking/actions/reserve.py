"""A guardian reserves places for one or several children in one act.

Two statements, and no lock between them: one reads all that rules decide on, one writes all that belongs to it, provided
that nobody wrote for the family or changed a rule since it was read (:data:`AS_DECIDED`) and the slot still has the places.
When that does not hold, the same is done once more with the rules and the family held, which nothing can come between.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from .. import capacity, chain, outbox, policies, reservations, room
from ..db import reading, transaction
from ..facts import BesideFamily, reserving_facts, slot_facts
from ..families import AS_SEEN, hold_family
from ..line import require_turn
from ..outbox import NewNotice
from ..policies import keep_policies, policy_book
from ..reminders import reminders
from ..reservations import THE_RESERVATION, request_hash
from ..rules import notice_kinds
from ..rules.refusals import Code, NotThere, Refused, no
from ..rules.reserving import refusal
from ..rules.room import states_room
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
        ``REQUEST_ID_REUSED``, ``LINE_WAITING`` / ``LINE_TURN_OVER`` while a line stands and it is not the family's turn, or
        ``SLOT_FULL`` / ``SLOT_CLOSED`` from the database's last word.
    :raises NotThere: no such slot.
    """
    wanted = list(dict.fromkeys(child_ids))
    request = _Request(slot_id, actor, wanted, adults, request_id, companion, now)
    try:
        return _reserve(reading(), request, held=False)
    except _Changed:
        with transaction() as session:
            keep_policies(session)
            hold_family(session, actor.family_id)
            return _reserve(session, request, held=True)


@dataclass(frozen=True)
class _Request:
    slot_id: int
    actor: Actor
    child_ids: Sequence[int]
    adults: int
    request_id: str
    companion: str | None
    now: datetime

    @property
    def content(self) -> str:
        children = ",".join(str(child_id) for child_id in sorted(self.child_ids))
        return request_hash(self.slot_id, children, self.adults, self.companion or "")


class _Changed(Exception):
    """What was decided on may not be so any more, or must be held: decide again, with it held."""


def _reserve(session: Session, request: _Request, *, held: bool) -> int:
    """Read all, decide, and write all that belongs to it if the family is still as it was read and the slot has room.

    ``held``: nobody else can write for the family or change a rule meanwhile.

    :raises _Changed: not ``held``, and somebody wrote for the family, changed a rule or took the last place since, or the
        slot has room that is kept apart.
    """
    family_id, now = request.actor.family_id, request.now
    if family_id is None:
        raise NotThere
    asked = reserving_facts(session, request.slot_id, family_id, request.request_id, now=now)
    slot = asked.found
    if slot.earlier_id is not None:
        if slot.earlier_content != request.content:
            raise Refused(no(Code.REQUEST_ID_REUSED))
        earlier_id: int = slot.earlier_id
        return earlier_id
    _decide(session, asked, request, family_id, held=held)
    notices = _notices(request.actor.account_id, slot.starts_at, now)
    children = len(request.child_ids)
    values = {
        "family_id": family_id,
        "family_writes": slot.family_writes,
        "policy_version": slot.policy_version,
        **capacity.step_values(slot.id, children, cause="reserve", at=now),
        **reservations.step_values(
            slot.id,
            slot.date,
            family_id=family_id,
            account_id=request.actor.account_id,
            child_ids=request.child_ids,
            adults=request.adults,
            source="online",
            request_id=request.request_id,
            content=request.content,
            now=now,
            companion=request.companion,
        ),
        **outbox.step_values(notices, now=now),
    }
    done = chain.run(session, _steps(children, len(notices)), values)
    added = done.get(THE_RESERVATION)
    if added is None and not held:
        raise _Changed
    if added is None:
        raise Refused(capacity.no_room(session, slot.id, children))
    return added


def _decide(session: Session, asked: BesideFamily, request: _Request, family_id: int, *, held: bool) -> None:
    """Let pass who may reserve.

    :raises Refused: the first reason why not.
    :raises _Changed: the last question needs the family held.
    """
    if not request.actor.email_confirmed:
        raise Refused(no(Code.EMAIL_NOT_CONFIRMED))
    slot, now = asked.found, request.now
    book = policy_book(session, version=slot.policy_version)
    policy = book.of_slot(slot)
    party = asked.family(book).party(
        request.child_ids, slot.date, adults=request.adults, companion=request.companion is not None
    )
    if len(party.children) < len(request.child_ids):
        raise Refused(no(Code.CHILD_NOT_YOURS, "child_ids"))
    reason = refusal(slot_facts(slot, policy, book.district_of(slot.cafe_id)), party, policy, now)
    if reason is not None:
        raise Refused(reason)
    full = room.no_places(slot.places_left, party)
    if full is not None:
        raise Refused(full)
    # Last: who cannot reserve here hears so without standing in line for it.
    require_turn(session, slot.line_id, family_id, now)
    if states_room(policy):
        if not held:
            raise _Changed
        room.check(session, slot, policy, party, now=now)


def _notices(account_id: int, starts_at: datetime, now: datetime) -> list[NewNotice]:
    """The confirmation now, and the reminders whose hour is still to come."""
    confirmation = NewNotice(notice_kinds.RESERVED, None, account_id=account_id)
    return [confirmation, *reminders(None, account_id, starts_at, now)]


AS_DECIDED = replace(AS_SEEN, statement=AS_SEEN.statement.where(policies.AS_SEEN))
"""The family and the policies are as they were read."""


@cache
def _steps(children: int, notices: int) -> tuple[chain.Step, ...]:
    return (
        AS_DECIDED,
        capacity.TAKE,
        *reservations.steps(children),
        outbox.step(notices, about=THE_RESERVATION),
        capacity.noted(about=THE_RESERVATION),
    )
