"""Taking personal data out of rows that must stay, because visits, ledger and log refer to them."""

from datetime import date, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from .models import Account, Answer, Child, Family, FamilyConcession, LineTicket, MailLink, Reservation

NOBODY = "탈퇴한 회원"
SOME_CHILD = "아이"


def forget_child(child: Child, now: datetime) -> None:
    """Leave a child of which only the year of birth is known, for statistics by age."""
    child.name = SOME_CHILD
    child.birth_date = date(child.birth_date.year, 1, 1)
    child.removed_at = child.removed_at or now


def forget_account(session: Session, account: Account, now: datetime) -> None:
    """Leave an account without name, address, number and password, end the links that were mailed to it, and drop
    the answers kept for its API: they hold names."""
    account.email = account.phone = account.password_hash = None
    account.name = NOBODY
    account.forgotten_at = now
    session.execute(
        update(MailLink).where(MailLink.account_id == account.id).values(email=None, name=None, next_path=None, used_at=now)
    )
    session.execute(delete(Answer).where(Answer.account_id == account.id))


def forget_family(session: Session, family_id: int) -> None:
    """Leave a family of which nobody knows where it lives, what it showed, who brought its children, and which place in a
    line it had."""
    session.execute(delete(FamilyConcession).where(FamilyConcession.family_id == family_id))
    session.execute(delete(LineTicket).where(LineTicket.family_id == family_id))
    nowhere = {"residence_known": False, "residence_district_id": None, "life_zone": False}
    session.execute(update(Family).where(Family.id == family_id).values(**nowhere))
    session.execute(update(Reservation).where(Reservation.family_id == family_id).values(companion=None))


def end_family_invitations(session: Session, family_id: int, now: datetime) -> None:
    """Let invitations into a family that nobody is in any more do nothing, and forget whom they went to."""
    session.execute(update(MailLink).where(MailLink.family_id == family_id).values(email=None, name=None, used_at=now))
