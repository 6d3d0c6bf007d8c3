"""An official states one section of rules for a café, a district or the city, from a date on; or withdraws it; or cancels
what was stated of dates to come."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from .. import log
from ..affected import Affected, ending
from ..db import transaction
from ..models import StatementRow
from ..opened_slots import follow_rules, last_opened
from ..places import hold_place
from ..policies import hold_policies, read_book, row_of
from ..rule_changes import rule_change
from ..rules.date_ranges import range_text
from ..rules.drafts import Draft
from ..rules.places import Place
from ..rules.refusals import Code, NotThere, Refusal, Refused, no
from ..rules.sections import section_of
from ..rules.times import seoul_date
from ..scope import Actor

DETAIL_MOST = 1000


def change_rules(
    place: Place,
    draft: Draft,
    *,
    confirmed: str | None = None,
    actor: Actor,
    now: datetime,
    open_until: date | None = None,
) -> tuple[Affected, ...]:
    """Add what the draft states, and let the slots that are open follow it; the reservations that the new rules would not
    have are returned. Those of days that do not open any more are cancelled as by a closing, the others stay as they are.

    ``open_until``: the last date for which slots are opened by now; without it those that are missing wait for the job.

    ``confirmed``: the mark of the preview that the official has seen (:class:`booking.rule_changes.RuleChange`). Without
    it only a change that strands nobody is made. Whoever reserves meanwhile is decided by the new rules, or is listed.

    :raises Refused: a rule of :func:`booking.rules.drafts.draft_refusal`; ``RULES_CONTRADICT``, ``RULES_INCOMPLETE``;
        ``PREVIEW_CHANGED`` when what the preview showed is not what would happen now.
    :raises NotThere: not this official's place.
    """
    if place.slot_id is not None:
        raise NotThere
    with transaction() as session:
        cafes = hold_place(session, actor, place)
        hold_policies(session)
        found = rule_change(session, read_book(session), place, draft, now)
        if isinstance(found, Refusal):
            raise Refused(found)
        if confirmed != found.mark and (confirmed is not None or found.affected):
            raise Refused(no(Code.PREVIEW_CHANGED))
        ids = [_add(session, place, row_of(one), actor, now) for one in found.statements]
        log.note(
            session,
            actor,
            verb(draft),
            "statement",
            ids[0],
            now=now,
            district_id=place.district_id,
            cafe_id=place.cafe_id,
            reason=draft.source[:300],
            detail=said(draft)[:DETAIL_MOST],
        )
        last = max(last_opened(session, cafes, now), open_until or date.min)
        follow_rules(
            session,
            actor,
            cafes,
            found.after,
            seoul_date(now),
            last,
            now=now,
            open_until=open_until,
            cancelled=ending(found.affected),
            reason=draft.source[:300],
        )
        return found.affected


def verb(draft: Draft) -> str:
    """What the log calls the change."""
    return "cancel_rules" if draft.cancels else "withdraw_rules" if draft.content is None else "change_rules"


def said(draft: Draft) -> str:
    """The change as the log keeps it: the section, the dates, and each value as a café's file would hold it."""
    dates = f"{draft.valid_from}부터" if draft.valid_until is None else range_text(draft.valid_from, draft.valid_until)
    section = section_of(draft.section)
    title = f"{section.title} [{draft.section}] · {dates}"
    if not draft.content:
        return f"{title} · {'취소' if draft.cancels else '거둠'}"
    values = [f"{key} = {section.keys[key].kind.toml(draft.content[key])}" for key in section.keys if key in draft.content]
    inner = [f"[{name}]" for name in draft.content if name not in section.keys]
    return f"{title} · {', '.join([*values, *inner])}"


def _add(session: Session, place: Place, row: dict[str, object], actor: Actor, now: datetime) -> int:
    """One row; one at a time, because a later one must have a larger id."""
    scope = {"district_id": place.district_id, "cafe_id": place.cafe_id}
    made = {"created_at": now, "created_by_id": actor.account_id}
    added = StatementRow(**{key: value for key, value in (row | scope | made).items() if key != "id"})
    session.add(added)
    session.flush()
    return added.id
