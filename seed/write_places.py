"""Write districts, temporary holidays and cafés. Rows follow the file; none is deleted."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from booking.models import Cafe, District, TemporaryHoliday
from booking.rules.korean import with_particle

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
    """The café's row and what changed in it. Its district stays (:func:`seed.check_place.check_place`)."""
    wanted = {
        "name": cafe.name,
        "address": cafe.address,
        "phone": cafe.phone,
        "latitude": cafe.latitude,
        "longitude": cafe.longitude,
        "opened_on": cafe.opened_on,
        "year": cafe.year,
        "source": cafe.source,
    }
    name = f"{cafe.district} {cafe.name}"
    row = session.scalar(select(Cafe).where(Cafe.code == cafe.code))
    if row is not None:
        return row, _follow(row, name, wanted)
    row = Cafe(code=cafe.code, district_id=places.districts[cafe.district], **wanted)
    session.add(row)
    session.flush()
    return row, [f"{name}: 지점을 넣었습니다."]


def _follow(row: Any, name: str, wanted: Mapping[str, Any]) -> list[str]:
    """Set what differs; one sentence when anything did."""
    changed = {key: value for key, value in wanted.items() if getattr(row, key) != value}
    for key, value in changed.items():
        setattr(row, key, value)
    return [f"{name}: {with_particle(', '.join(sorted(changed)), '을')} 고쳤습니다."] if changed else []
