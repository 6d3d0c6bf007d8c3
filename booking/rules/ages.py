"""Age on the date of the visit, by the café's basis, and whether it fits the café's band.

* ``year_age`` 연나이: year of the visit − year of birth (청소년보호법, and the city portal).
* ``full_age`` 만 나이: full years, the day of birth counted (행정기본법 제7조의2, 민법 제158조).
* ``months`` 개월 수: full months, counted to the same day number of the later month; where that month has no such day,
  its last day (민법 제160조).

A child born on 29 February turns a year older on 1 March in common years for 만 나이; for months the last day of February
completes the month, as 민법 제160조 says. Bounds are inclusive: a band of 36 months holds through the last day on which
the child counts 36 months.
"""

from calendar import monthrange
from datetime import date

from .policy import AgeBasis, Policy
from .refusals import Code, Refusal, no

OUTER_MAX = {"year_age": 9, "full_age": 9, "months": 9 * 12 + 11}


def year_age(birth: date, on: date) -> int:
    """연나이 on ``on``; negative before the year of birth."""
    return on.year - birth.year


def full_age(birth: date, on: date) -> int:
    """만 나이 on ``on``; negative before birth."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def age_months(birth: date, on: date) -> int:
    """Full months lived on ``on``; negative before birth."""
    months = (on.year - birth.year) * 12 + on.month - birth.month
    completes_on = min(birth.day, monthrange(on.year, on.month)[1])
    return months - (on.day < completes_on)


def age(birth: date, on: date, basis: AgeBasis) -> int:
    """The age by ``basis``: years, or months for basis ``months``."""
    if basis == "year_age":
        return year_age(birth, on)
    if basis == "full_age":
        return full_age(birth, on)
    return age_months(birth, on)


def age_refusal(birth: date, on: date, policy: Policy, child_name: str = "") -> Refusal | None:
    """Why a child born on ``birth`` may not come on ``on``, or ``None``. The facts explain the answer."""
    facts = {
        "child": child_name,
        "birth_year": birth.year,
        "visit_year": on.year,
        "age": age(birth, on, policy.age_basis),
        "basis": policy.age_basis,
        "age_min": policy.age_min,
        "age_max": policy.age_max,
    }
    if on < birth:
        return no(Code.CHILD_NOT_BORN, "child_ids", **facts)
    if facts["age"] < policy.age_min:  # type: ignore[operator]
        return no(Code.CHILD_TOO_YOUNG, "child_ids", **facts)
    if facts["age"] > policy.age_max:  # type: ignore[operator]
        return no(Code.CHILD_TOO_OLD, "child_ids", **facts)
    return None
