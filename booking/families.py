"""The row on which one family's writes queue."""

from typing import cast

from sqlalchemy import bindparam, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from .chain import Change
from .db import table
from .models import Family
from .rules.refusals import NotThere

_family = table(Family)
_HOLD = update(_family).where(_family.c.id == bindparam("family_id")).values(writes=_family.c.writes + 1)
AS_SEEN = Change("family", _HOLD.where(_family.c.writes == bindparam("family_writes")))
"""The family is as it was when its ``writes`` were read (``family_id``, ``family_writes``): nobody wrote since."""


def hold_family(session: Session, family_id: int | None) -> int:
    """Lock the family's row until the transaction ends, so that limits per child and family are read and kept exactly.

    :raises NotThere: no such family.
    """
    held = cast(CursorResult, session.execute(_HOLD, {"family_id": family_id}))
    if held.rowcount != 1 or family_id is None:
        raise NotThere
    return family_id
