"""Deliver what is due: claim, render from the state of this moment, send, mark."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app

from ..actions.claim_notices import ClaimedNotice, claim_notices
from ..actions.mark_notice import mark_not_sent, mark_sent, mark_skipped
from ..config import Settings
from ..queries.notices import end_reading
from .letter import Site, Skip
from .message import Mail, message
from .render import render
from .sending import NotSent, Sender, sender

BATCH = 20
MOST_BATCHES = 50
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivered:
    """How many notices of a run were sent, skipped, put off to a later try, and given up."""

    sent: int = 0
    skipped: int = 0
    later: int = 0
    failed: int = 0

    def with_one_more(self, answer: str) -> "Delivered":
        return replace(self, **{answer: getattr(self, answer) + 1})


def deliver(now: datetime, stop: Callable[[], bool] = lambda: False) -> Delivered:
    """Send every notice that is due at ``now`` (at most a thousand a run), each by one claim, one mail and one mark.

    Run twice or by several processes, each notice is sent once. A process that dies after sending and before marking makes
    a second try of the same ``Message-ID`` (or mail file), so the reader has it once. While nobody can be reached the run
    ends; what was claimed comes back when the claim runs out. ``stop`` is asked between batches: a process that is told to
    end finishes the twenty in its hands.
    """
    settings: Settings = current_app.config["SETTINGS"]
    site = Site(settings.base_url, urlsplit(settings.base_url).hostname or "localhost", settings.secret_key)
    done = Delivered()
    with sender(settings) as post:
        for _ in range(MOST_BATCHES):
            claimed = claim_notices(limit=BATCH, now=now)
            for notice in claimed:
                try:
                    answer = _deliver_one(notice, post, site, settings.mail_from, now)
                except NotSent as trouble:
                    if trouble.unreachable:
                        log.warning("no mail can be sent now (%s); tried again in a few minutes", trouble)
                        return done
                    answer = _not_sent(notice, trouble, now)
                done = done.with_one_more(answer)
            if len(claimed) < BATCH or stop():
                break
    return done


def _deliver_one(notice: ClaimedNotice, post: Sender, site: Site, mail_from: str, now: datetime) -> str:
    mail = _rendered(notice, site, now)
    if isinstance(mail, Skip):
        mark_skipped(notice, mail.reason, now=now)
        return "skipped"
    made = message(mail, notice_id=notice.notice_id, sender=mail_from, host=site.host, now=now)
    post.send(made, f"{notice.notice_id:08d}-{notice.kind}")
    mark_sent(notice, now=now)
    return "sent"


def _rendered(notice: ClaimedNotice, site: Site, now: datetime) -> Mail | Skip:
    try:
        return render(notice, site, now)
    except Exception as error:
        # One notice that cannot be written must not hold up the others behind it.
        log.exception("notice %s (%s) cannot be rendered", notice.notice_id, notice.kind)
        raise NotSent(f"render: {type(error).__name__}") from error
    finally:
        end_reading()


def _not_sent(notice: ClaimedNotice, trouble: NotSent, now: datetime) -> str:
    gave_up = mark_not_sent(notice, str(trouble), for_good=trouble.for_good, now=now)
    log.warning("notice %s (%s) not sent: %s%s", notice.notice_id, notice.kind, trouble, ", given up" if gave_up else "")
    return "failed" if gave_up else "later"
