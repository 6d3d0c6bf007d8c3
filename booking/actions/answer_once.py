"""A program's request is answered once: the answer is kept with what it answers, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..db import transaction
from ..models import Account, Answer
from ..rules.refusals import Code, NotThere, Refused, no
from ..scope import Actor


@dataclass(frozen=True)
class Answered:
    """What is answered. ``again``: it was kept from an earlier request, and nothing was done now."""

    status: int
    body: str
    again: bool


def answer_once(*, actor: Actor, key: str, content: str, now: datetime, act: Callable[[], tuple[int, str]]) -> Answered:
    """Do ``act`` (an action and its answer's status and body) and keep the answer; or return the kept one for this key.

    ``content`` is the hash of what is asked for. ``act`` runs inside this transaction, which its own joins. Two requests
    with one key at the same moment queue on the unique key: the second gets the first's answer. A refusal leaves nothing
    behind, so the key is free for another try.

    :raises Refused: ``REQUEST_ID_REUSED`` when the key stands for another request; whatever ``act`` refuses.
    :raises NotThere: the account was deleted meanwhile; or from ``act``.
    """
    with transaction() as session:
        earlier = _earlier(session, actor, key) or _begin(session, actor, key, content, now)
        if earlier is not None:
            if earlier.request_hash != content:
                raise Refused(no(Code.REQUEST_ID_REUSED))
            return Answered(earlier.status, earlier.body, again=True)
        status, body = act()
        _keep(session, actor, key, status, body)
        return Answered(status, body, again=False)


def _earlier(session: Session, actor: Actor, key: str) -> Answer | None:
    rows = select(Answer).where(Answer.account_id == actor.account_id, Answer.key == key)
    return session.scalars(rows).one_or_none()


def _begin(session: Session, actor: Actor, key: str, content: str, now: datetime) -> Answer | None:
    """Claim the key for this request; ``None`` when it is ours, else the answer of who was quicker.

    PostgreSQL waits here until the other request has ended. The savepoint keeps our transaction alive when it has the key.
    """
    claim = Answer(account_id=actor.account_id, key=key, request_hash=content, status=200, body="", answered_at=now)
    try:
        with session.begin_nested():
            session.add(claim)
            session.flush()
    except IntegrityError:
        found = _earlier(session, actor, key)
        if found is None:
            raise
        return found
    return None


def _keep(session: Session, actor: Actor, key: str, status: int, body: str) -> None:
    row = _earlier(session, actor, key)
    # Who was deleted while we waited for the family's row must leave no answer with names behind.
    left = select(Account.forgotten_at).where(Account.id == actor.account_id)
    if row is None or session.execute(left).scalar_one() is not None:
        raise NotThere
    row.status, row.body = status, body
