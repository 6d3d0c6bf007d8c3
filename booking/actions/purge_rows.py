"""Delete rows past their keeping time: sign-ins and API tokens, notices, mail links, kept answers, counted tries,
lines, log."""

from datetime import datetime, timedelta

from sqlalchemy import Delete, delete, or_, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from .. import log
from ..config import Keeping
from ..db import transaction
from ..models import Answer, Attempt, FamilyConcession, Line, LineTicket, LogEntry, MailLink, Notice, SignIn
from ..rules import limits
from ..rules.times import seoul_date

LINKS_DAYS = 7
"""How long a mail link's row outlives its use or its expiry: until then its page can say which of the two it was."""
LINES_DAYS = 7
"""How long after its end officials see how a line went. Its tickets go with it."""


def purge_rows(keeping: Keeping, *, now: datetime) -> int:
    """Delete what ``keeping`` (days) no longer allows, leave one line in the log, and return how many rows went.

    A notice still due is never deleted: it is delivered or skipped first.
    """
    with transaction() as session:
        gone = {}
        for table, statement in _past(session, keeping, now).items():
            result = session.execute(statement, execution_options={"synchronize_session": False})
            assert isinstance(result, CursorResult)
            gone[table] = result.rowcount
        if any(gone.values()):
            detail = ", ".join(f"{table} {count}" for table, count in gone.items() if count)
            log.note(session, None, "purge", "row", None, now=now, detail=detail)
        return sum(gone.values())


def _past(session: Session, keeping: Keeping, now: datetime) -> dict[str, Delete]:
    """What removes the rows of each table that are past their time, in the order in which they may go."""
    links = now - timedelta(days=LINKS_DAYS)
    # Few, and named: so their tickets are looked up, whatever PostgreSQL believes of the sizes of both.
    lines = list(session.scalars(select(Line.id).where(Line.closed_at < now - timedelta(days=LINES_DAYS))))
    return {
        "sign_in": delete(SignIn).where(
            SignIn.created_at < now - timedelta(days=keeping.sign_ins_days),
            # A token lives as long as it was promised.
            or_(SignIn.expires_at.is_(None), SignIn.expires_at < now),
        ),
        "notice": delete(Notice).where(Notice.done_at < now - timedelta(days=keeping.notices_days)),
        "mail_link": delete(MailLink).where(or_(MailLink.used_at < links, MailLink.expires_at < links)),
        "answer": delete(Answer).where(Answer.answered_at < now - timedelta(days=keeping.answers_days)),
        "attempt": delete(Attempt).where(Attempt.window_at < now - timedelta(minutes=limits.LONGEST_MINUTES)),
        "family_concession": delete(FamilyConcession).where(FamilyConcession.expires_on < seoul_date(links)),
        "line_ticket": delete(LineTicket).where(LineTicket.line_id.in_(lines)),
        "line": delete(Line).where(Line.id.in_(lines)),
        "log": delete(LogEntry).where(LogEntry.at < now - timedelta(days=keeping.log_days)),
    }
