"""Sending through a mail server (setting ``SMTP_URL``), one connection for many mails."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from types import TracebackType

from ..smtp_url import SmtpServer, parse
from .message import WIRE
from .sending import NotSent

TIMEOUT_SECONDS = 10


class SmtpSender:
    """Speaks with the server of ``url``; connects at the first mail, and anew when the connection was lost."""

    def __init__(self, url: str) -> None:
        self._server = parse(url)
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> "SmtpSender":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._hang_up()

    def send(self, message: EmailMessage, name: str) -> None:
        """Hand the mail to the server; ``Message-ID`` is what makes a second try the same mail.

        :raises NotSent: for good when the server refuses this recipient or this mail (5xx); to be tried again when it says
            "later" (4xx), refuses *us*, or goes away.
        """
        try:
            connection = self._connection or _connect(self._server)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(_trouble(error), unreachable=True) from error
        self._connection = connection
        try:
            connection.sendmail(
                message["From"].addresses[0].addr_spec,
                [message["To"].addresses[0].addr_spec],
                message.as_bytes(policy=WIRE),
            )
        except smtplib.SMTPRecipientsRefused as error:
            raise NotSent(_trouble(error), for_good=_code(error) >= 500) from error
        except smtplib.SMTPDataError as error:
            raise NotSent(_trouble(error), for_good=_code(error) >= 500) from error
        except (OSError, smtplib.SMTPException) as error:
            # The next mail gets a fresh connection; this one may even have arrived, and its second try is the same mail.
            self._hang_up()
            raise NotSent(_trouble(error)) from error

    def _hang_up(self) -> None:
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
            self._connection = None


def _connect(server: SmtpServer) -> smtplib.SMTP:
    context = ssl.create_default_context() if server.tls != "none" else None
    if server.tls == "implicit":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.tls == "starttls":
            connection.starttls(context=context)
        if server.user is not None and server.password is not None:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _code(error: smtplib.SMTPException) -> int:
    """The server's answer code, or 0."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0


def _trouble(error: Exception) -> str:
    """Kind and code of an error. The server's text stays out: it repeats addresses."""
    code = _code(error) if isinstance(error, smtplib.SMTPException) else 0
    return f"{type(error).__name__} {code}" if code else type(error).__name__
