"""For which dates an official may give an order."""

from datetime import date, timedelta

from .refusals import Code, Refusal, no

MOST_DAYS = 366
"""One order spans a year at most."""
FARTHEST_YEARS = 2
"""How far ahead an order may reach."""


def range_refusal(from_date: date, to_date: date, reason: str, today: date) -> Refusal | None:
    """Why these dates may not be ordered on ``today``, or ``None``: the dates first, then the text."""
    if from_date < today:
        return no(Code.DATE_PASSED, "from_date")
    if to_date < from_date:
        return no(Code.DATES_UPSIDE_DOWN, "to_date")
    farthest = today + timedelta(days=365 * FARTHEST_YEARS)
    if to_date > farthest:
        return no(Code.DATE_TOO_FAR, "from_date" if from_date > farthest else "to_date", years=FARTHEST_YEARS)
    if (to_date - from_date).days >= MOST_DAYS:
        return no(Code.DATES_TOO_LONG, "to_date", most=MOST_DAYS)
    if not reason.strip():
        return no(Code.REASON_MISSING, "reason")
    return None


def range_text(from_date: date, to_date: date) -> str:
    """The dates as the log keeps them: ``2026-11-24``, or ``2026-11-24–2026-11-30``."""
    return f"{from_date}" if from_date == to_date else f"{from_date}–{to_date}"
