"""A guardian removes a child from the family."""

from datetime import datetime

from sqlalchemy import select

from ..db import transaction
from ..families import hold_family
from ..forgetting import forget_child
from ..models import Child, Slot, Visit
from ..rules.refusals import Code, NotThere, Refused, no
from ..scope import Actor, visible_children


def remove_child(child_id: int, *, actor: Actor, now: datetime) -> None:
    """Take the child out. Without any visit its row goes; with past visits the row stays, nameless.

    :raises Refused: ``CHILD_HAS_RESERVATION`` while a slot that is not over is reserved for it or it is inside.
    :raises NotThere: not a child of the family.
    """
    with transaction() as session:
        hold_family(session, actor.family_id)
        child = session.scalars(visible_children(actor).where(Child.id == child_id)).one_or_none()
        if child is None:
            raise NotThere
        ahead = (
            select(Visit.id)
            .join(Visit.slot)
            .where(Visit.child_id == child_id, Visit.state.in_(("reserved", "checked_in")), Slot.ends_at > now)
            .limit(1)
        )
        if session.scalar(ahead) is not None:
            raise Refused(no(Code.CHILD_HAS_RESERVATION))
        if session.scalar(select(Visit.id).where(Visit.child_id == child_id).limit(1)) is None:
            session.delete(child)
        else:
            forget_child(child, now)
