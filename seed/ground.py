"""What the database says already, under which a file is loaded: a file speaks for its own layer and for no other.

Of the layers that a café stands on, the folder's files are loaded only where nothing was said yet: as the first word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.db import table
from booking.models import Cafe, District, StatementRow
from booking.policies import statement_of
from booking.rules.statements import EVER, Statement


@dataclass(frozen=True)
class Ground:
    """What is said. ``since``: the city's first date, ``None`` while the city says nothing. ``spoken``: the districts under
    which something was decided (they have rules or cafés), with their rules. ``districts``: every district's code.
    ``cafes``: each café's district, by the café's code."""

    today: date
    since: date | None
    city: Sequence[Statement]
    spoken: Mapping[str, Sequence[Statement]]
    districts: Mapping[str, int]
    cafes: Mapping[str, str]


def ground(session: Session, today: date) -> Ground:
    """What this transaction sees."""
    names: dict[int, str] = dict(session.execute(select(District.id, District.name)).all())
    cafes = {code: names[number] for code, number in session.execute(select(Cafe.code, Cafe.district_id))}
    found = select(table(StatementRow)).where(StatementRow.cafe_id.is_(None)).order_by(StatementRow.id)
    of_city: list[Statement] = []
    of_district: dict[str, list[Statement]] = {name: [] for name in cafes.values()}
    for row in session.execute(found).mappings():
        number = row["district_id"]
        rows = of_city if number is None else of_district.setdefault(names[number], [])
        rows.append(statement_of(row))
    since = min((one.valid_from for one in of_city if one.valid_from > EVER), default=None)
    return Ground(today, since, of_city, of_district, {name: code for code, name in names.items()}, cafes)
