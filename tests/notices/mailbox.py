"""Reading the mail folder as a mail program would."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from sqlalchemy import select

from booking.config import Settings
from booking.db import transaction
from booking.models import Notice


def mails(settings: Settings) -> list[EmailMessage]:
    """Every mail in the folder, in the order of the outbox."""
    return [read(path.read_bytes()) for path in sorted(Path(settings.mail_dir).glob("*.eml"))]


def read(raw: bytes) -> EmailMessage:
    """A mail as the standard library parses it."""
    parsed = message_from_bytes(raw, policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def the_mail(settings: Settings) -> EmailMessage:
    """The only mail in the folder."""
    (mail,) = mails(settings)
    return mail


def text(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html(mail: EmailMessage) -> str:
    """The HTML of a mail."""
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def outcome(kind: str) -> tuple[str, str | None]:
    """State and skip reason of the only notice of this kind."""
    with transaction() as session:
        return session.execute(select(Notice.state, Notice.skip_reason).where(Notice.kind == kind)).one()
