"""Slots that are kept for the families in them though their date does not open: nobody has confirmed yet that these
reservations end (:mod:`booking.opened_slots`)."""

from sqlalchemy.orm import Session

from .calendar_days import holidays_between, with_days_before
from .models import Slot
from .rules.policy import Policy
from .rules.timetable import day_plan


def kept_though_shut(session: Session, slot: Slot, policy: Policy) -> str | None:
    """Why the rules shut the date of a withdrawn slot, or ``None``: they do not, or the slot takes reservations."""
    if slot.withdrawn_at is None:
        return None
    plan = day_plan(slot.date, policy, holidays_between(session, with_days_before(slot.date), slot.date))
    return plan.closed.reason if plan.closed else None
