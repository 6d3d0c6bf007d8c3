"""The own account: what is kept of it, and what deleting it would do."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from ..db import reading
from ..models import Account, Consent, Reservation, Slot, Visit
from ..rules.refusals import NotThere
from ..scope import Actor


@dataclass(frozen=True)
class ConsentRow:
    """A consent that was given, in which wording, when."""

    kind: str
    version: str
    given_at: datetime


@dataclass(frozen=True)
class MyAccount:
    """What the service knows of the person; ``phone`` is digits."""

    name: str
    email: str
    phone: str | None
    confirmed: bool
    consents: tuple[ConsentRow, ...]


@dataclass(frozen=True)
class Leaving:
    """What deleting the account would do: ``last`` guardian or not, and how many reservations would be cancelled."""

    last: bool
    reservations: int


def my_account(actor: Actor) -> MyAccount:
    """The actor's own account.

    :raises NotThere: it is gone.
    """
    account = reading().get(Account, actor.account_id)
    if account is None or account.email is None:
        raise NotThere
    consents = reading().scalars(select(Consent).where(Consent.account_id == account.id).order_by(Consent.id))
    return MyAccount(
        name=account.name,
        email=account.email,
        phone=account.phone,
        confirmed=account.email_confirmed_at is not None,
        consents=tuple(ConsentRow(row.kind, row.version, row.given_at) for row in consents),
    )


def leaving(actor: Actor, now: datetime) -> Leaving:
    """What deleting the actor's account would do now."""
    others = select(func.count()).where(
        Account.family_id == actor.family_id, Account.id != actor.account_id, Account.forgotten_at.is_(None)
    )
    ahead = (
        select(func.count(func.distinct(Reservation.id)))
        .join(Slot, Slot.id == Reservation.slot_id)
        .join(Visit, Visit.reservation_id == Reservation.id)
        .where(Reservation.family_id == actor.family_id, Slot.starts_at > now, Visit.state == "reserved")
    )
    return Leaving(last=not reading().scalar(others), reservations=reading().scalar(ahead) or 0)
