"""South Korea's holidays of 2023 to 2028, computed without the ``holidays`` library.

Sources: 관공서의 공휴일에 관한 규정 with its changes of 2013 (substitutes for Seollal, Chuseok and Children's Day), 2021
(3·1, 8·15, 10·3, 10·9), May 2023 (Buddha's Birthday, Christmas) and 2026 (17 July and Labour Day, with substitutes);
공직선거법 §34 for election days; the cabinet's decisions for days that were named once. Lunar dates from the sky: a month
begins on the date, by Korea's clock, of the new moon, and the month in which the sun passes the n-th principal term is
the n-th. New moon and sun after J. Meeus, Astronomical Algorithms, chapters 49 and 25.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from math import radians, sin

from booking.rules.times import SEOUL

ONE = timedelta(days=1)
YEARS = range(2023, 2029)
NAMED_ONCE = (date(2023, 10, 2), date(2024, 10, 1), date(2025, 1, 27))
"""By the cabinet. Of 2027 and 2028 none is known yet."""
SNAP_ELECTION = date(2025, 6, 3)

NOON_OF_2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
CLOCK_AHEAD = timedelta(seconds=70)
"""How far the formulas' even clock is ahead of UTC in these years."""
NEW_MOON_TERMS = (
    # days; then how often they count: the eccentricity of the earth's orbit, the sun's and the moon's anomaly, the latitude
    (-0.40720, 0, 0, 1, 0),
    (0.17241, 1, 1, 0, 0),
    (0.01608, 0, 0, 2, 0),
    (0.01039, 0, 0, 0, 2),
    (0.00739, 1, -1, 1, 0),
    (-0.00514, 1, 1, 1, 0),
    (0.00208, 2, 2, 0, 0),
    (-0.00111, 0, 0, 1, -2),
    (-0.00057, 0, 0, 1, 2),
    (0.00056, 1, 1, 2, 0),
    (-0.00042, 0, 0, 3, 0),
    (0.00042, 1, 1, 0, 2),
    (0.00038, 1, 1, 0, -2),
    (-0.00024, 1, -1, 2, 0),
)


def new_moon(k: int) -> datetime:
    """The instant of the k-th new moon after that of 6 January 2000, right to a few minutes."""
    t = k / 1236.85
    sun = 2.5534 + 29.10535670 * k
    moon = 201.5643 + 385.81693528 * k + 0.0107582 * t * t
    latitude = 160.7108 + 390.67050284 * k - 0.0016118 * t * t
    eccentricity = 1 - 0.002516 * t
    days = 5.09766 + 29.530588861 * k + 0.00015437 * t * t
    for size, often, suns, moons, latitudes in NEW_MOON_TERMS:
        days += size * eccentricity**often * sin(radians(suns * sun + moons * moon + latitudes * latitude))
    return NOON_OF_2000 + timedelta(days=days) - CLOCK_AHEAD


def sun_longitude(at: datetime) -> float:
    """The sun's apparent longitude in degrees, right to a hundredth."""
    t = (at + CLOCK_AHEAD - NOON_OF_2000) / timedelta(days=36525)
    anomaly = radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * sin(anomaly) + 0.019993 * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    return (280.46646 + 36000.76983 * t + centre - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))) % 360


def term(year: int, longitude: int, about: tuple[int, int]) -> date:
    """The date in Korea on which the sun passes this longitude, searched from ten days before ``about`` (month, day)."""
    day = date(year, *about) - 10 * ONE
    while (sun_longitude(datetime.combine(day + ONE, time(), SEOUL)) - longitude) % 360 > 180:
        day += ONE
    return day


def month_begins(holds: date) -> date:
    """The first date of the lunar month that holds a date."""
    near = round((holds - date(2000, 1, 6)).days / 29.530589)
    begins = (new_moon(k).astimezone(SEOUL).date() for k in range(near + 2, near - 3, -1))
    return next(day for day in begins if day <= holds)


def seollal(year: int) -> date:
    """The first of the first month, which holds 우수."""
    return month_begins(term(year, 330, (2, 19)))


def buddhas_birthday(year: int) -> date:
    """The eighth of the fourth month, which holds 소만."""
    return month_begins(term(year, 60, (5, 21))) + 7 * ONE


def chuseok(year: int) -> date:
    """The fifteenth of the eighth month, which holds 추분."""
    return month_begins(term(year, 180, (9, 23))) + 14 * ONE


def first_wednesday_from(day: date) -> date:
    return next(one for n in range(7) if (one := day + n * ONE).weekday() == 2)


def elections(year: int) -> Iterator[date]:
    """The Assembly's term ends on 29 May, the local councils' on 30 June, of each fourth year."""
    if year % 4 == 0:
        yield first_wednesday_from(date(year, 5, 29) - 50 * ONE)
    if year % 4 == 2:
        yield first_wednesday_from(date(year, 6, 30) - 30 * ONE)
    if year == SNAP_ELECTION.year:
        yield SNAP_ELECTION


def by_law(year: int) -> list[tuple[date, str, str]]:
    """Holidays without substitutes: date, kind, and on what a substitute follows (``no``, ``sunday``, ``weekend``)."""
    is_2026 = year >= 2026
    fixed = [
        (1, 1, "new_year", "no"),
        (3, 1, "public", "weekend"),
        (5, 1, "labour_day", "weekend" if is_2026 else "no"),
        (5, 5, "childrens_day", "weekend"),
        (6, 6, "public", "no"),
        (8, 15, "public", "weekend"),
        (10, 3, "public", "weekend"),
        (10, 9, "public", "weekend"),
        (12, 25, "public", "weekend"),
    ]
    if is_2026:
        fixed += [(5, 1, "public", "weekend"), (7, 17, "public", "weekend")]
    found = [(date(year, month, day), kind, follows) for month, day, kind, follows in fixed]
    found.append((buddhas_birthday(year), "public", "weekend"))
    for middle in (seollal(year), chuseok(year)):
        found += [(middle + n * ONE, "seollal_chuseok", "sunday") for n in (-1, 0, 1)]
    found += [(day, "election", "no") for day in elections(year)]
    found += [(day, "temporary", "no") for day in NAMED_ONCE if day.year == year]
    return found


def substitutes(named: list[tuple[date, str, str]]) -> set[date]:
    """The next date that is no Saturday, Sunday or holiday, for each one that meets a weekend or another holiday."""
    off = {day for day, kind, _ in named if kind != "labour_day"}
    found: set[date] = set()
    for day in sorted({day for day, _, _ in named}):
        of_day = [(kind, follows) for one, kind, follows in named if one == day and kind != "labour_day"]
        follows = {how for _, how in of_day} - {"no"}
        meets = len(of_day) > 1 or day.weekday() == 6 or (day.weekday() == 5 and "weekend" in follows)
        if follows and meets:
            free = day + ONE
            while free in off | found or free.weekday() >= 5:
                free += ONE
            found.add(free)
    return found


def kinds_by_date() -> dict[date, frozenset[str]]:
    """Every holiday from 2023 to 2028 with its kinds."""
    found: dict[date, set[str]] = {}
    for year in YEARS:
        named = by_law(year)
        for day, kind, _ in named:
            found.setdefault(day, set()).add(kind)
        for day in substitutes(named):
            found.setdefault(day, set()).add("substitute")
    return {day: frozenset(kinds) for day, kinds in found.items()}
