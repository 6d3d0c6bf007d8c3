"""Mails about accounts: links to confirm, to reset, to join; and "you are registered already"."""

from datetime import datetime

from ..actions.claim_notices import ClaimedNotice
from ..links import token
from ..queries import notices as ask
from ..rules import notice_kinds as kinds
from .letter import Letter, Site, Skip, person
from .message import one_line


def link_letter(notice: ClaimedNotice, site: Site, now: datetime) -> Letter | Skip:
    """The letter with a mail link, or why there is none: a link that opens nothing any more is not sent."""
    link = ask.link_facts(notice.subject_id)
    if link is None:
        return Skip("link_gone")
    if link.used_at is not None:
        return Skip("link_used")
    if link.expires_at <= now:
        return Skip("link_expired")
    to = ask.recipient(notice.account_id)
    if notice.account_id is not None and to is None:
        return Skip("no_recipient")
    if notice.kind == kinds.CONFIRM_EMAIL and to is not None and to.email_confirmed:
        return Skip("already_confirmed")
    email = link.email or (to.email if to else None)
    if email is None:
        return Skip("no_recipient")
    name = person(to.name if to else link.name)
    return Letter(
        template=notice.kind,
        to_name=name,
        to_email=email,
        values={
            "name": name,
            "place": one_line(link.place or ""),
            "invited_by": person(link.invited_by),
            "expires_at": link.expires_at,
            "link_url": site.page(f"/links/{token(site.secret_key, link.link_id)}"),
            "home_url": site.page("/"),
        },
    )


def account_letter(notice: ClaimedNotice, site: Site) -> Letter | Skip:
    """The letter to an account about itself."""
    to = ask.recipient(notice.account_id if notice.account_id is not None else notice.subject_id)
    if to is None:
        return Skip("no_recipient")
    values = {"name": person(to.name), "sign_in_url": site.page("/sign-in"), "home_url": site.page("/")}
    return Letter(notice.kind, person(to.name), to.email, values)
