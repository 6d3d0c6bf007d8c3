"""Mails about a reservation: confirmed, tomorrow, soon, cancelled, closed, not come."""

from datetime import datetime
from typing import Any

from ..actions.claim_notices import ClaimedNotice
from ..calendar_file import calendar_file
from ..filters import day, full_day, span
from ..queries import notices as ask
from ..queries.notices import ReservationFacts
from ..rules import notice_kinds as kinds
from ..rules.telling import TELLS_OF, reason_not_to_tell
from ..rules.times import seoul_date
from ..words import concession_names
from .letter import Letter, Site, Skip, person
from .message import one_line

COMING = ("reserved", "checked_in", "checked_out")
CALENDAR_WITH = (kinds.RESERVED, kinds.MOVED, kinds.CANCELLED, kinds.CAPACITY_CANCELLED, kinds.CLOSED, kinds.SUSPENDED)


def reservation_letter(notice: ClaimedNotice, site: Site, now: datetime) -> Letter | Skip:
    """The letter for a notice about a reservation, or why there is none."""
    to = ask.recipient(notice.account_id)
    if to is None:
        return Skip("no_recipient")
    facts = ask.reservation_facts(notice.subject_id)
    if facts is None:
        return Skip("gone")
    reason = reason_not_to_tell(notice.kind, [(v.state, v.cancel_cause) for v in facts.visits], facts.starts_at, now)
    if reason is not None:
        return Skip(reason)
    if ask.is_superseded(notice.notice_id, notice.kind, notice.subject_id, notice.occasion):
        return Skip("superseded")
    gone = not facts.children(*COMING)
    with_calendar = notice.kind in CALENDAR_WITH
    return Letter(
        template=notice.kind,
        to_name=person(to.name),
        to_email=to.email,
        values=_values(notice.kind, facts, site, now) | {"name": person(to.name), "moved_from": _moved_from(notice)},
        calendar=_calendar(facts, site, cancelled=gone, now=now) if with_calendar else None,
        calendar_method="CANCEL" if gone else "PUBLISH",
    )


def _values(kind: str, facts: ReservationFacts, site: Site, now: datetime) -> dict[str, Any]:
    page = site.page(f"/reservations/{facts.reservation_id}")
    return {
        "r": facts,
        "cafe": one_line(facts.cafe_name),
        "when": f"{day(facts.date)} {span(facts.starts_at, facts.ends_at)}",
        "day_word": day_word(facts, now),
        "coming": _names(facts.children(*COMING)),
        "coming_count": len(facts.children(*COMING)),
        "cancelled": _names(_cancelled(kind, facts)),
        "cancelled_count": len(_cancelled(kind, facts)),
        "missing": _names(facts.children("no_show")),
        "closed_reason": one_line(facts.closed_reason or ""),
        "bring": [one_line(note) for note in facts.bring],
        "reduced": f"{one_line(concession_names(facts.applied))} -{facts.fee.discount_won:,}원" if facts.applied else "",
        "may_cancel": now <= facts.cancel_until and bool(facts.children("reserved")),
        "page_url": page,
        "cancel_url": f"{page}/cancel",
        "search_url": site.page("/slots"),
        "account_url": site.page("/me"),
        "home_url": site.page("/"),
    }


def _moved_from(notice: ClaimedNotice) -> str | None:
    slot = ask.moved_from(notice.subject_id) if notice.kind == kinds.MOVED else None
    return f"{day(slot.date)} {span(slot.starts_at, slot.ends_at)} {one_line(slot.cafe_name)}" if slot else None


def _cancelled(kind: str, facts: ReservationFacts) -> tuple[str, ...]:
    return tuple(name for cause in TELLS_OF.get(kind, ()) for name in facts.children("cancelled", cause=cause))


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(person(name) for name in names)


def day_word(facts: ReservationFacts, now: datetime) -> str:
    """``오늘``, ``내일`` or the date."""
    days = (facts.date - seoul_date(now)).days
    return {0: "오늘", 1: "내일"}.get(days, day(facts.date))


def _calendar(facts: ReservationFacts, site: Site, *, cancelled: bool, now: datetime) -> bytes:
    when = f"{full_day(facts.date)} {span(facts.starts_at, facts.ends_at)}"
    return calendar_file(
        code=facts.code,
        host=site.host,
        sequence=facts.sequence,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        summary=f"서울형 키즈카페 {facts.cafe_name}",
        location=facts.cafe_address,
        description=f"{when}\n예약 번호 {facts.code}\n{facts.cafe_phone}",
        url=site.page(f"/reservations/{facts.reservation_id}"),
        cancelled=cancelled,
        stamped_at=now,
    )
