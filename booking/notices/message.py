"""A mail as a MIME message. No value of it can add a header: line breaks end before they get here, and once more here."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Any

from ..rules.times import seoul
from .sending import NotSent

ENCODED_WORD_BYTES = 45
"""What fits into one encoded word of 75 characters (RFC 2047) in base64."""
_SPACE = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")


class MailPolicy(EmailPolicy):
    """How headers are written. Python before 3.13 loses the space between two encoded words when it folds a long Korean
    subject or name (CPython issue 92081), so these are encoded as a whole, spaces inside.
    """

    def fold(self, name: str, value: Any) -> str:
        if name.lower() == "subject":
            return f"{name}: {_words(name, str(value))}{self.linesep}"
        if name.lower() in ("from", "to"):
            (address,) = value.addresses
            words = _words(name, address.display_name) + " " if address.display_name else ""
            return f"{name}: {words}<{address.addr_spec}>{self.linesep}"
        return super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")


def _words(header: str, text: str) -> str:
    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


FILE = MailPolicy(linesep="\r\n")
WIRE = MailPolicy(linesep="\r\n", cte_type="7bit")
"""A mail server need not speak 8 bit: bodies become base64 on the way."""


@dataclass(frozen=True)
class Mail:
    """What a reader gets: one subject, one text, the same as simple HTML, and a calendar file where it helps."""

    to_name: str
    to_email: str
    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    calendar_method: str = "PUBLISH"


def one_line(text: str) -> str:
    """The text without line breaks and control characters, which in a header would begin a new one."""
    return _SPACE.sub(" ", text).strip()


def message(mail: Mail, *, notice_id: int, sender: str, host: str, now: datetime) -> EmailMessage:
    """The MIME message. Its ``Message-ID`` is made of the notice's id, so every try of a notice is the same mail.

    :raises NotSent: the address is none (for good).
    """
    made = EmailMessage()
    made["From"] = _address(*parseaddr(sender))
    # A name that needs two encoded words is read with a space too many by some programs: then the address alone.
    name = one_line(mail.to_name)
    made["To"] = _address(name if len(name.encode()) <= ENCODED_WORD_BYTES else "", mail.to_email)
    made["Subject"] = one_line(mail.subject)
    made["Date"] = format_datetime(seoul(now))
    made["Message-ID"] = f"<notice-{notice_id}@{host}>"
    # Answering machines shall not answer a machine (RFC 3834).
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = "ko"
    # 8bit: a mail file stays readable as it is.
    made.set_content(mail.text, cte="8bit")
    made.add_alternative(mail.html, subtype="html", cte="8bit")
    if mail.calendar is not None:
        made.add_attachment(
            mail.calendar,
            maintype="text",
            subtype="calendar",
            cte="base64",
            filename="reservation.ics",
            params={"charset": "utf-8", "method": mail.calendar_method},
        )
    return made


def _address(name: str, email: str) -> Address:
    """An address whose domain may be international; its local part may not (few servers take that).

    :raises NotSent: it is no address (for good).
    """
    local, _, domain = email.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
        if not local or not ascii_domain or not local.isascii() or not email.isprintable():
            raise NotSent("address", for_good=True)
        return Address(display_name=name, username=local, domain=ascii_domain)
    except (ValueError, IndexError) as error:
        raise NotSent("address", for_good=True) from error
