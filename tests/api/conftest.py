"""Programs that call the API at Monday 09:00 in the small city, each with a token of its own."""

from itertools import count

import pytest

from booking.db import db, transaction
from booking.models import Account
from booking.tokens import add_token
from tests.support.morning import morning_settings
from tests.support.pages import stated, within
from tests.world import NOW, a_world

__all__ = ["stated", "within"]


@pytest.fixture
def settings(database_url, tmp_path):
    return morning_settings(database_url, tmp_path)


@pytest.fixture
def world(app):
    """The small city; forms keep their CSRF protection, so that a test sees that the API needs none."""
    with app.app_context():
        made = a_world()
        db.session.remove()
    return made


class Caller:
    """A program with a bearer token (or none), which makes a new idempotency key for each write unless it is given one."""

    def __init__(self, app, token: str | None) -> None:
        self.client = app.test_client(use_cookies=False)
        self.token = token
        self._numbers = count(1)

    def headers(self, key: str | None = None, **more: str) -> dict[str, str]:
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return own | {"Idempotency-Key": key or f"request-{next(self._numbers)}"} | more

    def get(self, path: str, **kwargs):
        return self.client.get(f"/api/v1{path}", headers=self.headers(), **kwargs)

    def send(self, method: str, path: str, body=None, key: str | None = None):
        given = {} if body is None else {"json": body}
        return self.client.open(f"/api/v1{path}", method=method, headers=self.headers(key), **given)

    def post(self, path: str, body=None, key: str | None = None):
        return self.send("POST", path, body, key)


def a_token(app, actor, *, key: str = "token-of-test", days: int = 30, now=NOW) -> str:
    """A token's secret for the actor's account, as a real row."""
    with app.app_context():
        with transaction() as session:
            account = session.get_one(Account, actor.account_id)
            made = add_token(session, account, name="시험", days=days, key=key, secret_key=app.config["SECRET_KEY"], now=now)
        db.session.remove()
    return made.secret


@pytest.fixture
def api(app):
    """Open a caller for this actor; without one it has no token."""

    def open_caller(actor=None) -> Caller:
        return Caller(app, a_token(app, actor) if actor else None)

    return open_caller


def code_of(answer) -> str:
    """The code of an error answer, whose shape is checked on the way."""
    assert answer.mimetype == "application/json", answer.get_data(as_text=True)[:300]
    error = answer.get_json()["error"]
    assert error["message"].strip()
    return error["code"]
