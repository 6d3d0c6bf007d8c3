"""Concessions: what is remembered of a family, and noting at the door that it showed the evidence."""

import datetime
from typing import Annotated

from pydantic import Field

from ..actions.prove_concession import prove_concession
from ..queries.board import party_of
from ..queries.concessions import my_concessions
from .boards import PartyOnRoster
from .door import AtTheDoor
from .edges import guardian, staff
from .routes import Asked, reads, writes
from .values import Given, Shown


class Remembered(Shown):
    """What the family showed in a café; until that date (included) it need not show it again."""

    name: str
    cafe: str
    until: datetime.date


class RememberedList(Shown):
    """Each concession once, with the farthest date."""

    concessions: list[Remembered]


class Proving(Given):
    """Which concession of the café, and whether its evidence was shown (false takes back what was noted today)."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    proved: bool


@reads(guardian, "/me/concessions", summary="확인된 감면", shown=RememberedList)
def list_concessions(asked: Asked[None]) -> RememberedList:
    found = my_concessions(asked.actor, asked.now)
    return RememberedList(concessions=[Remembered(name=one.name, cafe=one.cafe, until=one.until) for one in found])


@writes(
    staff,
    "POST",
    "/staff/reservations/<int:reservation_id>/concessions",
    summary="감면 증빙 확인",
    body=Proving,
    shown=AtTheDoor,
)
def prove(asked: Asked[Proving], reservation_id: int) -> AtTheDoor:
    given = asked.given
    changed = prove_concession(reservation_id, given.name, actor=asked.actor, proved=given.proved, now=asked.now)
    party = party_of(asked.actor, reservation_id, asked.now)
    return AtTheDoor(changed=len(party.visits) if changed else 0, party=PartyOnRoster.of(party))
