"""Run a piece of work inside the application; what is not ready becomes a sentence."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from flask import Flask, current_app
from sqlalchemy.exc import DBAPIError

from booking import clock, config, create_app
from booking.affected import ending
from booking.db import db, transaction
from booking.places import hold_cafes
from booking.policies import hold_policies
from booking.rules.korean import with_particle
from booking.rules.places import CITY
from booking.rules.times import seoul_date

from . import demo
from .export import cafe_file
from .facts import Places
from .ground import Ground, ground
from .load import Contradictory, Loaded, NotConfirmed, load, told
from .problems import Stop
from .whole_city.build import build
from .whole_city.wanted import Wanted

Answer = TypeVar("Answer")


def load_places(read: Callable[[Ground], Places], *, confirmed: bool = False) -> str:
    """Load what ``read`` finds to be loaded upon what the database says already, and say what changed.

    :raises SeedError: as ``read`` does.
    :raises Stop: reservations or rules of other layers stand in the way; the sentences name them.
    """
    return _within_app(lambda: _read_and_loaded(read, confirmed=confirmed))


def _read_and_loaded(read: Callable[[Ground], Places], *, confirmed: bool) -> str:
    # One transaction: what the files were checked upon is what they are loaded upon.
    with transaction() as session:
        hold_cafes(session, CITY)
        hold_policies(session)
        places = read(ground(session, seoul_date(clock.now())))
        done = _loaded(places, confirmed=confirmed)
    return "\n".join([*done.sentences, *map(told, done.stranded), f"지점 {len(places.cafes)}곳: {_in_short(done)}"])


def _in_short(done: Loaded) -> str:
    if not done.sentences:
        return "바뀐 것이 없습니다."
    changed = f"규칙 {done.rules}개를 넣거나 고쳤습니다." if done.rules else "규칙은 바뀐 것이 없습니다."
    ended = len(ending(done.stranded))
    kept = len(done.stranded) - ended
    told_of = f" 쉬게 된 날의 예약 {ended}건을 취소하고 가족에게 메일로 알립니다." if ended else ""
    return changed + told_of + (f" 새 규칙에 맞지 않는 예약 {kept}건은 그대로 두었습니다." if kept else "")


def _loaded(places: Places, *, confirmed: bool = False, opening: bool = True) -> Loaded:
    now = clock.now()
    until = current_app.config["SETTINGS"].slots_until(seoul_date(now)) if opening else None
    try:
        return load(places, now, confirmed=confirmed, open_until=until)
    except NotConfirmed as refused:
        lines = [told(one, naming=True) for one in refused.found]
        last = "아무것도 넣지 않았습니다. 위와 같이 바꾸려면 --confirm을 붙여 다시 실행해 주세요."
        raise Stop("\n".join(["새 규칙에 맞지 않는 예약이 있습니다.", *lines, last])) from refused
    except Contradictory as refused:
        first = "데이터베이스에 있는 다른 규칙과 서로 어긋나 아무것도 넣지 않았습니다."
        raise Stop("\n".join([first, *refused.sentences])) from refused


def export(code: str) -> str:
    """The café's file.

    :raises Stop: there is no such café.
    """
    found = _within_app(lambda: cafe_file(db.session(), code, seoul_date(clock.now())))
    if found is None:
        raise Stop(f"{code} 지점이 없습니다 (no such café).")
    return found


def load_demo() -> str:
    """Load the demo people and say how many were new.

    :raises Stop: in production, and before the places are loaded.
    """
    added = _within_app(_demo)
    return f"체험 계정 {added}개를 넣었습니다." if added else "체험 계정: 바뀐 것이 없습니다."


def build_city(wanted: Wanted, places: Places) -> str:
    """Build the whole city in an empty database and say what it has.

    :raises Stop: see :func:`seed.whole_city.build.build`.
    """
    # The city's slots are written with its visits.
    return _within_app(lambda: build(wanted, places, partial(_loaded, opening=False)))


def _demo() -> int:
    if current_app.config["SETTINGS"].env == "production":
        raise Stop("운영 환경(ENV=production)에는 체험 계정을 넣지 않습니다 (no demo people in production).")
    try:
        return demo.load_demo(clock.now())
    except demo.PlacesMissing as missing:
        raise Stop(
            f"{with_particle(str(missing), '이')} 아직 없습니다. 먼저 python -m seed 로 장소를 넣어 주세요."
        ) from missing


def _within_app(work: Callable[[], Answer]) -> Answer:
    try:
        app: Flask = create_app()
        with app.app_context():
            return work()
    except config.ConfigError as error:
        raise Stop(str(error)) from error
    except DBAPIError as error:
        reason = str(error.orig).splitlines()[0]
        raise Stop(
            f"데이터베이스에 넣지 못했습니다({reason}). 준비되지 않았다면 먼저 flask --app wsgi db upgrade 를 실행해 주세요."
        ) from error
