"""A draft of rules against the families of last month: who could not have come? Nothing is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ..affected import holidays_around, slot_gone
from ..db import reading
from ..facts import slot_facts
from ..models import Reservation, Slot
from ..policies import PolicyBook
from ..reserved_parties import Families
from ..rules.drafts import Draft
from ..rules.parties import Party
from ..rules.places import Place
from ..rules.policy import Policy
from ..rules.refusals import Code, Refusal
from ..rules.reserving import reasons
from ..rules.sections import names_of_list, weekday_key
from ..rules.times import seoul, seoul_date
from ..rules.timetable import Holiday
from ..scope import Actor
from .past_families import past_reservations
from .rule_preview import drafted

DAYS_BACK = 30
MOST_RESERVATIONS = 5000
"""So many are looked at, the newest first: the whole city's month would take longer than anybody waits."""
SHOWN = 50


@dataclass(frozen=True)
class CouldNotCome:
    """A reservation of last month that the draft would not have let be: the slot, the children's births, the new reasons."""

    cafe_name: str
    starts_at: datetime
    ends_at: datetime
    births: tuple[date, ...]
    reason: Refusal


@dataclass(frozen=True)
class WhatIf:
    """How many reservations of how many families were looked at, how many could not have come, by the first new reason."""

    first: date
    last: date
    reservations: int
    families: int
    capped: bool
    stopped_reservations: int
    stopped_families: int
    by_reason: tuple[tuple[Code, int], ...]
    shown: tuple[CouldNotCome, ...]


def what_if(place: Place, draft: Draft, *, actor: Actor, now: datetime) -> WhatIf:
    """The live visits of the 30 days before today, under the rules of the draft's first date with and without it.

    Each reservation is decided as of the instant at which it was made, with the family's earlier visits; what no-shows cost
    is left out. A reason counts when the present rules do not have it.

    :raises Refused: as stating the draft would be refused.
    :raises NotThere: not this official's place.
    """
    session = reading()
    change = drafted(session, place, draft, actor=actor, now=now)
    today = seoul_date(now)
    first, last = today - timedelta(days=DAYS_BACK), today - timedelta(days=1)
    rows = past_reservations(session, place, first, last, most=MOST_RESERVATIONS)
    parties = Families(session, (reservation.family_id for reservation, *_ in rows), first, last)
    holidays = holidays_around(session, [slot.date for _, slot, _, _ in rows])
    books = (change.before, change.after)
    stopped = [
        (reservation.family_id, one)
        for reservation, slot, births, family in rows
        if (one := _compared(books, draft, slot, parties.party(reservation, family), reservation, births, holidays))
    ]
    return WhatIf(
        first=first,
        last=last,
        reservations=len(rows),
        families=len({reservation.family_id for reservation, *_ in rows}),
        capped=len(rows) == MOST_RESERVATIONS,
        stopped_reservations=len(stopped),
        stopped_families=len({family_id for family_id, _ in stopped}),
        by_reason=tuple(Counter(one.reason.code for _, one in stopped).most_common()),
        shown=tuple(one for _, one in stopped[:SHOWN]),
    )


def _compared(
    books: tuple[PolicyBook, PolicyBook],
    draft: Draft,
    slot: Slot,
    party: Party,
    reservation: Reservation,
    births: tuple[date, ...],
    holidays: Mapping[date, Holiday],
) -> CouldNotCome | None:
    """The first reason that only the draft has, or ``None``."""
    before, after = (
        _reasons(book.on(slot.cafe_id, draft.valid_from), book, slot, party, reservation.reserved_at, holidays)
        for book in books
    )
    known = {one.code for one in before}
    new = next((one for one in after if one.code not in known), None)
    return CouldNotCome(slot.cafe.name, slot.starts_at, slot.ends_at, births, new) if new else None


def _reasons(
    policy: Policy, book: PolicyBook, slot: Slot, party: Party, at: datetime, holidays: Mapping[date, Holiday]
) -> list[Refusal]:
    """Everything that these rules have against the reservation: first that the slot is not there at all."""
    gone = slot_gone(slot, policy, holidays)
    names = names_of_list(slot.day_key or weekday_key(slot.date))
    of_slot = policy.for_period(names, slot.period_number, seoul(slot.starts_at).time())
    facts = slot_facts(slot, of_slot, book.district_of(slot.cafe_id))
    return [*([gone] if gone else []), *reasons(facts, party, of_slot, at)]
