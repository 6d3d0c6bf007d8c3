"""A guardian leaves: personal data is erased at once, and with the last guardian the family's visits to come."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from .. import capacity, log, outbox
from ..checked_account import check_again
from ..db import reading, transaction
from ..families import hold_family
from ..forgetting import end_family_invitations, forget_account, forget_child, forget_family
from ..models import Account, Child, Reservation, Slot, Visit
from ..rules.limits import Origin
from ..rules.refusals import Code, NotThere, Refused, no
from ..scope import Actor
from ..sign_ins import end_sign_ins
from ..visit_states import cancel_visits


def delete_account(*, actor: Actor, password: str, origin: Origin, now: datetime) -> None:
    """Erase the account. Another guardian of the family takes over its reservations; without one they are cancelled as far
    as their slot has not begun (whatever the deadline: nobody will come), and the children become nameless.

    :raises Refused: ``PASSWORD_WRONG``, ``TOO_MANY_PASSWORDS``.
    :raises NotThere: not a guardian's account.
    """
    found = reading().get(Account, actor.account_id)
    if found is None or found.role != "guardian":
        raise NotThere
    kept = check_again(actor, password, "password", origin=origin, now=now)
    with transaction() as session:
        family_id = hold_family(session, actor.family_id)
        account = session.get_one(Account, actor.account_id, populate_existing=True, with_for_update=True)
        if account.password_hash != kept:
            raise Refused(no(Code.PASSWORD_WRONG, "password"))
        heir_id = session.scalar(
            select(Account.id)
            .where(Account.family_id == family_id, Account.id != account.id, Account.forgotten_at.is_(None))
            .order_by(Account.id)
            .limit(1)
        )
        if heir_id is None:
            _end_family(session, family_id, now)
        else:
            session.execute(update(Reservation).where(Reservation.account_id == account.id).values(account_id=heir_id))
            outbox.hand_over(session, account.id, heir_id)
        forget_account(session, account, now)
        end_sign_ins(session, account.id, now)
        log.note(session, actor, "forget", "account", account.id, now=now)


def _end_family(session: Session, family_id: int, now: datetime) -> None:
    """Cancel the visits to come, slot by slot in ascending id, and forget children and invitations."""
    rows = (
        select(Reservation)
        .join(Reservation.slot)
        .where(Reservation.family_id == family_id, Slot.starts_at > now)
        .order_by(Slot.id, Reservation.id)
    )
    reservations = list(session.scalars(rows))
    capacity.hold(session, [reservation.slot_id for reservation in reservations])
    for reservation in reservations:
        waiting = select(Visit).where(Visit.reservation_id == reservation.id, Visit.state == "reserved").order_by(Visit.id)
        visits = list(session.scalars(waiting.execution_options(populate_existing=True)))
        if visits:
            cancel_visits(session, reservation, visits, cause="account", now=now)
    for child in session.scalars(select(Child).where(Child.family_id == family_id)):
        forget_child(child, now)
    forget_family(session, family_id)
    end_family_invitations(session, family_id, now)
