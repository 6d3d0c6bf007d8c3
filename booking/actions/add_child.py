"""A guardian adds a child to the family."""

from datetime import date, datetime

from ..db import transaction
from ..facts import family_children
from ..families import hold_family
from ..models import Child
from ..rules.families import CHILDREN_MOST, birth_date_refusal
from ..rules.refusals import Code, Refused, no
from ..rules.times import seoul_date
from ..scope import Actor


def add_child(*, actor: Actor, name: str, birth_date: date, now: datetime) -> int:
    """Add the child and return its id.

    :raises Refused: ``BIRTH_DATE_IN_FUTURE``, ``BIRTH_DATE_TOO_OLD``, ``TOO_MANY_CHILDREN_IN_FAMILY``,
        ``CHILD_ALREADY_THERE``.
    """
    reason = birth_date_refusal(birth_date, seoul_date(now))
    if reason is not None:
        raise Refused(reason)
    with transaction() as session:
        family_id = hold_family(session, actor.family_id)
        children = family_children(session, family_id)
        if any(child.name == name and child.birth_date == birth_date for child in children):
            raise Refused(no(Code.CHILD_ALREADY_THERE, "name"))
        if len(children) >= CHILDREN_MOST:
            raise Refused(no(Code.TOO_MANY_CHILDREN_IN_FAMILY, most=CHILDREN_MOST))
        child = Child(family_id=family_id, name=name, birth_date=birth_date, created_at=now)
        session.add(child)
        session.flush()
        return child.id
