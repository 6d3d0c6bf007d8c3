"""The family's pages: its children, its guardians, and who is invited."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from ..db import reading
from ..models import Account, Child, MailLink, Slot, Visit
from ..rules import notice_kinds
from ..rules.ages import full_age, year_age
from ..rules.families import GUARDIANS_MOST
from ..rules.refusals import NotThere
from ..rules.times import seoul_date
from ..scope import Actor, visible_children


@dataclass(frozen=True)
class ChildRow:
    """A child of the family, with both ages of today in years. ``reserved`` counts visits still ahead."""

    child_id: int
    name: str
    birth_date: date
    full_age: int
    year_age: int
    reserved: int


@dataclass(frozen=True)
class GuardianRow:
    """A guardian of the family."""

    name: str
    email: str
    is_you: bool
    confirmed: bool


@dataclass(frozen=True)
class InvitationRow:
    """An invitation that nobody has accepted yet."""

    link_id: int
    email: str
    expires_at: datetime


@dataclass(frozen=True)
class Guardians:
    """Who is in the family and who is asked to be; ``free`` more may be invited."""

    members: tuple[GuardianRow, ...]
    invitations: tuple[InvitationRow, ...]

    @property
    def free(self) -> int:
        return max(0, GUARDIANS_MOST - len(self.members) - len(self.invitations))


def children_of(actor: Actor, now: datetime) -> list[ChildRow]:
    """The family's children, in the order they were added: one statement."""
    ahead = (
        select(func.count(Visit.id))
        .join(Slot, Slot.id == Visit.slot_id)
        .where(Visit.child_id == Child.id, Visit.state == "reserved", Slot.ends_at > now)
        .correlate(Child)
        .scalar_subquery()
    )
    rows = reading().execute(visible_children(actor).order_by(Child.id).add_columns(ahead))
    return [_row(child, count, seoul_date(now)) for child, count in rows]


def child_of(child_id: int, actor: Actor, now: datetime) -> ChildRow:
    """One child of the family.

    :raises NotThere: not of this family, or removed.
    """
    for child in children_of(actor, now):
        if child.child_id == child_id:
            return child
    raise NotThere


def _row(child: Child, reserved: int, today: date) -> ChildRow:
    born = child.birth_date
    return ChildRow(child.id, child.name, born, full_age(born, today), year_age(born, today), reserved)


def guardians_of(actor: Actor, now: datetime) -> Guardians:
    """The guardians of the actor's family and its open invitations."""
    members = reading().scalars(
        select(Account).where(Account.family_id == actor.family_id, Account.forgotten_at.is_(None)).order_by(Account.id)
    )
    invitations = reading().scalars(
        select(MailLink)
        .where(
            MailLink.kind == notice_kinds.INVITE_GUARDIAN,
            MailLink.family_id == actor.family_id,
            MailLink.used_at.is_(None),
            MailLink.expires_at > now,
        )
        .order_by(MailLink.id)
    )
    return Guardians(
        tuple(
            GuardianRow(row.name, row.email or "", row.id == actor.account_id, row.email_confirmed_at is not None)
            for row in members
        ),
        tuple(InvitationRow(link.id, link.email or "", link.expires_at) for link in invitations),
    )
