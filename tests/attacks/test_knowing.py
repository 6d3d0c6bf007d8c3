"""Whether an address has an account: no answer tells, and none is slower, for the same statements run in either case."""

import re
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from booking.db import db, transaction
from booking.models import Account
from tests.support.morning import text_of, without_token
from tests.world import NOW, PASSWORD

SIGN_UP = {"name": "강새롬", "phone": "010-9876-5432", "password": "a-new-password", "agree": "y"}
ADDRESSES = {
    "unknown": "nobody@example.kr",
    "known": "mom@example.kr",
    "known again": "mom@example.kr",
    "unconfirmed": "dad@example.kr",
    "blocked": "staff@example.kr",
    "deleted": "stranger@example.kr",
}


@contextmanager
def work(app):
    """What the database is asked within the block: the first words of each statement, and every end of a transaction."""
    with app.app_context():
        engine = db.engine
    seen = []

    def statement(connection, cursor, text, parameters, context, many):
        # A savepoint that is kept and one that is taken back end alike.
        ends = text.startswith(("RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT"))
        seen.append("END OF SAVEPOINT" if ends else " ".join(text.split()[:3]))

    def ended(connection):
        seen.append("COMMIT")

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", ended)
    yield seen
    event.remove(engine, "before_cursor_execute", statement)
    event.remove(engine, "commit", ended)


@pytest.fixture
def people(world, within):
    """The small city with somebody unconfirmed, somebody blocked, somebody gone."""

    def change():
        with transaction() as session:
            session.get_one(Account, world.dad.account_id).email_confirmed_at = None
            session.get_one(Account, world.staff.account_id).blocked_at = NOW
            gone = session.get_one(Account, world.stranger.account_id)
            gone.email, gone.forgotten_at = None, NOW

    within(change)


def ask(app, path, form):
    """One request of a new browser: all that can be seen of the answer, and the work behind it."""
    client = app.test_client()
    with work(app) as seen:
        answer = client.post(path, data=form)
    text = re.sub(r"[\w.]+@example\.kr", "ADDRESS", without_token(text_of(answer)))
    # A request's number is random, and as long for everybody.
    number = answer.headers["X-Request-ID"]
    own = {"Set-Cookie", "Content-Length"}
    headers = sorted((name, value.replace(number, "0" * len(number))) for name, value in answer.headers if name not in own)
    cookies = sorted(value.split("=")[0] for value in answer.headers.getlist("Set-Cookie"))
    return (answer.status_code, headers, cookies, text), seen


@pytest.mark.parametrize(
    ("path", "form"),
    [("/sign-up", SIGN_UP), ("/password", {}), ("/sign-in", {"password": "not the password"})],
    ids=["sign-up", "reset", "sign-in"],
)
def test_every_kind_of_address_gets_the_same_answer_for_the_same_work(app, people, path, form):
    ask(app, path, form | {"email": "warm-up@example.kr"})
    found = {kind: ask(app, path, form | {"email": email}) for kind, email in ADDRESSES.items()}

    answer, statements = found["unknown"]
    assert "COMMIT" in statements
    for kind, (other, asked) in found.items():
        assert other == answer, kind
        # A second wrong password finds its row; that the row is there is not the address's secret.
        assert asked == statements, kind


def test_only_who_knows_the_password_hears_that_the_account_is_blocked(app, people):
    client = app.test_client()

    assert "사용이 중지된" not in text_of(client.post("/sign-in", data={"email": "staff@example.kr", "password": "wrong"}))
    assert "사용이 중지된" in text_of(client.post("/sign-in", data={"email": "staff@example.kr", "password": PASSWORD}))


def test_inviting_a_guardian_does_not_tell_whether_the_address_has_an_account(app, world, sign_in):
    answers = []
    for email in ("nobody@example.kr", "stranger@example.kr"):
        mom = sign_in(world.mom)
        answer = mom.post("/me/guardians", data={"email": email})
        answers.append((answer.status_code, answer.headers["Location"]))

    assert answers[0] == answers[1]
