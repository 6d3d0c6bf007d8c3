"""A guardian signs up; whether the address was known before shows only in that address's mailbox."""

from datetime import datetime
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from .. import outbox
from ..attempts import count, require_left, tally
from ..db import reading, transaction
from ..equal_work import kept_if
from ..mail_links import account_link, last_made_at
from ..models import Account, Consent, Family, Notice
from ..passwords import hash_password
from ..rules import consents, limits, notice_kinds
from ..rules.families import CONFIRM_LIFE, MAIL_PAUSE
from ..rules.limits import Origin
from ..rules.parties import UNKNOWN, Residence

HOUR = 3600


def sign_up(
    *,
    name: str,
    phone: str,
    email: str,
    password: str,
    next_path: str | None,
    origin: Origin,
    now: datetime,
    residence: Residence = UNKNOWN,
) -> None:
    """Make a family with this guardian, the consent and the link that confirms the address; or, where the address has an
    account, tell its owner by mail (at most once an hour), or while it is unconfirmed mail the confirming link again. The
    caller cannot tell which, nor by how long it took: the password is hashed and the rows of all three are written in every
    case, and those of the other two taken back.

    The form has made sure that the consent for children's data was given. ``next_path`` is where the guardian was going;
    ``residence``: where the family lives, if it was said.

    :raises Refused: ``TOO_MANY_MAILS``, whether the address has an account or not.
    """
    tallies = [
        tally(limits.MAILS_TO_MAILBOX, origin.key, now, email),
        tally(limits.SIGN_UPS_FROM_ADDRESS, origin.key, now, limits.network(origin.address)),
    ]
    require_left(reading(), tallies)
    hashed = hash_password(password)
    for last_try in (False, True):
        try:
            with transaction() as session:
                wanted = select(Account.id, Account.email_confirmed_at).where(Account.email == email).with_for_update()
                known = session.execute(wanted).one_or_none()
                with kept_if(session, known is None):
                    address = email if known is None else f"{token_hex(16)}@nobody.invalid"
                    made_id = _add_guardian(session, name, phone, address, hashed, next_path, now, residence)
                account_id = made_id if known is None else known.id
                _confirm_again(session, account_id, known is not None and known.email_confirmed_at is None, next_path, now)
                _tell_owner(session, account_id, known is not None and known.email_confirmed_at is not None, now)
                count(session, tallies)
                return
        except IntegrityError:
            # Two sign-ups with one address at the same moment: on the second try the other one's account is there.
            if last_try:
                raise


def _tell_owner(session: Session, account_id: int, is_confirmed: bool, now: datetime) -> None:
    this_hour = int(now.timestamp()) // HOUR
    told = select(Notice.id).where(
        Notice.kind == notice_kinds.ALREADY_REGISTERED, Notice.subject_id == account_id, Notice.occasion == this_hour
    )
    is_told = session.scalar(told) is not None
    with kept_if(session, is_confirmed and not is_told):
        occasion = -1 if is_told else this_hour
        outbox.put(session, notice_kinds.ALREADY_REGISTERED, account_id, now=now, account_id=account_id, occasion=occasion)


def _confirm_again(session: Session, account_id: int, is_waiting: bool, next_path: str | None, now: datetime) -> None:
    last = last_made_at(session, notice_kinds.CONFIRM_EMAIL, account_id)
    # Silent about a mail that was sent moments ago: the page says the same either way.
    with kept_if(session, is_waiting and (last is None or now - last >= MAIL_PAUSE)):
        link = account_link(session, notice_kinds.CONFIRM_EMAIL, account_id, CONFIRM_LIFE, now, next_path)
        outbox.put(session, notice_kinds.CONFIRM_EMAIL, link.id, now=now, account_id=account_id)


def _add_guardian(
    session: Session,
    name: str,
    phone: str,
    email: str,
    hashed: str,
    next_path: str | None,
    now: datetime,
    residence: Residence,
) -> int:
    family = Family(
        created_at=now,
        residence_known=residence.known,
        residence_district_id=residence.district_id,
        life_zone=residence.life_zone,
    )
    session.add(family)
    session.flush()
    account = Account(
        role="guardian",
        email=email,
        name=name,
        phone=phone,
        password_hash=hashed,
        family_id=family.id,
        created_at=now,
    )
    session.add(account)
    session.flush()
    text = consents.current(consents.CHILD_DATA)
    session.add(Consent(account_id=account.id, kind=text.kind, version=text.version, given_at=now))
    link = account_link(session, notice_kinds.CONFIRM_EMAIL, account.id, CONFIRM_LIFE, now, next_path)
    outbox.put(session, notice_kinds.CONFIRM_EMAIL, link.id, now=now, account_id=account.id)
    return account.id
