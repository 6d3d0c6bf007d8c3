"""A claimed notice becomes a mail, or a reason why nothing is sent: decided by the state at this moment."""

from datetime import datetime

from ..actions.claim_notices import ClaimedNotice
from ..rules import notice_kinds as kinds
from .about_account import account_letter, link_letter
from .about_reservation import reservation_letter
from .layout import html, subject_and_text
from .letter import Letter, Site, Skip
from .message import Mail


def render(notice: ClaimedNotice, site: Site, now: datetime) -> Mail | Skip:
    """What to send for the notice, or why nothing."""
    letter = _letter(notice, site, now)
    if isinstance(letter, Skip):
        return letter
    subject, text = subject_and_text(letter.template, letter.values)
    return Mail(
        to_name=letter.to_name,
        to_email=letter.to_email,
        subject=subject,
        text=text,
        html=html(subject, text),
        calendar=letter.calendar,
        calendar_method=letter.calendar_method,
    )


def _letter(notice: ClaimedNotice, site: Site, now: datetime) -> Letter | Skip:
    if notice.kind in kinds.ABOUT_RESERVATION:
        return reservation_letter(notice, site, now)
    if notice.kind in kinds.ABOUT_LINK:
        return link_letter(notice, site, now)
    if notice.kind == kinds.ALREADY_REGISTERED:
        return account_letter(notice, site)
    return Skip("unknown_kind")
