"""Write districts, temporary holidays, cafés and where their values come from. Rows follow the file; none is deleted."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Cafe, District, FactSource, TemporaryHoliday

from . import facts


def write_districts(session: Session, districts: Mapping[str, int]) -> list[str]:
    """Districts by name, with their codes."""
    sentences = []
    for name, code in districts.items():
        district = session.get(District, code)
        if district is None:
            session.add(District(id=code, name=name))
            sentences.append(f"{name}: 자치구를 넣었습니다.")
        else:
            sentences += _follow(district, name, {"name": name})
    session.flush()
    return sentences


def write_holidays(session: Session, holidays: Iterable[facts.Holiday]) -> list[str]:
    """Temporary holidays."""
    sentences = []
    for holiday in holidays:
        row = session.get(TemporaryHoliday, holiday.date)
        if row is None:
            session.add(TemporaryHoliday(date=holiday.date, name=holiday.name, source=holiday.source))
            sentences.append(f"{holiday.date} {holiday.name}: 임시공휴일을 넣었습니다.")
        else:
            sentences += _follow(row, str(holiday.date), {"name": holiday.name, "source": holiday.source})
    return sentences


def write_cafe(session: Session, cafe: facts.Cafe, places: facts.Places) -> tuple[Cafe, list[str]]:
    """The café's row and what changed in it. Notes that the café does not state are the city's."""
    notes = {**places.city.stated.notes, **cafe.stated.notes}
    wanted = {
        "district_id": places.districts[cafe.district],
        "name": cafe.name,
        "address": cafe.address,
        "phone": cafe.phone,
        "latitude": cafe.latitude,
        "longitude": cafe.longitude,
        "opened_on": cafe.opened_on,
        "group_capacity": cafe.stated.group_capacity,
        "socks_note": notes.get("notes.socks"),
        "entrance_note": notes.get("notes.entrance"),
        "break_note": notes.get("notes.break"),
        "visit_note": notes.get("notes.visit"),
    }
    name = f"{cafe.district} {cafe.name}"
    row = session.scalar(select(Cafe).where(Cafe.code == cafe.code))
    if row is not None:
        return row, _follow(row, name, wanted)
    row = Cafe(code=cafe.code, **wanted)
    session.add(row)
    session.flush()
    return row, [f"{name}: 지점을 넣었습니다."]


def write_sources(session: Session, name: str, cafe_id: int | None, marks: Mapping[str, facts.Mark]) -> list[str]:
    """Year and source of each table that the café (or the city) states; of one it no longer states, that it does not."""
    own = FactSource.cafe_id.is_(None) if cafe_id is None else FactSource.cafe_id == cafe_id
    rows = {row.key: row for row in session.scalars(select(FactSource).where(own))}
    sentences = []
    for key, mark in marks.items():
        if key not in rows:
            session.add(FactSource(cafe_id=cafe_id, key=key, year=mark.year, source=mark.source))
        else:
            sentences += _follow(rows[key], f"{name} {key}", {"year": mark.year, "source": mark.source})
    for key in rows.keys() - marks.keys():
        sentences += _follow(rows[key], f"{name} {key}", {"year": None, "source": "파일에 적지 않음: 시 기본값"})
    return sentences


def _follow(row: Any, name: str, wanted: Mapping[str, Any]) -> list[str]:
    """Set what differs; one sentence when anything did."""
    changed = {key: value for key, value in wanted.items() if getattr(row, key) != value}
    for key, value in changed.items():
        setattr(row, key, value)
    return [f"{name}: {', '.join(sorted(changed))}을(를) 고쳤습니다."] if changed else []
