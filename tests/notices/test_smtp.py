"""Mails through a real mail server: taken, refused, put off, and a server that dies in the middle."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from sqlalchemy import select

from booking.actions.claim_notices import LEASE
from booking.actions.reserve import reserve
from booking.db import transaction
from booking.models import LogEntry, Notice
from booking.notices.deliver import Delivered, deliver
from tests.notices.mailbox import read, text
from tests.world import NOW, a_slot, a_world, guardians

pytestmark = pytest.mark.usefixtures("context")


class Postbox:
    """A server's answers, and what it took in. It hangs up in the middle of the mails with these numbers."""

    def __init__(self, *, rcpt="250 OK", data="250 OK", dies_at=()):
        self.taken, self.rcpt, self.data, self.dies_at, self.asked = [], rcpt, data, dies_at, 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        self.asked += 1
        if self.asked in self.dies_at:
            server.transport.abort()
        elif self.data.startswith("250"):
            self.taken.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return self.data


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serve(app, settings):
    """Start a mail server with this postbox and point the app at it."""
    running = []

    def start(postbox, url="smtp://127.0.0.1:{port}", **options):
        port = free_port()
        server = Controller(postbox, hostname="127.0.0.1", port=port, **options)
        server.start()
        running.append(server)
        app.config["SETTINGS"] = replace(settings, smtp_url=url.format(port=port))

    yield start
    for server in running:
        server.stop()


def reserved(count=1):
    world = a_world()
    slot_id = a_slot(world.hyehwa)
    for actor, child_id in guardians(count):
        reserve(slot_id, actor=actor, child_ids=[child_id], adults=1, request_id="r", now=NOW)


def notices():
    with transaction() as session:
        rows = select(Notice.state, Notice.attempts, Notice.last_error).where(Notice.kind == "reserved").order_by(Notice.id)
        return [tuple(row) for row in session.execute(rows)]


def test_a_mail_server_gets_each_mail_once_over_one_connection(serve, settings):
    postbox = Postbox()
    serve(postbox)
    reserved(3)

    assert deliver(NOW) == Delivered(sent=3)
    assert deliver(NOW) == Delivered()

    assert [to for _, to, _ in postbox.taken] == [[f"guardian{n}@example.kr"] for n in range(3)]
    sender, _, content = postbox.taken[0]
    mail = read(content)
    assert sender == "no-reply@kidscafe.example"
    assert mail["Message-ID"] == "<notice-1@localhost>"
    assert "예약이 확정되었어요" in text(mail)
    assert content.isascii()
    assert not settings.mail_dir.exists()


def test_a_server_that_says_later_is_asked_again_with_growing_delay(serve):
    postbox = Postbox(rcpt="451 try again later, guardian0@example.kr is busy")
    serve(postbox)
    reserved()

    assert deliver(NOW) == Delivered(later=1)
    assert deliver(NOW + timedelta(seconds=59)) == Delivered()
    assert deliver(NOW + timedelta(minutes=1)) == Delivered(later=1)
    assert deliver(NOW + timedelta(minutes=2)) == Delivered()
    postbox.rcpt = "250 OK"
    assert deliver(NOW + timedelta(minutes=3)) == Delivered(sent=1)

    assert notices() == [("sent", 2, "SMTPRecipientsRefused 451")]


def test_a_refused_recipient_fails_at_once_and_the_log_says_so_without_the_address(serve):
    serve(Postbox(rcpt="550 guardian0@example.kr unknown"))
    reserved()

    assert deliver(NOW) == Delivered(failed=1)

    assert notices() == [("failed", 1, "SMTPRecipientsRefused 550")]
    with transaction() as session:
        (entry,) = session.scalars(select(LogEntry).where(LogEntry.verb == "notice_failed"))
    assert (entry.subject_kind, entry.detail) == ("notice", "reserved: SMTPRecipientsRefused 550")


def test_a_refused_mail_fails_too(serve):
    serve(Postbox(data="554 no"))
    reserved()

    assert deliver(NOW) == Delivered(failed=1)


def test_a_server_that_dies_in_the_middle_loses_nothing_and_doubles_nothing(serve):
    postbox = Postbox(dies_at=(2,))
    serve(postbox)
    reserved(3)

    assert deliver(NOW) == Delivered(sent=2, later=1), "the third mail got a connection of its own"
    assert deliver(NOW + timedelta(minutes=1)) == Delivered(sent=1)

    assert [to for _, (to,), _ in postbox.taken] == [f"guardian{n}@example.kr" for n in (0, 2, 1)]


def test_nobody_listening_counts_as_no_try_and_the_mail_goes_out_when_someone_does(serve, app, settings):
    serve(Postbox())
    reserved(2)
    working = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(settings, smtp_url=f"smtp://127.0.0.1:{free_port()}")

    assert deliver(NOW) == Delivered()
    assert notices() == [("due", 0, None)] * 2

    app.config["SETTINGS"] = working
    assert deliver(NOW + LEASE) == Delivered(sent=2)


def test_user_and_password_of_the_url_are_used_decoded(serve):
    def allow(server, session, envelope, mechanism, data):
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"u@x", b"p:/ss")
        return AuthResult(success=right)

    postbox = Postbox()
    options = {"authenticator": allow, "auth_require_tls": False, "auth_required": True}
    serve(postbox, url="smtp://u%40x:p%3A%2Fss@127.0.0.1:{port}", **options)
    reserved()

    assert deliver(NOW) == Delivered(sent=1)


def test_a_wrong_password_loses_no_mail(serve):
    serve(
        Postbox(),
        url="smtp://u:wrong@127.0.0.1:{port}",
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_require_tls=False,
    )
    reserved()

    assert deliver(NOW) == Delivered()
    assert notices() == [("due", 0, None)]
