"""How values look on pages and in mails: Seoul time in Korean words, won, phone numbers."""

from datetime import date, datetime

from flask import Flask

from .rules.codes import shown_code
from .rules.line import Place
from .rules.statements import EVER
from .rules.times import seoul

WEEKDAYS = "월화수목금토일"


def clock_time(at: datetime) -> str:
    """``오후 2:05``."""
    local = seoul(at)
    hour = local.hour % 12 or 12
    return f"{'오전' if local.hour < 12 else '오후'} {hour}:{local.minute:02d}"


def day(value: date | datetime) -> str:
    """``11월 24일(화)``."""
    value = seoul(value).date() if isinstance(value, datetime) else value
    return f"{value.month}월 {value.day}일({WEEKDAYS[value.weekday()]})"


def full_day(value: date | datetime) -> str:
    """``2026년 11월 24일(화)``."""
    value = seoul(value).date() if isinstance(value, datetime) else value
    return f"{value.year}년 {day(value)}"


def since_words(value: date) -> str:
    """``2026년 11월 24일(화)부터``; of what was said for all times ``처음부터``."""
    return f"{full_day(value)}부터" if value > EVER else "처음부터"


def kst(at: datetime) -> str:
    """``11월 24일(화) 오후 2:05``."""
    return f"{day(at)} {clock_time(at)}"


def span(starts_at: datetime, ends_at: datetime) -> str:
    """``오후 1:00–3:00``, or ``오전 11:00–오후 1:00`` across noon."""
    first, last = clock_time(starts_at), clock_time(ends_at)
    return f"{first}–{last[3:] if first[:2] == last[:2] else last}"


def iso_seoul(at: datetime) -> str:
    """The machine form for ``<time datetime>``."""
    return seoul(at).isoformat(timespec="minutes")


def won(amount: int) -> str:
    """``3,000원`` or ``무료``."""
    return f"{amount:,}원" if amount else "무료"


def ahead_words(ahead: int | None) -> str:
    """``1,234``, or ``…`` while the number is not known."""
    return f"{ahead:,}" if ahead is not None else "…"


def wait_words(place: Place) -> str:
    """How long it takes until somebody in line has the turn. ``line.js`` says the same."""
    if place.ahead is None:
        return "순서를 정하고 있어요"
    minutes = place.wait_minutes or 0
    if minutes > 1:
        return f"약 {minutes}분 뒤에 차례가 와요"
    return "1분 안에 차례가 와요" if place.ahead else "곧 차례가 와요"


def phone(digits: str | None) -> str:
    """``010-1234-5678``; text that is no Korean number is shown as it is."""
    if not digits or not digits.isdigit():
        return digits or ""
    if digits.startswith("02"):
        return f"{digits[:2]}-{digits[2:-4]}-{digits[-4:]}"
    return f"{digits[:3]}-{digits[3:-4]}-{digits[-4:]}" if len(digits) >= 9 else digits


def init_app(app: Flask) -> None:
    """Make every function here a template filter of the same name."""
    for function in (
        clock_time,
        day,
        full_day,
        since_words,
        kst,
        span,
        iso_seoul,
        won,
        ahead_words,
        wait_words,
        phone,
        shown_code,
    ):
        app.add_template_filter(function)
