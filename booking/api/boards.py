"""What staff see of the own café today: the slots, a slot's roster, the reservation of a code."""

import datetime

from ..actions.count_unknown_code import count_unknown_code
from ..actions.hear_board import hear_board
from ..queries.board import SlotOfDay, board
from ..queries.code_tries import require_code_try
from ..queries.concessions import OfferedConcession
from ..queries.door import by_code
from ..queries.roster import Party, RosterVisit
from ..rules.policy import AgeBasis
from ..rules.refusals import NotThere
from .bearer import program_origin
from .edges import staff
from .refusals import No, no_of
from .routes import Asked, reads
from .values import Instant, Shown

LONGEST_CODE = 200


class SlotToday(Shown):
    """A slot of today, in children. ``phase``: before (doors shut), doors (open, not begun), running, over."""

    slot_id: int
    number: int
    starts_at: Instant
    ends_at: Instant
    doors_open_at: Instant
    capacity: int
    taken: int
    came: int
    inside: int
    closed_reason: str | None
    board_opened_at: Instant | None
    phase: str

    @classmethod
    def of(cls, slot: SlotOfDay) -> "SlotToday":
        return cls(**{name: getattr(slot, name) for name in cls.model_fields})


class Today(Shown):
    """The café's slots of today; ``current_slot_id`` is on now or next."""

    cafe: str
    date: datetime.date
    current_slot_id: int | None
    inside: int
    slots: list[SlotToday]


class VisitOnRoster(Shown):
    """One child. ``age`` by ``age_basis`` on the day."""

    visit_id: int
    name: str
    age: int
    age_basis: AgeBasis
    state: str
    is_inside: bool
    checked_in_at: Instant | None
    checked_out_at: Instant | None
    cancelled_at: Instant | None
    cancel_cause: str | None
    no_show_at: Instant | None

    @classmethod
    def of(cls, visit: RosterVisit) -> "VisitOnRoster":
        own = {name: getattr(visit, name) for name in cls.model_fields if name != "age_basis"}
        return cls(**own, age_basis=visit.basis)


class GuardianOnRoster(Shown):
    """A guardian: the name and the last four digits of the phone."""

    name: str
    phone_tail: str


class ConcessionOnRoster(Shown):
    """A concession that the family could have. ``until``: remembered up to that date; ``applied``: it is in the fee."""

    name: str
    evidence: str | None
    until: datetime.date | None
    applied: bool

    @classmethod
    def of(cls, one: OfferedConcession) -> "ConcessionOnRoster":
        known = one.concession
        return cls(name=known.name, evidence=known.evidence, until=one.until, applied=one.applied)


class PartyOnRoster(Shown):
    """One reservation: a family at the door. Fees in whole won: for all who come, and for those who came so far."""

    reservation_id: int
    code: str
    slot_id: int
    starts_at: Instant
    ends_at: Instant
    adults: int
    companion: str | None
    walk_in: bool
    called_at: Instant | None
    guardians: list[GuardianOnRoster]
    visits: list[VisitOnRoster]
    fee_won: int
    fee_came_won: int
    discount_won: int
    concessions: list[ConcessionOnRoster]

    @classmethod
    def of(cls, party: Party) -> "PartyOnRoster":
        own = {name: getattr(party, name) for name in cls.model_fields if name not in ("guardians", "visits", "concessions")}
        return cls(
            **own,
            guardians=[GuardianOnRoster(name=one.name, phone_tail=one.phone_tail) for one in party.guardians],
            concessions=[ConcessionOnRoster.of(one) for one in party.concessions],
            visits=[VisitOnRoster.of(visit) for visit in party.visits],
        )


class Roster(Shown):
    """A slot of today with its families; wholly cancelled ones apart."""

    slot: SlotToday
    parties: list[PartyOnRoster]
    cancelled: list[PartyOnRoster]


class CodeFound(Shown):
    """The own café's reservation of a code; ``refusal``: why nobody of it may come in now (null: they may, or are in)."""

    party: PartyOnRoster
    refusal: No | None


@reads(staff, "/staff/slots", summary="오늘의 회차", shown=Today)
def list_slots_of_today(asked: Asked[None]) -> Today:
    found = board(asked.actor, None, asked.now)
    if found is None:
        raise NotThere
    return Today(
        cafe=found.cafe_name,
        date=found.date,
        current_slot_id=found.current.slot_id if found.current else None,
        inside=found.inside,
        slots=[SlotToday.of(slot) for slot in sorted(found.slots, key=lambda slot: slot.starts_at)],
    )


@reads(staff, "/staff/slots/<int:slot_id>/roster", summary="오늘 한 회차의 명단", shown=Roster)
def show_roster(asked: Asked[None], slot_id: int) -> Roster:
    # Who reads the roster watches the door, as on the page: from now on a child not checked in is known not to be there.
    hear_board(actor=asked.actor, now=asked.now)
    found = board(asked.actor, slot_id, asked.now)
    if found is None or found.slot is None:
        raise NotThere
    return Roster(
        slot=SlotToday.of(found.slot),
        parties=[PartyOnRoster.of(party) for party in found.parties],
        cancelled=[PartyOnRoster.of(party) for party in found.cancelled],
    )


@reads(staff, "/staff/codes/<code>", summary="예약 코드로 찾기", shown=CodeFound)
def show_code(asked: Asked[None], code: str) -> CodeFound:
    require_code_try(asked.actor, program_origin(), asked.now)
    found = by_code(asked.actor, code[:LONGEST_CODE], asked.now)
    if found.kind == "unknown":
        count_unknown_code(actor=asked.actor, origin=program_origin(), now=asked.now)
    if found.party is None:
        raise NotThere
    return CodeFound(party=PartyOnRoster.of(found.party), refusal=no_of(found.refusal))
