"""What rules decide on, gathered from the tables. Reserving and every "may I?" answer use it, so they cannot differ."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any, Self

from sqlalchemy import Date, Select, String, and_, bindparam, cast, func, select
from sqlalchemy.orm import Session

from .db import is_word, table
from .line import STANDS, stands_values
from .models import Child, Family, FamilyConcession, Reservation, Slot, Visit
from .policies import POLICY_VERSION, PolicyBook
from .prepared import Prepared
from .rules.openings import opening_for
from .rules.parties import ChildFacts, NoShow, Party, PastVisit, Residence, SlotFacts
from .rules.policy import Policy
from .rules.refusals import NotThere
from .rules.times import seoul_date

HOLDS_PLACE = ("reserved", "checked_in", "checked_out")
"""States in which a visit holds a place of its slot."""


def slot_facts(slot: Any, policy: Policy, district_id: int) -> SlotFacts:
    """A slot's row as rules see it, with its policy."""
    return SlotFacts(
        slot.id,
        slot.cafe_id,
        slot.starts_at,
        slot.ends_at,
        slot.closed_reason,
        opens_at=opening_for(slot.date, policy, resident=True),
        opens_for_others_at=opening_for(slot.date, policy, resident=False),
        district_id=district_id,
        withdrawn=slot.withdrawn_at is not None,
    )


@dataclass(frozen=True)
class FamilyFacts:
    """A family: its children in the order they were added, with their live visits; where it lives, what it has shown (and
    until when), its no-shows that were neither waived nor in a slot that was closed."""

    children: Sequence[ChildFacts]
    residence: Residence
    shown: Sequence[tuple[str, date]]
    no_shows: Sequence[NoShow]

    def party(self, child_ids: Collection[int], on: date, *, adults: int = 1, companion: bool = False) -> Party:
        """These children of the family (those that are its own) as a party for a slot on that date."""
        return Party(
            [child for child in self.children if child.child_id in child_ids],
            adults,
            companion=companion,
            residence=self.residence,
            concessions=tuple(sorted({name for name, until in self.shown if on <= until})),
            no_shows=self.no_shows,
            sibling_visits=[visit for child in self.children if child.child_id not in child_ids for visit in child.visits],
            family_births=self._births,
        )

    @cached_property
    def _births(self) -> list[date]:
        return [child.birth_date for child in self.children]


_slot, _earlier = table(Slot), table(Reservation)
_visited, _missed = table(Slot).alias("visited"), table(Slot).alias("missed")
_absent, _no_show = table(Child).alias("absent"), table(Visit).alias("no_show")
_child, _visit, _family = table(Child).c, table(Visit).c, table(Family).c
_shown = table(FamilyConcession).c
_SHOWN = (
    select(func.aggregate_strings(_shown.name + ":" + cast(_shown.expires_on, String), ","))
    .where(_shown.family_id == bindparam("family_id"), _shown.expires_on >= bindparam("since", type_=Date))
    .scalar_subquery()
)
_NO_SHOWS = (
    # Instants as texts, which datetime.fromisoformat reads whichever database wrote them.
    select(func.aggregate_strings(cast(_no_show.c.no_show_at, String) + "|" + cast(_missed.c.cafe_id, String), ","))
    .select_from(
        _absent.join(_no_show, _no_show.c.child_id == _absent.c.id).join(_missed, _missed.c.id == _no_show.c.slot_id)
    )
    .where(
        *(_absent.c.family_id == bindparam("family_id"), _absent.c.removed_at.is_(None)),
        *(is_word(_no_show.c.state, "no_show"), _no_show.c.waived_at.is_(None), _missed.c.closed_at.is_(None)),
    )
    .scalar_subquery()
)
_FAMILY = (
    *(_family.residence_known, _family.residence_district_id, _family.life_zone, _SHOWN, _NO_SHOWS),
    *(_child.id, _child.name, _child.birth_date),
    *(_visited.c.id, _visited.c.cafe_id, _visited.c.starts_at, _visited.c.ends_at),
    _visit.reservation_id,
)
_OF_FAMILY = 5
"""Of these columns the first are the family's, the next three the child's, the others the visit's."""


def _with_children(rows: Select) -> Select:
    """Rows of a family, as one for each live visit of each of its children from ``since`` on."""
    since = bindparam("since", type_=Date)
    return (
        rows.outerjoin(table(Child), and_(_child.family_id == _family.id, _child.removed_at.is_(None)))
        .outerjoin(
            table(Visit), and_(_visit.child_id == _child.id, _visit.date >= since, is_word(_visit.state, *HOLDS_PLACE))
        )
        .outerjoin(_visited, _visited.c.id == _visit.slot_id)
        .order_by(_child.id, _visited.c.starts_at)
    )


_FAMILY_FACTS = Prepared(
    _with_children(select(*_FAMILY).select_from(table(Family))).where(_family.id == bindparam("family_id"))
)


def beside_family(rows: Select) -> Prepared:
    """What is selected, with the family ``family_id`` beside it, if there is one: :class:`BesideFamily` reads it."""
    return Prepared(
        _with_children(rows.add_columns(*_FAMILY).outerjoin(table(Family), _family.id == bindparam("family_id")))
    )


def family_facts(
    session: Session, family_id: int, first: date, *, now: datetime, book: PolicyBook, besides: int | None = None
) -> FamilyFacts:
    """The family as rules see it for slots from the date ``first`` on: one statement.

    Its children's live visits reach back over the week and the month of that date, which limits count. ``besides``: a
    reservation that is to be moved, whose visits do not count.
    """
    since = min(first.replace(day=1), first - timedelta(days=7), seoul_date(now))
    rows = _FAMILY_FACTS.all(session, {"family_id": family_id, "since": since})
    return _family_of(rows, book, besides)


_ASKED = (
    *(_slot.c.id, _slot.c.cafe_id, _slot.c.date, _slot.c.day_key, _slot.c.period_number),
    *(_slot.c.starts_at, _slot.c.ends_at, _slot.c.closed_reason, _slot.c.withdrawn_at),
    (_slot.c.capacity - _slot.c.taken).label("places_left"),
    POLICY_VERSION.label("policy_version"),
    _earlier.c.id.label("earlier_id"),
    _earlier.c.request_hash.label("earlier_content"),
    STANDS.label("line_id"),
)
_RESERVING = beside_family(
    select(*_ASKED, _family.writes.label("family_writes"))
    .select_from(_slot)
    .outerjoin(
        _earlier, and_(_earlier.c.family_id == bindparam("family_id"), _earlier.c.request_id == bindparam("request_id"))
    )
    .where(_slot.c.id == bindparam("slot_id"))
)
LONGEST_MONTH = timedelta(days=31)


@dataclass(frozen=True)
class BesideFamily:
    """What was asked for together with a family (:func:`beside_family`), all of one moment. ``found``: the rest of the row,
    by name."""

    found: Any
    _rows: Sequence[Any]

    @classmethod
    def of(
        cls, session: Session, statement: Prepared, family_id: int | None, *, now: datetime, **values: Any
    ) -> Self | None:
        """The answer of a statement for slots to come; ``None``: no row. One statement."""
        # The weeks and months of slots to come begin no earlier than this.
        since = seoul_date(now) - LONGEST_MONTH
        rows = statement.all(session, {"family_id": family_id, "since": since, **values})
        return cls(rows[0], rows) if rows else None

    def family(self, book: PolicyBook) -> FamilyFacts:
        """The family as rules see it for these slots."""
        return _family_of([row[-len(_FAMILY) :] for row in self._rows], book)


def reserving_facts(session: Session, slot_id: int, family_id: int, request_id: str, *, now: datetime) -> BesideFamily:
    """All that rules decide on when the family reserves the slot: one statement. ``found`` is as much of the slot as is
    asked, with ``places_left``, ``policy_version``, ``earlier_id`` and ``earlier_content`` (what this request was answered
    before), ``line_id`` (the line that stands before reserving) and ``family_writes`` (by which
    :data:`booking.families.AS_SEEN` knows that the family has not changed since).

    :raises NotThere: no such slot, or no such family.
    """
    values = {"slot_id": slot_id, "request_id": request_id, **stands_values(now)}
    asked = BesideFamily.of(session, _RESERVING, family_id, now=now, **values)
    if asked is None or asked.found.family_writes is None:
        raise NotThere
    return asked


def _family_of(rows: Sequence[Any], book: PolicyBook, besides: int | None = None) -> FamilyFacts:
    known, district_id, life_zone, shown, missed = rows[0][:_OF_FAMILY] if rows else (False, None, False, None, None)
    children = []
    for (child_id, name, birth_date), group in groupby((row[_OF_FAMILY:] for row in rows), key=lambda row: row[:3]):
        if child_id is None:
            continue
        visits = (PastVisit(*one[3:]) for one in group if one[3] is not None)
        counted = tuple(visit for visit in visits if besides is None or visit.reservation_id != besides)
        children.append(ChildFacts(child_id, name, birth_date, counted))
    residence = Residence(district_id, life_zone, known)
    return FamilyFacts(children, residence, _shown_until(shown), _no_shows(missed, book))


def _no_shows(text: str | None, book: PolicyBook) -> list[NoShow]:
    pairs = (one.split("|") for one in (text or "").split(",") if one)
    found = sorted((_instant(at), int(cafe_id)) for at, cafe_id in pairs)
    return [NoShow(at, cafe_id, book.district_of(cafe_id)) for at, cafe_id in found]


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _shown_until(text: str | None) -> tuple[tuple[str, date], ...]:
    pairs = (one.rsplit(":", 1) for one in (text or "").split(",") if one)
    return tuple((name, date.fromisoformat(until)) for name, until in pairs)


def family_children(session: Session, family_id: int) -> list[Child]:
    """The children of a family that were not removed, in the order they were added."""
    rows = select(Child).where(Child.family_id == family_id, Child.removed_at.is_(None)).order_by(Child.id)
    return list(session.scalars(rows))
