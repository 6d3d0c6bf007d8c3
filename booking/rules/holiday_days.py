"""What kind of holiday a date is, and whether a café opens on it.

What was decided where the sources leave it open:

* A date may be several holidays at once: 5 May 2025 was Children's Day and Buddha's Birthday. It has the kinds of all.
* Labour Day (1 May) is a kind of its own in every year. Until 2025 it was no public holiday: its kinds are then
  ``labour_day`` alone, from 2026 ``labour_day`` and ``public``. Switches and timetables treat it as a holiday in every year;
  only a weekly closing day does not move for it until 2025 (:mod:`booking.rules.weekly_days`).
* An election day is an ``election``, also when the government had to name it (3 June 2025): ``temporary`` are the others.
* A substitute day is a ``substitute`` whatever it stands for: the switch for Children's Day is about 5 May only, that for
  Seollal and Chuseok about the three days of each.
* A Sunday is no holiday here, though the regulation counts it among them.
"""

from dataclasses import dataclass
from typing import Literal

from .policy import Holidays

HolidayKind = Literal[
    "public", "substitute", "temporary", "election", "childrens_day", "labour_day", "new_year", "seollal_chuseok"
]

DAYS_BEFORE = 20
"""So many days before a date must be known to decide about it: a closing day may move to the end of a run of holidays.
The longest run of holidays and weekends from 2014 to 2100 has ten (autumn 2017)."""

SWITCHES: tuple[tuple[HolidayKind, str], ...] = (
    ("childrens_day", "open_on_childrens_day"),
    ("labour_day", "open_on_labour_day"),
    ("new_year", "open_on_new_year"),
    ("seollal_chuseok", "open_on_seollal_chuseok"),
    ("election", "open_on_election"),
    ("temporary", "open_on_temporary"),
    ("substitute", "open_on_substitute"),
)
"""The switch of each kind that has one, the most particular first: where a date has several kinds, the first switch that
is stated decides, and ``open_on_holidays`` where none is."""


@dataclass(frozen=True)
class Holiday:
    """A holiday: its name (all of them, where several fall on one date) and its kinds.

    ``public`` is a public holiday without a switch of its own.
    """

    name: str
    kinds: frozenset[str]

    @property
    def is_public(self) -> bool:
        """Whether the day is off by law: all but a Labour Day until 2025."""
        return self.kinds != {"labour_day"}


def both(one: Holiday, other: Holiday) -> Holiday:
    """Two holidays that fall on the same date."""
    return Holiday(f"{one.name}, {other.name}", one.kinds | other.kinds)


def switch(holiday: Holiday, said: Holidays) -> tuple[bool, str]:
    """Whether a café that says so opens on the holiday, and the key that decides it (``open_on_election``)."""
    for kind, key in SWITCHES:
        stated: bool | None = getattr(said, key)
        if stated is not None and kind in holiday.kinds:
            return stated, key
    return said.open_on_holidays, "open_on_holidays"
