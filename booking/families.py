"""The row on which one family's writes queue."""

from sqlalchemy import update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from .models import Family
from .rules.refusals import NotThere


def hold_family(session: Session, family_id: int | None) -> int:
    """Lock the family's row until the transaction ends, so that limits per child and family are read and kept exactly.

    :raises NotThere: no such family.
    """
    held = session.execute(
        update(Family).where(Family.id == family_id).values(writes=Family.writes + 1),
        execution_options={"synchronize_session": False},
    )
    assert isinstance(held, CursorResult)
    if held.rowcount != 1 or family_id is None:
        raise NotThere
    return family_id
