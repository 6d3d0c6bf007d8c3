"""A person ends one of the own sign-ins: a lost phone, or a token that is not needed any more."""

from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.engine import CursorResult

from ..db import transaction
from ..models import SignIn
from ..rules.refusals import NotThere
from ..scope import Actor


def end_sign_in(sign_in_id: int, *, actor: Actor, tokens_only: bool = False, now: datetime) -> None:
    """End it at once; whoever holds its cookie or token is out with the next request.

    :raises NotThere: another person's, ended or expired already, or with ``tokens_only`` not a token.
    """
    rows = update(SignIn).where(
        SignIn.id == sign_in_id,
        SignIn.account_id == actor.account_id,
        SignIn.ended_at.is_(None),
        or_(SignIn.expires_at.is_(None), SignIn.expires_at > now),
    )
    if tokens_only:
        rows = rows.where(SignIn.name.is_not(None))
    with transaction() as session:
        ended = session.execute(rows.values(ended_at=now), execution_options={"synchronize_session": False})
        assert isinstance(ended, CursorResult)
        if ended.rowcount != 1:
            raise NotThere
