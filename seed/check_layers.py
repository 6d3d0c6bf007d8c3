"""Check what the values of files mean, layer upon layer: a café's over its district's over the city's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from booking.rules.statements import Layer, Statement

from .broken import Broken, broken_in
from .check_dates import check_dates
from .check_meaning import check_meaning, check_outer_ages
from .check_shape import Checked
from .ground import Ground
from .statements import opening_day, statements_of


@dataclass(frozen=True)
class _Below:
    """What the farther layers say, and which of their tables are wrong: of those nothing can be judged."""

    statements: Sequence[Statement]
    broken: Broken

    def with_file(self, checked: Checked, own: Sequence[Statement]) -> "_Below":
        return _Below([*self.statements, *own], self.broken | broken_in(checked))


def check_layers(city: Checked | None, rules: Iterable[Checked], cafes: Iterable[Checked], ground: Ground | None) -> None:
    """Refuse what contradicts itself. ``city``: ``None`` when the database's is to stand (``ground``), or cannot be read."""
    since = city.good.get(("valid_from",)) if city is not None else ground.since if ground is not None else None
    if since is None:
        return
    of_city = _Below(ground.city if ground is not None and city is None else [], frozenset())
    if city is not None:
        of_city = _checked(city, "city", since, since, since, of_city)
    held = ground.spoken if ground is not None else {}
    of_district = {name: _Below([*of_city.statements, *said], of_city.broken) for name, said in held.items()}
    for one in rules:
        of_district[one.good.get(("district",), "")] = _checked(one, "district", since, since, since, of_city)
    for one in cafes:
        below = of_district.get(one.good.get(("place", "district"), ""), of_city)
        # What a file says of a known café holds from today on, whatever was said below it before.
        known = ground is not None and one.good.get(("code",)) in ground.cafes
        first = max(since, ground.today) if ground is not None and known else since
        _checked(one, "cafe", opening_day(one.stated) or since, since, first, below)


def _checked(checked: Checked, layer: Layer, begins: date, since: date, first: date, below: _Below) -> _Below:
    """Check one file, and put it upon what is below it. ``begins``: from when its tables without a date hold; ``since``: the
    city's first date; ``first``: the first date that is asked about."""
    own = statements_of(checked.stated, layer, begins)
    check_dates(checked, own, since)
    check_outer_ages(checked, layer)
    check_meaning(checked, own, below.statements, first, below.broken | broken_in(checked))
    return below.with_file(checked, own)
