"""The places that an official orders something for: which they are, whether the official may, and holding them."""

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import Session

from .models import Cafe, District, Slot
from .rules.places import Place
from .rules.refusals import NotThere
from .scope import Actor, visible_cafes, visible_districts, visible_slots


def require_place(session: Session, actor: Actor, place: Place) -> None:
    """Make sure that the place exists and that the actor answers for it.

    :raises NotThere: it does not, or somebody else does.
    """
    if actor.role != "admin" or (place.is_city and not actor.is_city):
        raise NotThere
    if place.is_city:
        return
    wanted: Select[Slot] | Select[Cafe] | Select[District]
    if place.slot_id is not None:
        wanted = visible_slots(actor).where(Slot.id == place.slot_id)
    elif place.cafe_id is not None:
        wanted = visible_cafes(actor).where(Cafe.id == place.cafe_id)
    else:
        wanted = visible_districts(actor).where(District.id == place.district_id)
    if session.scalars(wanted).one_or_none() is None:
        raise NotThere


def cafes_at(place: Place) -> ColumnElement[bool]:
    """The cafés of a place, as a condition on ``Cafe``."""
    if place.slot_id is not None:
        return Cafe.id == select(Slot.cafe_id).where(Slot.id == place.slot_id).scalar_subquery()
    if place.cafe_id is not None:
        return Cafe.id == place.cafe_id
    return Cafe.district_id == place.district_id if place.district_id is not None else true()


def hold_place(session: Session, actor: Actor, place: Place) -> list[Cafe]:
    """Lock the place until the transaction ends and return its cafés: districts first, then cafés, each in ascending id.

    Two orders for one place queue here, and ``open_slots`` waits on its café's row: a slot opened at the same moment is
    either seen by the order or opened under it. Slots are held after this, so nobody waits in a circle.

    :raises NotThere: not this official's.
    """
    require_place(session, actor, place)
    return hold_cafes(session, place)


def hold_cafes(session: Session, place: Place) -> list[Cafe]:
    """The same for who answers for every place: a job, a command."""
    if place.slot_id is None and place.cafe_id is None:
        districts = select(District.id).order_by(District.id)
        if place.district_id is not None:
            districts = districts.where(District.id == place.district_id)
        session.execute(districts.with_for_update(key_share=True)).all()
    cafes = select(Cafe).where(cafes_at(place)).order_by(Cafe.id).with_for_update(key_share=True)
    return list(session.scalars(cafes))
