"""Delete a guardian's account whose address was never confirmed."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from .. import log
from ..db import transaction
from ..families import hold_family
from ..models import (
    Account,
    Answer,
    Child,
    Consent,
    Family,
    FamilyConcession,
    LogEntry,
    MailLink,
    Notice,
    Reservation,
    SignIn,
)


def purge_account(account_id: int, *, before: datetime, now: datetime) -> int:
    """Delete the account and what belongs to it, if it still is unconfirmed since ``before`` and its family has no
    reservation; return 1, or 0 when it was confirmed meanwhile or is gone. The last guardian takes the family along.
    """
    with transaction() as session:
        family_id = session.scalar(select(Account.family_id).where(Account.id == account_id))
        if family_id is None:
            return 0
        hold_family(session, family_id)
        account = session.scalars(
            select(Account)
            .where(
                Account.id == account_id,
                Account.role == "guardian",
                Account.email_confirmed_at.is_(None),
                Account.forgotten_at.is_(None),
                Account.created_at < before,
                ~select(Reservation.id).where(Reservation.family_id == family_id).exists(),
            )
            .with_for_update()
        ).one_or_none()
        if account is None:
            return 0
        _delete(session, account_id, family_id)
        log.note(session, None, "purge", "account", account_id, now=now, detail="unconfirmed")
        return 1


def _delete(session: Session, account_id: int, family_id: int) -> None:
    others = select(Account.id).where(Account.family_id == family_id, Account.id != account_id)
    alone = session.scalar(others.limit(1)) is None
    links = or_(MailLink.account_id == account_id, MailLink.invited_by_id == account_id)
    session.execute(update(LogEntry).where(LogEntry.actor_id == account_id).values(actor_id=None))
    session.execute(delete(Notice).where(Notice.account_id == account_id))
    session.execute(delete(MailLink).where(links | (MailLink.family_id == family_id) if alone else links))
    session.execute(delete(SignIn).where(SignIn.account_id == account_id))
    session.execute(delete(Answer).where(Answer.account_id == account_id))
    session.execute(delete(Consent).where(Consent.account_id == account_id))
    session.execute(delete(Account).where(Account.id == account_id))
    if alone:
        session.execute(delete(FamilyConcession).where(FamilyConcession.family_id == family_id))
        session.execute(delete(Child).where(Child.family_id == family_id))
        session.execute(delete(Family).where(Family.id == family_id))
