"""What a sender is: the one place that chooses between mail files and a mail server."""

from contextlib import AbstractContextManager
from email.message import EmailMessage
from typing import Protocol

from ..config import Settings


class NotSent(Exception):
    """A mail did not leave. The text names kind and code of the trouble only: no address, nothing of the mail.

    ``for_good``: trying again would not help. ``unreachable``: neither would the next mail now.
    """

    def __init__(self, trouble: str, *, for_good: bool = False, unreachable: bool = False) -> None:
        super().__init__(trouble)
        self.for_good = for_good
        self.unreachable = unreachable


class Sender(Protocol):
    """Sends mails, one at a time. A notice sent twice (a process died before marking it) reaches the reader once."""

    def send(self, message: EmailMessage, name: str) -> None:
        """Send it. ``name`` is the same at every try of the same notice.

        :raises NotSent: it did not leave, or nobody can know whether it did.
        """


def sender(settings: Settings) -> AbstractContextManager[Sender]:
    """The sender that the settings ask for: the mail server of ``SMTP_URL``, else files in ``MAIL_DIR``."""
    from .file_sender import FileSender
    from .smtp_sender import SmtpSender

    if settings.smtp_url is not None:
        return SmtpSender(settings.smtp_url)
    return FileSender(settings.mail_dir)
