"""Delete the rows of removed children that no visit refers to any more."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.engine import CursorResult

from .. import log
from ..db import transaction
from ..models import Child, Visit


def purge_children(*, now: datetime) -> int:
    """A removed child's row stays only while visits need it; return how many went."""
    unneeded = delete(Child).where(
        Child.removed_at.is_not(None), ~select(Visit.id).where(Visit.child_id == Child.id).exists()
    )
    with transaction() as session:
        result = session.execute(unneeded, execution_options={"synchronize_session": False})
        assert isinstance(result, CursorResult)
        if result.rowcount:
            log.note(session, None, "purge", "child", None, now=now, detail=f"{result.rowcount}")
        return result.rowcount
