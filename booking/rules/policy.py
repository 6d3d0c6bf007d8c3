"""The values that steer the rules, merged from layers: city → district → café, the nearest stated value wins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

AgeBasis = Literal["year_age", "full_age", "months"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Policy:
    """What holds for one café on one date. Units stand in the names; ages are years, or months for basis ``months``."""

    age_basis: AgeBasis
    age_min: int
    age_max: int
    fee_child_won: int
    fee_adult_won: int
    children_per_reservation: int
    visits_per_day: int
    adults_min: int
    adults_per_child_max: int
    cancel_minutes_before: int
    no_show_grace_minutes: int
    reserve_until_minutes_before_end: int
    check_in_minutes_before: int
    open_mon: bool
    open_tue: bool
    open_wed: bool
    open_thu: bool
    open_fri: bool
    open_sat: bool
    open_sun: bool
    open_on_holidays: bool
    open_on_childrens_day: bool
    open_on_labour_day: bool
    closed_after_monday_holiday: bool

    def opens_on(self, weekday: int) -> bool:
        """Whether the café opens on this weekday (0 = Monday) in an ordinary week."""
        return bool(getattr(self, f"open_{WEEKDAYS[weekday]}"))


POLICY_KEYS = tuple(field.name for field in fields(Policy))
BAND_KEYS = ("age_basis", "age_min", "age_max")


class PolicyIncomplete(Exception):
    """No layer states these keys; the city's default file is not loaded."""


def merge(layers: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[Policy, dict[str, str]]:
    """One policy from ``layers``, ordered from the farthest (city) to the nearest (café), and the origin of each value.

    An age band is one value: a layer states basis and both bounds together (``ck_policy_age_band_whole``), so a café's own
    band never mixes with another layer's basis.

    :raises PolicyIncomplete: a key is stated nowhere.
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, stated in layers:
        for key in POLICY_KEYS:
            if stated.get(key) is not None:
                values[key] = stated[key]
                origins[key] = origin
    missing = [key for key in POLICY_KEYS if key not in values]
    if missing:
        raise PolicyIncomplete(", ".join(missing))
    return Policy(**values), origins
