"""A café's board is open: remember it for the slot that is running."""

from datetime import datetime

from sqlalchemy import select, update

from ..db import reading, transaction
from ..models import Slot
from ..scope import Actor


def hear_board(*, actor: Actor, now: datetime) -> None:
    """Note for the slots of the staff's café that run now and were not heard of since their start: the board is open.

    Writes only the first time in a slot, so a board that asks twice a minute costs one small read.
    """
    running = (
        Slot.cafe_id == actor.cafe_id,
        Slot.starts_at <= now,
        Slot.ends_at > now,
        Slot.board_opened_at.is_(None),
    )
    if actor.cafe_id is None or reading().scalar(select(Slot.id).where(*running).limit(1)) is None:
        return
    with transaction() as session:
        session.execute(update(Slot).where(*running).values(board_opened_at=now))
