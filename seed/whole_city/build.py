"""Build the whole city in an empty database: places, people, the past, slots to come; then compare the three accounts."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from flask import current_app
from sqlalchemy import exists, select

from booking import clock
from booking.db import db, reading
from booking.models import Account, Cafe, District, Family, Reservation, Slot
from booking.passwords import hash_password
from booking.policies import read_book
from booking.queries.differences import differences
from booking.rules.policy import PolicyIncomplete
from booking.rules.times import seoul_date

from .. import facts
from ..accounts import PASSWORD
from ..problems import Stop
from .bulk import Bulk, bulk, settle
from .calendar import Planned, planned_days
from .history import History, weight
from .minutes import A_DAY, minutes
from .notices import Notices
from .people import People
from .progress import Progress, step
from .wanted import WITHOUT_PASSWORDS, Wanted

FULLEST = 0.95
"""More of the past places than this are not filled: nobody who fits would be found for the rest in good time."""
OFTEN = 0.8
"""A family has no more visits than this on one day, on an average."""
NOTHING_KEPT = (
    "멈췄습니다. 사람과 예약은 하나도 넣지 않았습니다. 같은 명령을 다시 실행하면 처음부터 합니다"
    " (stopped, nothing was kept; the same command begins anew)."
)
NOT_COMPARED = (
    "멈췄습니다. 모두 넣었지만 자리 장부를 비교하지 못했습니다. python -m jobs compare_counters 로 비교하세요"
    " (all is there, but it was not compared)."
)


def build(wanted: Wanted, places: facts.Places, load: Callable[[facts.Places], object]) -> str:
    """Build the city and say what it has. ``load`` loads the places. Needs an application context.

    :raises Stop: the database is not empty, the numbers do not fit, passwords in production, or the accounts differ.
    """
    begin = time.monotonic()
    now = clock.now()
    _require_allowed(wanted)
    _require_empty()
    try:
        counts = _load(wanted, places, load, now)
    except KeyboardInterrupt as interrupt:
        raise Stop(NOTHING_KEPT) from interrupt
    try:
        with step("통계와 자리 장부 비교 (analyze, compare the counters)"):
            settle(db.engine)
            found = differences()
    except KeyboardInterrupt as interrupt:
        raise Stop(NOT_COMPARED) from interrupt
    if found:
        raise Stop("\n".join(["자리 장부가 서로 다릅니다 (the accounts differ).", *map(str, found[:10])]))
    return _told(counts, wanted, time.monotonic() - begin)


def _load(wanted: Wanted, places: facts.Places, load: Callable[[facts.Places], object], now: datetime) -> Mapping[str, int]:
    """Load places and people; how many rows each table has got."""
    with step(f"지점 {len(places.cafes)}곳 (cafés)"):
        load(places)
    with step("회차 계산 (plan the slots)"):
        plan = _plan(wanted, now)
    _require_room(wanted, plan.past)
    password_hash = hash_password(PASSWORD) if wanted.passwords else None
    # The load is alone: on SQLite an open reader would keep it from changing the journal.
    db.session.remove()
    db.engine.dispose()
    with step("가족, 예약, 이용 넣기 (families, reservations, visits)"), bulk(db.engine) as writing:
        _write(writing, wanted, now, password_hash, plan)
    return writing.counts


def _require_allowed(wanted: Wanted) -> None:
    if wanted.passwords and current_app.config["SETTINGS"].env == "production":
        raise Stop(
            "운영 환경(ENV=production)에는 로그인할 수 있는 지어낸 사람을 넣지 않습니다. 성능을 재려면"
            f" {WITHOUT_PASSWORDS}를 붙여 주세요 (invented people have no passwords in production)."
        )


def _require_empty() -> None:
    session = reading()
    for model in (Account, Family, Slot, Reservation):
        if session.scalar(select(exists(select(model.id)))):
            raise Stop(
                "빈 데이터베이스에만 넣을 수 있는데 계정이나 회차가 이미 있습니다. 새 데이터베이스를 쓰세요: "
                "DATABASE_URL이나 VAR_DIR을 새 곳으로 정하고 flask --app wsgi db upgrade (only into an empty database)."
            )


@dataclass(frozen=True)
class _Plan:
    """The cafés (code by id), the districts, and day by day the slots of the past and of the days to come."""

    cafes: Mapping[int, str]
    districts: Sequence[int]
    past: Sequence[Sequence[Planned]]
    coming: Sequence[Sequence[Planned]]


def _plan(wanted: Wanted, now: datetime) -> _Plan:
    session = reading()
    cafes: dict[int, str] = dict(session.execute(select(Cafe.id, Cafe.code).order_by(Cafe.id)).all())
    districts = list(session.scalars(select(District.id).order_by(District.id)))
    book, today = read_book(session), seoul_date(now)
    last = current_app.config["SETTINGS"].slots_until(today)
    first, yesterday = today - timedelta(days=wanted.days), today - timedelta(days=1)
    try:
        past = list(planned_days(session, book, cafes, first, yesterday))
    except PolicyIncomplete as error:
        raise Stop(f"{first}에는 시의 규칙이 아직 없습니다. --days를 줄여 주세요 (no rules so far back).") from error
    return _Plan(cafes, districts, past, list(planned_days(session, book, cafes, today, last)))


def _require_room(wanted: Wanted, past: Sequence[Sequence[Planned]]) -> None:
    places = sum(slot.capacity for slots in past for slot in slots if weight(slot))
    most = int(places * FULLEST)
    if wanted.visits > most:
        raise Stop(
            f"지난 {wanted.days}일의 회차에는 이용을 {most:,}건까지 넣을 수 있습니다. --visits를 줄이거나 --days를"
            " 늘려 주세요 (too many visits for these days)."
        )
    if wanted.visits > wanted.families * wanted.days * OFTEN:
        raise Stop(
            f"가족 {wanted.families:,}이 {wanted.days}일 동안 이용 {wanted.visits:,}건을 하기에는 모자랍니다."
            " --families를 늘려 주세요 (too few families for so many visits)."
        )


def _write(writing: Bulk, wanted: Wanted, now: datetime, password_hash: str | None, plan: _Plan) -> None:
    random = Random(wanted.seed)  # noqa: S311  # invented people, the same again  # nosec B311
    today: date = seoul_date(now)
    people = People(writing, random, now, password_hash)
    people.workers(plan.cafes, plan.districts)
    families = people.families(wanted.families, today - timedelta(days=wanted.days), today, plan.districts)
    keeping = current_app.config["SETTINGS"].keeping
    notices = Notices(writing, minutes(now) - keeping.notices_days * A_DAY)
    history = History(writing, random, families, notices, minutes(now))
    progress = Progress(wanted.visits, "이용 (visits)")
    history.write(plan.past, wanted.visits, progress.tell)
    for slots in plan.coming:
        for slot in slots:
            history.open(slot)
    progress.end()


def _told(counts: Mapping[str, int], wanted: Wanted, seconds: float) -> str:
    said = {
        "가족 (families)": "family",
        "아이 (children)": "child",
        "회차 (slots)": "slot",
        "예약 (reservations)": "reservation",
        "이용 (visits)": "visit",
        "장부 (ledger)": "ledger",
        "알림 (notices)": "notice",
    }
    numbers = ", ".join(f"{name} {counts.get(table, 0):,}" for name, table in said.items())
    sign_in = f"비밀번호는 모두 {PASSWORD}" if wanted.passwords else "아무도 비밀번호가 없음 (nobody has a password)"
    return f"{numbers}. 자리 장부는 모두 맞습니다 (no difference). {sign_in}. {seconds:.0f}초."
