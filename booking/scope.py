"""What an actor may see. Authorisation is the WHERE clause: not yours is not there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, false, select, true
from sqlalchemy.sql import ColumnElement

from .models import Account, Cafe, Child, District, Reservation, Slot, Visit


@dataclass(frozen=True)
class Actor:
    """Who a request acts for. ``district_id`` of an official is ``None`` for the city's."""

    account_id: int
    role: str
    name: str
    family_id: int | None = None
    cafe_id: int | None = None
    district_id: int | None = None
    email_confirmed: bool = False
    sign_in_id: int | None = None

    @property
    def is_city(self) -> bool:
        return self.role == "admin" and self.district_id is None


def cafes_of(actor: Actor) -> ColumnElement[bool]:
    """The cafés an actor works for, as a condition on ``Cafe``: an official's district, the staff's own café."""
    if actor.role == "staff":
        return Cafe.id == actor.cafe_id
    if actor.role == "admin":
        return true() if actor.is_city else Cafe.district_id == actor.district_id
    return false()


def _work_places(actor: Actor) -> Any:
    return select(Cafe.id).where(cafes_of(actor)).scalar_subquery()


def visible_cafes(actor: Actor) -> Select[Cafe]:
    """Cafés that staff or officials work for."""
    return select(Cafe).where(cafes_of(actor))


def visible_districts(actor: Actor) -> Select[District]:
    """Districts that an official answers for."""
    if actor.role != "admin":
        return select(District).where(false())
    return select(District).where(true() if actor.is_city else District.id == actor.district_id)


def visible_slots(actor: Actor) -> Select[Slot]:
    """Slots that staff or officials work with. For guardians slots are public: ask for them by id."""
    if actor.role == "guardian":
        return select(Slot)
    return select(Slot).where(Slot.cafe_id.in_(_work_places(actor)))


def visible_reservations(actor: Actor) -> Select[Reservation]:
    """A guardian sees the family's; staff and officials those of their cafés."""
    if actor.role == "guardian":
        return select(Reservation).where(Reservation.family_id == actor.family_id)
    return select(Reservation).join(Reservation.slot).where(Slot.cafe_id.in_(_work_places(actor)))


def visible_visits(actor: Actor) -> Select[Visit]:
    """As :func:`visible_reservations`, child by child."""
    if actor.role == "guardian":
        return select(Visit).join(Visit.reservation).where(Reservation.family_id == actor.family_id)
    return select(Visit).join(Visit.slot).where(Slot.cafe_id.in_(_work_places(actor)))


def visible_children(actor: Actor) -> Select[Child]:
    """The family's children that were not removed."""
    if actor.role != "guardian":
        return select(Child).where(false())
    return select(Child).where(Child.family_id == actor.family_id, Child.removed_at.is_(None))


def visible_accounts(actor: Actor) -> Select[Account]:
    """Staff and officials whom an official may see: the city all, a district its own."""
    working = Account.role.in_(("staff", "admin"))
    if actor.role != "admin":
        return select(Account).where(Account.id == actor.account_id)
    if actor.is_city:
        return select(Account).where(working)
    in_district = Account.cafe_id.in_(_work_places(actor)) | (Account.district_id == actor.district_id)
    return select(Account).where(working, in_district)
