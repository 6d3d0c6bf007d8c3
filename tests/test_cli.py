"""``flask account create`` makes the first city official, or says in one sentence why not."""

import pytest
from sqlalchemy import select

from booking.db import db, transaction
from booking.models import Account, LogEntry

FINE = {"email": " Boss@Seoul.example ", "name": "한시장", "password": "a long password"}


def create(app, **changed):
    given = FINE | changed
    words = [f"--{key}={value}" for key, value in given.items()]
    return app.test_cli_runner().invoke(args=["account", "create", *words])


def test_the_first_city_official_is_made_and_logged(app):
    answer = create(app)

    assert answer.exit_code == 0, answer.output
    with app.app_context():
        with transaction() as session:
            account = session.scalars(select(Account)).one()
            assert (account.role, account.email, account.district_id) == ("admin", "boss@seoul.example", None)
            assert session.scalars(select(LogEntry.verb)).all() == ["grant"]
        db.session.remove()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "bad"}, "메일 주소"),
        ({"name": " "}, "이름"),
        ({"name": "가" * 41}, "이름"),
        ({"name": "<b>한"}, "이름"),
        ({"password": "short"}, "비밀번호"),
        ({"password": " " * 12}, "비밀번호"),
        ({"password": "x" * 200}, "비밀번호"),
    ],
)
def test_a_wrong_value_is_one_sentence_and_nothing_is_written(app, changed, said):
    answer = create(app, **changed)

    assert answer.exit_code == 1
    assert said in answer.output
    assert len(answer.output.strip().splitlines()) == 1
    with app.app_context():
        with transaction() as session:
            assert session.scalar(select(Account.id)) is None
        db.session.remove()


def test_a_taken_address_is_said(app):
    create(app)

    answer = create(app)

    assert answer.exit_code == 1
    assert "이미" in answer.output


def test_a_database_without_tables_is_a_sentence_without_the_hash(tmp_path):
    from booking import create_app
    from tests.conftest import settings_for

    app = create_app(settings_for(f"sqlite:///{tmp_path}/empty.sqlite3", tmp_path))

    answer = create(app)

    assert answer.exit_code == 1
    assert "flask db upgrade" in answer.output
    assert "argon2" not in answer.output
