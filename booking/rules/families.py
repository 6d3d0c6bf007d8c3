"""Who may be in a family, and what a child's birth date may be."""

from datetime import date, timedelta

from .ages import full_age
from .refusals import Code, Refusal, no

CHILDREN_MOST = 10
"""Children of one family; more than any family here has, few enough that nobody stores a class list."""
GUARDIANS_MOST = 4
"""Guardians of one family, open invitations included: parents and grandparents."""
INVITATIONS_A_DAY = 5
"""Invitations one family may send in 24 hours, so that nobody's mailbox is filled through this service."""
FULL_AGE_MOST = 13
"""The city's cafés are for children of 0 to 9, but published bands go up to 13 (four of the 132 cafés on the portal in June
2026 go beyond 9); by every basis a child is too old for all of them from the fourteenth birthday on."""

CONFIRM_LIFE = timedelta(days=7)
"""As long as an account whose address was never confirmed is kept."""
RESET_LIFE = timedelta(hours=2)
INVITATION_LIFE = timedelta(days=7)
MAIL_PAUSE = timedelta(minutes=2)
"""Between two mails of one kind to one account that the reader asked for."""


def birth_date_refusal(birth_date: date, today: date) -> Refusal | None:
    """Why a child cannot have this birth date, or ``None``. ``today`` is Seoul's."""
    if birth_date > today:
        return no(Code.BIRTH_DATE_IN_FUTURE, "birth_date")
    if full_age(birth_date, today) > FULL_AGE_MOST:
        return no(Code.BIRTH_DATE_TOO_OLD, "birth_date")
    return None
