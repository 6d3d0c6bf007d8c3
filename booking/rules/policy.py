"""What holds for one café on one date, and for one of its periods: the merged statements as typed values."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cached_property, wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, cast

from .kept import Kept
from .kinds import OneOf, Span
from .sections import DAY_KEYS, PERIOD_SECTIONS, SECTIONS, section_of
from .statements import Origin, Statement, laid_over, merge

Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")
KEPT_MOST = 1000
"""Of what is said of one policy: enough for every slot that a café has open, with some texts each."""
AgeBasis = Literal["year_age", "full_age", "months", "preschool"]
Admits = Literal["individual", "group", "shared"]
STATE_WORDS = dict(cast(OneOf, SECTIONS["operation"].keys["state"].kind).words)
"""The names of a café's states."""


@dataclass(frozen=True)
class Operation:
    """Whether the café runs, and where its places are reserved."""

    state: str = "running"
    booking: str = "online"
    reason: str | None = None
    site: str | None = None

    @property
    def runs(self) -> bool:
        """Whether the café opens at all: a pilot does."""
        return self.state in ("running", "pilot")

    @property
    def said(self) -> str:
        """The sentence that goes with the state: the café's own, else the state's name."""
        return self.reason or STATE_WORDS[self.state]


@dataclass(frozen=True)
class Days:
    """Weekdays are 0 = Monday; the n-th weekday of a month is (n, weekday), n = -1 for the last one."""

    open: frozenset[int]
    open_nth: frozenset[tuple[int, int]] = frozenset()
    closed_nth: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Season:
    """Stretches of dates in which the café runs, and dates on which it opens whatever the weekday."""

    spans: tuple[tuple[date, date], ...] = ()
    dates: tuple[date, ...] = ()


@dataclass(frozen=True)
class Holidays:
    """Which holidays the café opens on; ``None``: as on the others."""

    open_on_holidays: bool = False
    open_on_childrens_day: bool | None = None
    open_on_labour_day: bool | None = None
    open_on_new_year: bool | None = None
    open_on_seollal_chuseok: bool | None = None
    open_on_substitute: bool | None = None
    open_on_election: bool | None = None
    open_on_temporary: bool | None = None
    weekly_day_on_holiday: str = "stays"


@dataclass(frozen=True)
class Band:
    """Ages that may come, both ends included; each end may have its own basis."""

    basis: AgeBasis
    min: int = 0
    max: int | None = None
    min_basis: AgeBasis | None = None
    max_basis: AgeBasis | None = None
    max_reach: str = "whole_month"
    leap_birthday: str = "march_1"


@dataclass(frozen=True)
class DoorBand(Band):
    """The band that staff ask at the door, where it differs from the portal's."""

    applies: str = "reserving"


@dataclass(frozen=True)
class SiblingBand(Band):
    """The band of brothers and sisters who may come along with a child that the café admits."""

    multi_child_only: bool = False


@dataclass(frozen=True)
class Zone(Band):
    """A part of the café with its own band and its own number of children."""

    name: str = ""
    label: str | None = None
    children: int = 0


@dataclass(frozen=True)
class WalkInShare:
    """What of the individual capacity is kept for walk-ins."""

    percent: int = 0
    children: int = 0


@dataclass(frozen=True)
class HouseReserve:
    """Places held back until so many minutes before the start."""

    children: int
    released_minutes_before: int


@dataclass(frozen=True)
class Openings:
    """From when a slot may be reserved (:mod:`booking.rules.openings`)."""

    kind: str = "rolling"
    day: int = 1
    first_day: int = 7
    days_of_month: tuple[int, ...] = (1,)
    covers: str = "next"
    days: int = 28
    at: time = time(0)
    not_before: datetime | None = None
    residents_first: str = "nobody"
    others_after_minutes: int = 0


@dataclass(frozen=True)
class Residency:
    """Who may reserve, and what shows it at the door."""

    who: str = "anyone"
    evidence: str | None = None


@dataclass(frozen=True)
class Limits:
    """How often. ``None``: as often as they like. Those without ``_here`` count all cafés together."""

    children_per_reservation: int
    visits_per_day: int | None = None
    visits_per_day_here: int | None = None
    visits_per_week: int | None = None
    visits_per_week_here: int | None = None
    visits_per_month: int | None = None
    visits_per_month_here: int | None = None
    open_visits: int | None = None
    open_visits_here: int | None = None
    family_reservations_per_day: int | None = None
    family_reservations_per_day_here: int | None = None
    family_reservations_per_week: int | None = None
    family_reservations_per_week_here: int | None = None
    family_reservations_per_month: int | None = None
    family_reservations_per_month_here: int | None = None
    family_open_reservations: int | None = None
    family_open_reservations_here: int | None = None


@dataclass(frozen=True)
class Adults:
    """How many adults come along with a party, and who they may be."""

    min: int = 1
    per_child_max: int = 2
    baby_per_child_max: int | None = None
    baby_months_below: int = 12
    min_age: int = 0
    holder_counts: bool = True
    named_companion: bool = True


@dataclass(frozen=True)
class Minutes:
    """Minutes before or after a slot's start or end."""

    cancel_minutes_before: int
    no_show_grace_minutes: int
    reserve_until_minutes_before_end: int
    check_in_minutes_before: int


@dataclass(frozen=True)
class Step:
    """So many no-shows within ``window_days`` bar a family for ``days``."""

    count: int
    window_days: int
    days: int


@dataclass(frozen=True)
class Suspension:
    """What no-shows cost."""

    steps: tuple[Step, ...]
    scope: str = "all"
    cancels_future: bool = False


@dataclass(frozen=True)
class Fees:
    """Whole won."""

    child_won: int
    adult_won: int
    care_won: int = 0
    group_child_won: int | None = None
    group_adult_won: int = 0
    free_adults: int = 0
    free_adults_per_child: int = 0
    round_to_won: int = 1
    round: str = "down"


@dataclass(frozen=True)
class Concession:
    """A reduction for whoever shows ``evidence``."""

    name: str
    label: str | None = None
    percent: int = 0
    won: int = 0
    applies: str = "all"
    evidence: str | None = None
    valid_days: int = 365


@dataclass(frozen=True)
class MultiChild:
    """What makes a family one of several children (다자녀)."""

    children_min: int = 2
    youngest_age_max: int | None = None


@dataclass(frozen=True)
class Care:
    """놀이돌봄: children stay without their guardian."""

    offered: bool = False
    children: int = 0
    months_min: int = 0
    months_max: int | None = None
    former_visit: bool = False
    reason_needed: bool = False
    individual_only: bool = True
    refund_after_entry: bool = False


@dataclass(frozen=True)
class Group:
    """단체."""

    min: int = 1
    max: int | None = None
    counts: str = "children"
    who: str | None = None
    several_per_slot: bool = True


@dataclass(frozen=True)
class Waitlist:
    """대기."""

    kind: str = "none"
    children: int = 0


@dataclass(frozen=True)
class Programme:
    """A programme beside the slots."""

    name: str
    time: Span
    children: int
    label: str | None = None
    days: frozenset[int] = frozenset()
    dates: tuple[date, ...] = ()
    fee_won: int = 0


@dataclass(frozen=True)
class Conduct:
    """What to keep to inside."""

    socks: bool = False
    food: bool = False
    proxy: bool = False
    tidy_minutes: int = 0
    slide_height_cm: int = 0


@dataclass(frozen=True)
class Stretch:
    """Dates with a reason: a closing, or an opening beside the ordinary days. ``name``: that of its table."""

    first: date
    last: date
    reason: str
    name: str = ""


@dataclass(frozen=True)
class PeriodRule:
    """What holds for some periods only. An empty selector admits all."""

    name: str
    days: frozenset[str]
    numbers: frozenset[int]
    starts: frozenset[time]
    contents: Mapping[str, Mapping[str, Any]]
    origin: Origin

    def covers(self, day_names: Iterable[str], number: int, starts: time) -> bool:
        """Whether it holds for the period with this number and start, on a date called ``day_names``."""
        return (
            (not self.days or not self.days.isdisjoint(day_names))
            and (not self.numbers or number in self.numbers)
            and (not self.starts or starts in self.starts)
        )


class PolicyIncomplete(Exception):
    """No layer states these sections; the city's default file is not loaded."""


NEEDED = ("days", "timetable", "ages", "capacity.individual", "fees", "limits", "minutes")


@dataclass(frozen=True)
class Policy:
    """What holds for one café on one date (or, from :meth:`for_period`, for one of its periods)."""

    days: Days
    ages: Band
    capacity: int
    fees: Fees
    limits: Limits
    minutes: Minutes
    timetable: Mapping[str, tuple[Span, ...]]
    breaks: Mapping[str, tuple[Span, ...]]
    opens_on: date | None = None
    operation: Operation = Operation()
    season: Season | None = None
    holidays: Holidays = Holidays()
    admits: Admits = "individual"
    door_ages: DoorBand | None = None
    siblings: SiblingBand | None = None
    zones: tuple[Zone, ...] = ()
    group_capacity: int | None = None
    together_capacity: int | None = None
    people_capacity: int | None = None
    walk_in: WalkInShare = WalkInShare()
    house_reserve: HouseReserve | None = None
    openings: Openings = Openings()
    residency: Residency = Residency()
    adults: Adults = Adults()
    suspension: Suspension | None = None
    concessions: tuple[Concession, ...] = ()
    combine: str = "best"
    multi_child: MultiChild = MultiChild()
    care: Care = Care()
    group: Group = Group()
    waitlist: Waitlist = Waitlist()
    same_day: tuple[str, ...] = ()
    payment: tuple[str, ...] = ()
    conduct: Conduct = Conduct()
    programmes: tuple[Programme, ...] = ()
    closed: tuple[Stretch, ...] = ()
    extra: tuple[Stretch, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    period_rules: tuple[PeriodRule, ...] = ()
    contents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    origins: Mapping[str, Origin] = field(default_factory=dict, repr=False)

    def origin(self, *keys: str) -> Origin | None:
        """Where a value was said: the first of ``keys`` (``limits.visits_per_day``, ``limits``) that anybody stated."""
        return next((self.origins[key] for key in keys if key in self.origins), None)

    def for_period(self, day_names: tuple[str, ...], number: int, starts: time) -> "Policy":
        """What holds for one period: this policy under every rule for some periods that covers it, in the order of names."""
        rules = tuple(rule for rule in self.period_rules if rule.covers(day_names, number, starts))
        if not rules:
            return self
        names = tuple(rule.name for rule in rules)
        if names not in self._by_rules:
            self._by_rules[names] = self._under(rules)
        return self._by_rules[names]

    @cached_property
    def _by_rules(self) -> dict[tuple[str, ...], "Policy"]:
        return {}

    def kept(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """What ``make`` says of this policy, which never changes, and of what else ``key`` names: see :class:`Kept`."""
        return self._kept.get(key, make)

    @cached_property
    def _kept(self) -> Kept:
        return Kept(KEPT_MOST)

    def _under(self, rules: tuple[PeriodRule, ...]) -> "Policy":
        contents, origins = dict(self.contents), dict(self.origins)
        for rule in rules:
            for name, said in rule.contents.items():
                keeps = contents.get(name, {}) if section_of(name).merge == "keys" else {}
                contents[name] = laid_over(name, keeps, said)
                for ended in keeps.keys() - contents[name].keys():
                    del origins[f"{name}.{ended}"]
                origins |= {name: rule.origin} | {f"{name}.{key}": rule.origin for key in said}
        return replace(policy_of(contents, origins), period_rules=())


def kept_with_policy(function: Callable[Concatenate[Policy, Rest], Answer]) -> Callable[Concatenate[Policy, Rest], Answer]:
    """Let what ``function`` says of a policy be kept with it (:meth:`Policy.kept`), by its other arguments."""

    @wraps(function)
    def answer(policy: Policy, *more: Rest.args, **named: Rest.kwargs) -> Answer:
        return policy.kept((function, more, tuple(named.items())), lambda: function(policy, *more, **named))

    return answer


def merged(statements: Iterable[Statement]) -> Policy:
    """The policy under these statements, which hold on one date (:func:`booking.rules.statements.holding`).

    :raises PolicyIncomplete: a section that every café needs is stated nowhere.
    """
    return policy_of(*merge(statements))


def policy_of(contents: Mapping[str, Mapping[str, Any]], origins: Mapping[str, Origin]) -> Policy:
    """The policy with these contents, in their kept form.

    :raises PolicyIncomplete: see :func:`merged`.
    """
    missing = [name for name in NEEDED if name not in contents]
    if missing:
        raise PolicyIncomplete(", ".join(missing))
    said = {name: _values(name, content) for name, content in contents.items()}
    times = {name: said.get(name, {}) for name in ("timetable", "breaks")}
    try:
        return Policy(
            **_plain(said),
            timetable={key: times["timetable"][key] for key in DAY_KEYS if key in times["timetable"]},
            breaks=times["breaks"],
            capacity=said["capacity.individual"]["children"],
            opens_on=said.get("opening", {}).get("when"),
            admits=said.get("admission", {}).get("admits", "individual"),
            group_capacity=said.get("capacity.group", {}).get("children"),
            together_capacity=said.get("capacity.together", {}).get("children"),
            people_capacity=said.get("capacity.people", {}).get("people"),
            combine=said.get("concessions", {}).get("combine", "best"),
            same_day=said.get("same_day", {}).get("how", ()),
            payment=said.get("payment", {}).get("methods", ()),
            zones=tuple(Zone(name=name, **values) for name, values in _named(said, "zone")),
            concessions=tuple(Concession(name=name, **values) for name, values in _named(said, "concession")),
            programmes=tuple(Programme(name=name, **values) for name, values in _named(said, "programme")),
            closed=_stretches(said, "closed"),
            extra=_stretches(said, "extra"),
            notes={name: values["text"] for name, values in said.items() if name.startswith("notes.")},
            period_rules=tuple(
                _period_rule(name, contents[name], origins[name]) for name in sorted(contents) if _is_named(name, "period")
            ),
            contents=contents,
            origins=origins,
        )
    except TypeError as error:
        # A dataclass misses a value that nobody stated.
        raise PolicyIncomplete(str(error)) from error


_CLASSES: dict[str, tuple[str, Any]] = {
    "operation": ("operation", Operation),
    "days": ("days", Days),
    "season": ("season", Season),
    "holidays": ("holidays", Holidays),
    "ages": ("ages", Band),
    "door_ages": ("door_ages", DoorBand),
    "siblings": ("siblings", SiblingBand),
    "capacity.walk_in": ("walk_in", WalkInShare),
    "capacity.reserve": ("house_reserve", HouseReserve),
    "openings": ("openings", Openings),
    "residency": ("residency", Residency),
    "limits": ("limits", Limits),
    "adults": ("adults", Adults),
    "minutes": ("minutes", Minutes),
    "multi_child": ("multi_child", MultiChild),
    "care": ("care", Care),
    "group": ("group", Group),
    "waitlist": ("waitlist", Waitlist),
    "conduct": ("conduct", Conduct),
}
"""Sections that become one value each: the policy's field and its class."""


def _plain(said: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    found = {into: cls(**said[name]) for name, (into, cls) in _CLASSES.items() if name in said}
    fees = said["fees"]
    found["fees"] = Fees(**{**fees, "round_to_won": int(fees.get("round_to_won", 1))})
    if "suspension" in said:
        steps = tuple(Step(**row) for row in said["suspension"]["steps"])
        found["suspension"] = Suspension(**{**said["suspension"], "steps": steps})
    return found


def _values(name: str, content: Mapping[str, Any]) -> dict[str, Any]:
    keys = section_of(name).keys
    return {key: keys[key].kind.read(value) for key, value in content.items() if key in keys}


def _is_named(name: str, section: str) -> bool:
    return name.startswith(f"{section}.")


def _named(said: Mapping[str, dict[str, Any]], section: str) -> list[tuple[str, dict[str, Any]]]:
    return [(name.split(".", 1)[1], said[name]) for name in sorted(said) if _is_named(name, section)]


def _stretches(said: Mapping[str, dict[str, Any]], section: str) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(one["first"], one.get("last", one["first"]), one["reason"], name) for name, one in _named(said, section)
    )


def _period_rule(name: str, content: Mapping[str, Any], origin: Origin) -> PeriodRule:
    selector = _values(name, content)
    contents = {section: content[section] for section in PERIOD_SECTIONS if section in content}
    return PeriodRule(
        name=name.split(".", 1)[1],
        days=frozenset(selector.get("days", ())),
        numbers=frozenset(selector.get("numbers", ())),
        starts=selector.get("starts", frozenset()),
        contents=contents,
        origin=Origin("period", origin.valid_from, origin.year, origin.source),
    )
