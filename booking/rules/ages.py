"""Age on the date of the visit, and whether it fits a band.

* ``year_age`` 연나이: year of the visit − year of birth (청소년보호법, and the city portal). It turns on 1 January.
* ``full_age`` 만 나이: full years, the day of birth counted (행정기본법 제7조의2, 민법 제158조). Who was born on 29 February
  turns a year older on 1 March in common years, or on 28 February where the band says so (``leap_birthday``).
* ``months`` 개월 수: month n is completed on the day with the number of the birthday, n months later; where that month has
  no such day, on its last day (민법 제160조): born on 31 January, month 1 is completed on 28 or 29 February and month 2 on
  31 March. The day that completes the month counts to the new one: "36개월 이상" begins on it.
* ``preschool`` 미취학, an upper bound only: until the last day of February of the seventh year after the birth; children go
  to school on 1 March of the year after they turn six (초·중등교육법 제13조).

Both bounds of a band are inclusive, and each is one date for one child: the first and the last on which it fits.
"""

from calendar import isleap, monthrange
from datetime import date, timedelta
from typing import Literal

from .policy import AgeBasis, Band, Policy
from .refusals import Code, Refusal, no

SCHOOL_YEARS = 7
ONE_DAY = timedelta(days=1)
Side = Literal["below", "above"]


def year_age(birth: date, on: date) -> int:
    """연나이 on ``on``; negative before the year of birth."""
    return on.year - birth.year


def full_age(birth: date, on: date, leap_birthday: str = "march_1") -> int:
    """만 나이 on ``on``; negative before birth. ``leap_birthday``: the day on which 29 February counts in common years."""
    if leap_birthday == "february_28" and (on.month, on.day) == (2, 28) and not isleap(on.year) and _born_on_leap_day(birth):
        return on.year - birth.year
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def age_months(birth: date, on: date) -> int:
    """Full months lived on ``on``; negative before birth."""
    months = (on.year - birth.year) * 12 + on.month - birth.month
    return months - (on.day < _day_in(on.year, on.month, birth.day))


def age(birth: date, on: date, basis: AgeBasis, leap_birthday: str = "march_1") -> int:
    """The age by ``basis``: months for ``months``, else years; for ``preschool`` the years that schools count, 연나이."""
    if basis == "months":
        return age_months(birth, on)
    return full_age(birth, on, leap_birthday) if basis == "full_age" else year_age(birth, on)


def is_preschool(birth: date, on: date) -> bool:
    """Whether the child is 미취학 on ``on``: before 1 March of the seventh year after its birth."""
    return on < date(birth.year + SCHOOL_YEARS, 3, 1)


def month_completed_on(birth: date, months: int) -> date:
    """The day on which so many months of life are completed."""
    years, month = divmod(birth.month - 1 + months, 12)
    year, month = birth.year + years, month + 1
    return date(year, month, _day_in(year, month, birth.day))


def first_day(birth: date, band: Band) -> date:
    """The first date on which the child is not below the band."""
    return _reached_on(birth, band.min, band.min_basis or band.basis, band.leap_birthday)


def last_day(birth: date, band: Band) -> date | None:
    """The last date on which the child is not above the band; ``None``: the band has no upper bound."""
    basis = band.max_basis or band.basis
    if basis == "preschool":
        return date(birth.year + SCHOOL_YEARS, 3, 1) - ONE_DAY
    if band.max is None:
        return None
    if basis == "months" and band.max_reach == "to_the_day":
        return month_completed_on(birth, band.max)
    return _reached_on(birth, band.max + 1, basis, band.leap_birthday) - ONE_DAY


def band_side(birth: date, on: date, band: Band) -> Side | None:
    """On which side of the band the child is on ``on``, or ``None`` when it fits. Who is not born yet is below."""
    if on < birth or on < first_day(birth, band):
        return "below"
    last = last_day(birth, band)
    return "above" if last is not None and on > last else None


def age_refusal(birth: date, on: date, policy: Policy, child_name: str = "") -> Refusal | None:
    """Why a child born on ``birth`` does not fit the café's band on ``on``, or ``None``. The facts explain the answer.

    Whether it may come all the same, with a brother or a sister, :mod:`booking.rules.siblings` knows.
    """
    return _band_refusal(birth, on, policy.ages, child_name, Code.CHILD_TOO_YOUNG, Code.CHILD_TOO_OLD)


def door_band_refusal(birth: date, on: date, policy: Policy, child_name: str = "") -> Refusal | None:
    """Why the child does not fit the band that is asked at the door, or ``None``; the same facts as :func:`age_refusal`."""
    if policy.door_ages is None:
        return None
    return _band_refusal(birth, on, policy.door_ages, child_name, Code.DOOR_TOO_YOUNG, Code.DOOR_TOO_OLD)


def _band_refusal(birth: date, on: date, band: Band, child_name: str, young: Code, old: Code) -> Refusal | None:
    side = band_side(birth, on, band)
    if side is None:
        return None
    if on < birth:
        return no(Code.CHILD_NOT_BORN, "child_ids", **age_facts(birth, on, band, "below", child_name))
    return no(young if side == "below" else old, "child_ids", **age_facts(birth, on, band, side, child_name))


def age_facts(birth: date, on: date, band: Band, side: Side, child_name: str = "") -> dict[str, object]:
    """What explains a child's age at one end of the band. ``age`` is counted by ``basis``, which is that end's; ``age_min``
    by ``min_basis``, and ``age_max`` (``None``: no number) by ``max_basis``, reaching as far as ``max_reach`` says."""
    low, high = band.min_basis or band.basis, band.max_basis or band.basis
    basis = low if side == "below" else high
    return {
        "child": child_name,
        "birth_year": birth.year,
        "visit_year": on.year,
        "age": age(birth, on, basis, band.leap_birthday),
        "basis": basis,
        "age_min": band.min,
        "age_max": None if high == "preschool" else band.max,
        "min_basis": low,
        "max_basis": high,
        "max_reach": band.max_reach,
    }


def _reached_on(birth: date, number: int, basis: AgeBasis, leap_birthday: str) -> date:
    """The day on which the child's age by ``basis`` becomes ``number``."""
    if basis == "months":
        return month_completed_on(birth, number)
    year = birth.year + number
    if basis == "year_age":
        return date(year, 1, 1)
    if _born_on_leap_day(birth) and not isleap(year):
        return date(year, 3, 1) if leap_birthday == "march_1" else date(year, 2, 28)
    return birth.replace(year=year)


def _day_in(year: int, month: int, number: int) -> int:
    """The day of this number in the month, or its last."""
    return number if number <= 28 else min(number, monthrange(year, month)[1])


def _born_on_leap_day(birth: date) -> bool:
    return (birth.month, birth.day) == (2, 29)
