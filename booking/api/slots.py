"""One slot, and whether these children may come to it: for everybody."""

import datetime
from typing import Annotated

from pydantic import Field

from ..queries.slots import SlotPage, eligibility, slot_page
from .edges import public
from .refusals import No, no_of
from .routes import Asked, reads
from .values import Adults, Day, Given, Instant, Shown, left_out

CHILDREN_MOST = 10


class Slot(Shown):
    """A slot. ``refusal``: why nobody may reserve it now (not: that it is full)."""

    slot_id: int
    cafe_code: str
    cafe: str
    district: str
    address: str
    phone: str
    date: datetime.date
    number: int
    starts_at: Instant
    ends_at: Instant
    capacity: int
    places_left: int
    refusal: No | None
    reserve_until: Instant
    cancel_until: Instant

    @classmethod
    def of(cls, page: SlotPage) -> "Slot":
        own = {name: getattr(page, name) for name in cls.model_fields if name != "refusal"}
        return cls(**own, refusal=no_of(page.refusal))


class Party(Given):
    """Who would come: each child's birth date, and how many adults (by default as few as the rules ask for)."""

    birth_date: Annotated[list[Day], Field(min_length=1, max_length=CHILDREN_MOST)]
    adults: Adults = left_out()


class ChildMayCome(Shown):
    """One child, in the order asked. ``age`` by the café's basis on the day."""

    birth_date: datetime.date
    age: int
    allowed: bool
    refusal: No | None


class PartyMayCome(Shown):
    """Whether all of them may reserve together now; ``refusal`` is the first reason why not, about whomever it is."""

    slot_id: int
    allowed: bool
    refusal: No | None
    children: list[ChildMayCome]


@reads(public, "/slots/<int:slot_id>", summary="회차 하나", shown=Slot)
def show_slot(asked: Asked[None], slot_id: int) -> Slot:
    return Slot.of(slot_page(slot_id, None, asked.now))


@reads(
    public,
    "/slots/<int:slot_id>/eligibility",
    summary="이 아이들이 이 회차에 올 수 있나요?",
    shown=PartyMayCome,
    query=Party,
)
def show_eligibility(asked: Asked[Party], slot_id: int) -> PartyMayCome:
    found = eligibility(slot_id, asked.given.birth_date, asked.given.adults, asked.now)
    return PartyMayCome(
        slot_id=slot_id,
        allowed=found.refusal is None,
        refusal=no_of(found.refusal),
        children=[
            ChildMayCome(
                birth_date=child.birth_date, age=child.age, allowed=child.refusal is None, refusal=no_of(child.refusal)
            )
            for child in found.children
        ],
    )
