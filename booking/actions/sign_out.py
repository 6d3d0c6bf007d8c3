"""A person signs out: the sign-in's row ends, so copies of its cookie end too."""

from datetime import datetime

from sqlalchemy import update

from ..db import transaction
from ..models import SignIn
from ..scope import Actor


def sign_out(*, actor: Actor, now: datetime) -> None:
    """End the sign-in that this request came with."""
    with transaction() as session:
        session.execute(update(SignIn).where(SignIn.id == actor.sign_in_id, SignIn.ended_at.is_(None)).values(ended_at=now))
