"""What staff do with a family at the door: in, out, back again, called, taken in without a reservation."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from ..actions.check_in import check_in
from ..actions.check_out import check_out
from ..actions.mark_called import mark_called
from ..actions.undo_check_in import undo_check_in
from ..actions.walk_in import WalkInChild, walk_in
from ..queries.board import party_of
from ..rules.refusals import Refused
from .boards import PartyOnRoster
from .edges import staff
from .routes import Asked, writes
from .values import Adults, Day, Given, Ids, Name, Shown, left_out

CHILDREN_MOST = 5


class CheckingIn(Given):
    """Which children came; without them everybody of the reservation who is still expected."""

    visit_ids: Ids = left_out()


class CheckingOut(Given):
    """Which children leave."""

    visit_ids: Ids


class Undoing(Given):
    """For which children one step goes back, and from which state; a child in another state stays as it is."""

    visit_ids: Ids
    was: Literal["checked_in", "checked_out"]


class Calling(Given):
    """Whether the family phoned that it comes late."""

    called: bool


class ChildAtTheDoor(Given):
    """A child without a reservation: the name staff call it by, and its birth date."""

    name: Name
    birth_date: Day


class WalkingIn(Given):
    """A family without a reservation."""

    children: Annotated[list[ChildAtTheDoor], Field(min_length=1, max_length=CHILDREN_MOST)]
    adults: Adults


class AtTheDoor(Shown):
    """How many children the act changed (none, when it was done before), and the family as it stands now."""

    changed: int
    party: PartyOnRoster


def _stands(asked: Asked[Any], reservation_id: int, changed: int) -> AtTheDoor:
    return AtTheDoor(changed=changed, party=PartyOnRoster.of(party_of(asked.actor, reservation_id, asked.now)))


@writes(
    staff,
    "POST",
    "/staff/reservations/<int:reservation_id>/check-in",
    summary="입장",
    body=CheckingIn,
    shown=AtTheDoor,
)
def check_in_children(asked: Asked[CheckingIn], reservation_id: int) -> AtTheDoor:
    changed = check_in(reservation_id, actor=asked.actor, visit_ids=asked.given.visit_ids, now=asked.now)
    return _stands(asked, reservation_id, changed)


@writes(
    staff,
    "POST",
    "/staff/reservations/<int:reservation_id>/check-out",
    summary="퇴장",
    body=CheckingOut,
    shown=AtTheDoor,
)
def check_out_children(asked: Asked[CheckingOut], reservation_id: int) -> AtTheDoor:
    changed = check_out(reservation_id, actor=asked.actor, visit_ids=asked.given.visit_ids, now=asked.now)
    return _stands(asked, reservation_id, changed)


@writes(
    staff,
    "POST",
    "/staff/reservations/<int:reservation_id>/undo",
    summary="입장·퇴장 되돌리기",
    body=Undoing,
    shown=AtTheDoor,
)
def undo(asked: Asked[Undoing], reservation_id: int) -> AtTheDoor:
    given = asked.given
    changed = undo_check_in(reservation_id, actor=asked.actor, visit_ids=given.visit_ids, was=given.was, now=asked.now)
    return _stands(asked, reservation_id, changed)


@writes(
    staff,
    "POST",
    "/staff/reservations/<int:reservation_id>/called",
    summary="늦는다는 전화",
    body=Calling,
    shown=AtTheDoor,
)
def set_called(asked: Asked[Calling], reservation_id: int) -> AtTheDoor:
    changed = mark_called(reservation_id, actor=asked.actor, called=asked.given.called, now=asked.now)
    party = party_of(asked.actor, reservation_id, asked.now)
    return AtTheDoor(changed=len(party.visits) if changed else 0, party=PartyOnRoster.of(party))


@writes(
    staff,
    "POST",
    "/staff/slots/<int:slot_id>/walk-in",
    summary="현장 접수",
    status=201,
    body=WalkingIn,
    shown=PartyOnRoster,
)
def take_in(asked: Asked[WalkingIn], slot_id: int) -> PartyOnRoster:
    try:
        reservation_id = walk_in(
            slot_id,
            actor=asked.actor,
            children=[WalkInChild(child.name, child.birth_date) for child in asked.given.children],
            adults=asked.given.adults,
            request_id=asked.request_id,
            now=asked.now,
        )
    except Refused as refused:
        if refused.refusal.field != "child_ids":
            raise
        # Children at the door have no ids: what is wrong with one stands in ``children``.
        raise Refused(replace(refused.refusal, field="children")) from refused
    return PartyOnRoster.of(party_of(asked.actor, reservation_id, asked.now))
