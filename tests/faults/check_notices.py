"""Each notice once to its reader, none lost, none about what never happened."""

from collections import Counter
from collections.abc import Iterator, Mapping, Set

from .rows import Rows
from .violation import Violation

TOLD_BY = {"reserve": "reserved", "cancel": "cancelled", "capacity": "capacity_cancelled", "closing": "closed"}
"""Which notice each cause in the ledger puts."""


def check_outbox(rows: Rows) -> Iterator[Violation]:
    """The outbox against the ledger: a notice for everything that happened to a reservation, and for nothing else."""
    online = {row.id: row for row in rows.reservations if row.source == "online"}
    causes = TOLD_BY | {"no_show": "no_show"}
    happened = Counter(
        (causes[line.cause], line.reservation_id)
        for line in rows.ledger
        if line.reservation_id in online and line.cause in causes
    )
    put = Counter((notice.kind, notice.subject_id) for notice in rows.notices if notice.kind in causes.values())
    for (kind, subject), times in (happened - put).items():
        yield Violation(f"{times} notice '{kind}' of reservation {subject} is lost", _family(online, subject))
    for (kind, subject), times in (put - happened).items():
        what = f"{times} notice '{kind}' about reservation {subject}, which did not happen"
        yield Violation(what, _family(online, subject))
    for notice in rows.notices:
        subject = notice.subject_id
        if subject not in online:
            yield Violation(f"notice {notice.id} ({notice.kind}) is about reservation {subject}, which is not there")


def check_mails(rows: Rows, copies: Mapping[int, int], readers: Mapping[int, Set[tuple[str, str]]]) -> Iterator[Violation]:
    """The outbox against what the mail server took, after the jobs have done all that is due."""
    online = {row.id: row for row in rows.reservations}
    notices = {notice.id: notice for notice in rows.notices}
    coming = {visit.reservation_id for visit in rows.visits if visit.state != "cancelled"}
    for notice in rows.notices:
        who = _family(online, notice.subject_id)
        if notice.state == "failed":
            yield Violation(f"notice {notice.id} ({notice.kind}) was given up", who)
        if notice.state == "sent" and notice.id not in copies:
            yield Violation(f"notice {notice.id} ({notice.kind}) counts as sent, and no mail came", who)
        if notice.state == "skipped" and notice.kind == "reserved" and notice.subject_id in coming:
            yield Violation(f"notice {notice.id} was skipped ({notice.skip_reason}), and the family comes", who)
    for notice_id, seen in readers.items():
        notice = notices.get(notice_id)
        row = online.get(notice.subject_id) if notice else None
        right = {(row.email, str(row.id))} if row else set()
        if notice is None:
            yield Violation(f"a mail of notice {notice_id} came, which is not there")
        elif seen != right:
            yield Violation(f"notice {notice_id} went to {sorted(seen)}, not to {sorted(right)}")


def check_all_told(rows: Rows, copies: Mapping[int, int]) -> Iterator[Violation]:
    """Nothing due is left, and each family has one "reserved" per reservation."""
    mails = Counter(notice.subject_id for notice in rows.notices if notice.kind == "reserved" and notice.id in copies)
    for subject, times in mails.items():
        if times != 1:
            yield Violation(f"reservation {subject} was confirmed by {times} different mails")
    for notice in rows.notices:
        if notice.state == "due" and notice.kind not in ("reminder_day", "reminder_hours"):
            yield Violation(f"notice {notice.id} ({notice.kind}) was never sent")


def _family(online: Mapping[int, object], reservation_id: int) -> str | None:
    row = online.get(reservation_id)
    return f"family {row.family_id}" if row is not None else None  # type: ignore[attr-defined]
