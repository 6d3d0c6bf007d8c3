"""The rules of a reservation as they stood when it was made, and what has changed since."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import joinedload

from ..db import reading
from ..models import Reservation, Slot
from ..policies import policy_book
from ..rules.policy import Policy, PolicyIncomplete
from ..rules.refusals import NotThere
from ..scope import Actor, visible_reservations


@dataclass(frozen=True)
class RulesThen:
    """``policy``: what was known at ``reserved_at`` to hold for the slot (``None``: nothing was recorded by then);
    ``changed``: the sections that say something else by now, or are new or gone."""

    reservation_id: int
    code: str
    cafe: str
    starts_at: datetime
    ends_at: datetime
    reserved_at: datetime
    policy: Policy | None
    changed: tuple[str, ...]


def rules_then(reservation_id: int, actor: Actor) -> RulesThen:
    """What held for the family's reservation when it was made.

    :raises NotThere: another family's, or none.
    """
    session = reading()
    rows = visible_reservations(actor).options(joinedload(Reservation.slot).joinedload(Slot.cafe))
    found = session.scalars(rows.where(Reservation.id == reservation_id)).one_or_none()
    if found is None:
        raise NotThere
    book = policy_book(session)
    now = book.of_slot(found.slot)
    then: Policy | None
    try:
        then = book.as_of(found.reserved_at).of_slot(found.slot)
    except PolicyIncomplete:
        then = None
    said = then.contents if then else {}
    names = sorted({*said, *now.contents}) if then else ()
    return RulesThen(
        reservation_id=found.id,
        code=found.code,
        cafe=found.slot.cafe.name,
        starts_at=found.slot.starts_at,
        ends_at=found.slot.ends_at,
        reserved_at=found.reserved_at,
        policy=then,
        changed=tuple(name for name in names if said.get(name) != now.contents.get(name)),
    )
