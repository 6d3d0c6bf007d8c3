"""One slot, and whether these children may come to it: for everybody."""

import datetime
from typing import Annotated

from pydantic import Field

from ..queries.eligibility import eligibility
from ..queries.slots import SlotPage, slot_page
from ..rules.policy import Admits
from .edges import public
from .explaining import ReasonShown
from .refusals import No, no_of
from .routes import Asked, reads
from .values import Adults, BirthDay, Given, Instant, Shown, left_out

CHILDREN_MOST = 10


class Slot(Shown):
    """A slot. ``refusal``: why nobody may reserve it now (not: that it is full). ``opens_at``: from when it may be reserved,
    by residents when they go first; ``opens_for_others_at``: by all others. ``admits``: individuals, groups or both."""

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
    admits: Admits
    opens_at: Instant | None
    opens_for_others_at: Instant | None

    @classmethod
    def of(cls, page: SlotPage) -> "Slot":
        own = {name: getattr(page, name) for name in cls.model_fields if name != "refusal"}
        return cls(**own, refusal=no_of(page.refusal))


class Party(Given):
    """Who would come: each child's birth date, and how many adults (by default as few as the rules ask for)."""

    birth_date: Annotated[list[BirthDay], Field(min_length=1, max_length=CHILDREN_MOST)]
    adults: Adults = left_out()


class ChildMayCome(Shown):
    """One child, in the order asked. ``age`` by the café's basis on the day; ``reason``: the refusal with its rule."""

    birth_date: datetime.date
    age: int
    allowed: bool
    refusal: No | None
    reason: ReasonShown | None


class PartyMayCome(Shown):
    """Whether all of them may reserve together now; ``refusal`` is the first reason why not, about whomever it is, and
    ``reasons`` are all of them with their rules."""

    slot_id: int
    allowed: bool
    refusal: No | None
    reasons: list[ReasonShown]
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
        allowed=not found.reasons,
        refusal=no_of(found.reasons[0].refusal) if found.reasons else None,
        reasons=[ReasonShown.of(one) for one in found.reasons],
        children=[
            ChildMayCome(
                birth_date=child.birth_date,
                age=child.age,
                allowed=child.reason is None,
                refusal=no_of(child.reason.refusal) if child.reason else None,
                reason=ReasonShown.of(child.reason) if child.reason else None,
            )
            for child in found.children
        ],
    )
