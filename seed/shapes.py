"""Which tables and keys the seed files have, and what kind of value each key holds.

``ages.min`` of a file becomes ``age_min`` of a policy, and so on: ``POLICY_KEY`` says which.
"""

from dataclasses import dataclass

from .kinds import Code, Day, Degrees, Flag, Kind, OneOf, OpenDays, Phone, Since, Spans, Whole, Words

YEAR = Whole(2012, 2100)
SOURCE = Words(250)
WON = Whole(0, 1_000_000)
CHILDREN = Whole(0, 1000)
MINUTES = Whole(0, 24 * 60)
AGE = Whole(0, 18 * 12)
BASES = OneOf((("year_age", "연나이"), ("full_age", "만 나이"), ("months", "개월 수")))


Keys = dict[str, Kind]


@dataclass(frozen=True)
class Table:
    """The keys of one table. A marked table says in which year its values held and who said so."""

    keys: dict[str, Kind]
    optional: frozenset[str] = frozenset()
    marked: bool = True
    needed: bool = False

    def kinds(self) -> dict[str, Kind]:
        """Every key with its kind, year and source included."""
        return {**self.keys, "year": YEAR, "source": SOURCE} if self.marked else self.keys

    def needed_keys(self) -> list[str]:
        """The keys that must be there once the table is."""
        return [key for key in self.kinds() if key not in self.optional]


def _table(keys: Keys, *optional: str, needed: bool = False) -> Table:
    return Table(keys, frozenset(optional), needed=needed)


_DAYS: Keys = {"open": OpenDays()}
_TIMES: Keys = {"weekday": Spans(), "saturday": Spans(), "sunday": Spans(), "derived": Flag(), "derivation": Words(300)}
_AGES: Keys = {"basis": BASES, "min": AGE, "max": AGE}
_FEES: Keys = {"child_won": WON, "adult_won": WON}
_LIMITS: Keys = {
    "visits_per_day": Whole(1, 10),
    "children_per_reservation": Whole(1, 5),
    "adults_min": Whole(1, 10),
    "adults_per_child_max": Whole(1, 10),
}
_MINUTES: Keys = {
    "cancel_minutes_before": MINUTES,
    "no_show_grace_minutes": MINUTES,
    "reserve_until_minutes_before_end": MINUTES,
    "check_in_minutes_before": MINUTES,
}
_HOLIDAYS: Keys = {
    "open_on_holidays": Flag(),
    "open_on_childrens_day": Flag(),
    "open_on_labour_day": Flag(),
    "closed_after_monday_holiday": Flag(),
}

_RULES: dict[str, tuple[Keys, tuple[str, ...]]] = {
    "days": (_DAYS, ()),
    "timetable": (_TIMES, ("derived", "derivation")),
    "ages": (_AGES, ()),
    "capacity.individual": ({"children": CHILDREN}, ()),
    "capacity.group": ({"children": CHILDREN}, ()),
    "fees": (_FEES, ()),
    "limits": (_LIMITS, ()),
    "minutes": (_MINUTES, ()),
    "holidays": (_HOLIDAYS, ()),
}
_NOTES = {f"notes.{note}": _table({"text": Words(300)}) for note in ("socks", "entrance", "break")}
NOTES = {**_NOTES, "notes.visit": _table({"text": Words(1000)})}
_MAY_BE_PARTIAL = ("fees", "limits", "minutes", "holidays")

CAFE = {
    "": Table({"code": Code()}, marked=False, needed=True),
    "place": _table(
        {
            "name": Words(80),
            "district": Words(20),
            "address": Words(200),
            "phone": Phone(),
            "latitude": Degrees(37.41, 37.72),
            "longitude": Degrees(126.73, 127.27),
        },
        needed=True,
    ),
    "opening": _table({"when": Since()}),
    **{name: _table(keys, *(keys if name in _MAY_BE_PARTIAL else optional)) for name, (keys, optional) in _RULES.items()},
    **NOTES,
}

CITY = {
    "": Table({"valid_from": Day()}, marked=False, needed=True),
    **{name: _table(keys, *optional, needed=name != "capacity.group") for name, (keys, optional) in _RULES.items()},
    **NOTES,
}

TEMPORARY_HOLIDAY = Table({"name": Words(60), "source": Words(300)}, marked=False)
DISTRICT_CODE = Whole(11000, 11999)

POLICY_KEY = {
    "ages": {"basis": "age_basis", "min": "age_min", "max": "age_max"},
    "fees": {"child_won": "fee_child_won", "adult_won": "fee_adult_won"},
    **{
        name: {key: key for key in keys}
        for name, keys in (("limits", _LIMITS), ("minutes", _MINUTES), ("holidays", _HOLIDAYS))
    },
}
