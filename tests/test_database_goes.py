"""A database that goes away when the answer is made already."""

from booking.db import db


def test_an_answer_that_is_made_is_given_although_the_database_goes(app, monkeypatch):
    client = app.test_client()
    assert client.get("/cafes").status_code == 200
    with app.app_context():
        engine = db.engine

    def die(_connection):
        raise engine.dialect.dbapi.OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr(engine.dialect, "do_rollback", die)
        during = client.get("/cafes")

    assert (during.status_code, client.get("/cafes").status_code) == (200, 200)
