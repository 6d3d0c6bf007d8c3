"""What rules know of a slot, of a child and of everybody who is to come with it: plain values that the caller gathers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from .times import seoul_date


@dataclass(frozen=True)
class SlotFacts:
    """What rules know of a slot.

    ``opens_at``: the instant from which it may be reserved, for residents when they go first; ``None``: at once.
    ``opens_for_others_at``: from when all others may; ``None``: from then too. ``groups``: how many groups are in already.
    ``withdrawn``: the timetable has it no more; it stands for those who are in.
    """

    slot_id: int
    cafe_id: int
    starts_at: datetime
    ends_at: datetime
    closed_reason: str | None = None
    opens_at: datetime | None = None
    opens_for_others_at: datetime | None = None
    district_id: int | None = None
    groups: int = 0
    withdrawn: bool = False

    @cached_property
    def date(self) -> date:
        """The slot's date in Seoul, on which ages and limits are counted."""
        return seoul_date(self.starts_at)


@dataclass(frozen=True)
class PastVisit:
    """A live visit (neither cancelled nor a no-show) of a child in some slot, past or ahead.

    When a reservation is moved, its own visits are left out: they do not stand in its way.
    """

    slot_id: int
    cafe_id: int
    starts_at: datetime
    ends_at: datetime
    reservation_id: int | None = None

    @cached_property
    def date(self) -> date:
        """The visit's date in Seoul."""
        return seoul_date(self.starts_at)


@dataclass(frozen=True)
class ChildFacts:
    """A child that is to come, with its live visits around that day, as far as the café's limits look.

    ``with_care``: it is to stay in play-care. ``has_been_here``: it visited the café before, even where ``visits`` do not
    reach back so far.
    """

    child_id: int
    name: str
    birth_date: date
    visits: Sequence[PastVisit] = ()
    with_care: bool = False
    has_been_here: bool = False


@dataclass(frozen=True)
class Residence:
    """Where a family lives: ``district_id`` of Seoul, ``None`` outside. ``life_zone``: works, learns or trades in Seoul.

    ``known`` is false for who has not said it (a visitor, an older account): nothing follows from the other two then.
    """

    district_id: int | None = None
    life_zone: bool = False
    known: bool = False


UNKNOWN = Residence()


@dataclass(frozen=True)
class NoShow:
    """An absence that was marked at an instant, at a café. Waived ones, and those of a closed slot, are none."""

    at: datetime
    cafe_id: int
    district_id: int


@dataclass(frozen=True)
class Party:
    """Who is to come. ``Party([child])`` is a family's ordinary reservation: one adult, nothing else known.

    * ``adults``: as written in the form (whether the account's holder is among them, the café's rule says);
      ``adult_births``: their birth dates, as far as given; ``companion``: somebody named comes in the guardians' place.
    * ``concessions``: names of what the family can show (``multi_child``, ``resident``, …).
    * ``no_shows``: the family's. ``sibling_visits``: live visits of its children who do not come along now.
    * ``family_births``: birth dates of all the family's children, those who come among them; empty: not known.
    * ``care_reason``: an urgent reason for play-care was given.
    * ``is_group``: an institution, of ``head_count`` children; ``children`` may name some of them, with their ages.
    * ``at_the_door``: it stands there and staff take it in, so how places are reserved, who may reserve them and what
      no-shows cost does not matter, and the door's own ages do.
    """

    children: Sequence[ChildFacts] = ()
    adults: int = 1
    adult_births: Sequence[date] = ()
    companion: bool = False
    residence: Residence = UNKNOWN
    concessions: Sequence[str] = ()
    no_shows: Sequence[NoShow] = ()
    sibling_visits: Sequence[PastVisit] = ()
    family_births: Sequence[date] = ()
    care_reason: bool = False
    is_group: bool = False
    head_count: int = 0
    at_the_door: bool = False

    @property
    def number(self) -> int:
        """How many children come."""
        return max(self.head_count, len(self.children)) if self.is_group else len(self.children)

    @property
    def births(self) -> list[date]:
        """The birth dates of the children who come."""
        return [child.birth_date for child in self.children]


FAMILY = Party()
"""Any family of whom nothing is known, for lists of slots that everybody sees."""
