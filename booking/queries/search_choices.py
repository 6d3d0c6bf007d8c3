"""What the search form offers: districts that have cafés, and the cafés."""

from dataclasses import dataclass

from sqlalchemy import select

from ..db import reading
from ..models import Cafe, District


@dataclass(frozen=True)
class Places:
    """The choices of the search form: (id, name) of districts that have cafés, (code, name) of cafés."""

    districts: tuple[tuple[int, str], ...]
    cafes: tuple[tuple[str, str], ...]


def places_to_search() -> Places:
    """Districts and cafés, by name: one statement."""
    rows = reading().execute(
        select(District.id, District.name, Cafe.code, Cafe.name)
        .join(Cafe, Cafe.district_id == District.id)
        .order_by(District.name, Cafe.name)
    )
    districts: dict[int, str] = {}
    cafes = []
    for district_id, district, code, name in rows:
        districts[district_id] = district
        cafes.append((code, f"{district} {name}"))
    return Places(tuple(districts.items()), tuple(cafes))
