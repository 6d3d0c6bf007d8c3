"""A real mail server that remembers every mail it took, and can have the sender killed in the middle of one."""

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.service import free_port

STAGES = ("addressed", "taken", "answered")
"""When the sender dies: before the mail's text, after the server took it and before it says so, right after it said so."""
_NOTICE = re.compile(r"<notice-(\d+)@")


class MailServer:
    """Takes everything. ``copies``: for each notice how often its mail came; ``readers``: whom each was for."""

    def __init__(self) -> None:
        self.port = free_port()
        self.copies: dict[int, int] = {}
        self.readers: dict[int, set[tuple[str, str]]] = {}
        self._lock = Lock()
        self._trap: tuple[str, int, Callable[[], None]] | None = None
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    def forget(self) -> None:
        """For a new database: its notices are numbered from one again."""
        with self._lock:
            self.copies, self.readers = {}, {}

    def kill_at(self, stage: str, mails: int, kill: Callable[[], None]) -> None:
        """Call ``kill`` at this stage of the mail that comes after so many others. Once."""
        with self._lock:
            self._trap = (stage, mails, kill)

    @property
    def second_copies(self) -> int:
        """How many mails came again, because their sender died before it could write down that they left."""
        return sum(copies - 1 for copies in self.copies.values())

    @property
    def armed(self) -> bool:
        """Whether a trap is set that has not gone off."""
        return self._trap is not None

    def disarm(self) -> bool:
        """Take the trap away; whether it had not gone off yet."""
        with self._lock:
            armed, self._trap = self._trap is not None, None
        return armed

    # A kill is a signal and a wait for the end: the server's loop may stand still for it.
    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        envelope.rcpt_tos.append(address)
        self._maybe_kill("addressed")
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        mail = message_from_bytes(content if isinstance(content, bytes) else str(content).encode(), policy=policy.default)
        found = _NOTICE.search(str(mail["Message-ID"]))
        assert found is not None, "a mail without the notice's Message-ID"
        notice = int(found[1])
        body = mail.get_body(("plain",))
        text = str(body.get_content()) if body is not None else ""
        about = re.search(r"/reservations/(\d+)", text)
        with self._lock:
            self.copies[notice] = self.copies.get(notice, 0) + 1
            self.readers.setdefault(notice, set()).add((envelope.rcpt_tos[0], about[1] if about else ""))
        self._maybe_kill("taken")
        if self._stage_is("answered"):
            server.loop.call_later(0.002, self._maybe_kill, "answered")
        return "250 OK"

    def _stage_is(self, stage: str) -> bool:
        with self._lock:
            return self._trap is not None and self._trap[0] == stage

    def _maybe_kill(self, stage: str) -> None:
        with self._lock:
            if self._trap is None or self._trap[0] != stage:
                return
            _, left, kill = self._trap
            self._trap = (stage, left - 1, kill) if left else None
        if not left:
            kill()
