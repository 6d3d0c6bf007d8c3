"""Requests that a browser would not send: where to go on, host names, sizes, paths, methods, fields nobody asked for."""

import io
import re

import pytest
from sqlalchemy import select

from booking.db import transaction
from booking.headers import HEADERS
from booking.models import Account, Child, Reservation
from tests.support.morning import all_rows, text_of
from tests.world import PASSWORD, a_slot

AWAY = [
    "https://evil.example/", "https:evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "/\t/evil.example", "/\n/evil.example", "/\r\nLocation: https://evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "data:text/html,x", " //evil.example", "/\u2028/evil.example", "http:///evil.example", "evil.example", "@evil.example",
    "/" + "a" * 5000, "\x00//evil.example",
]  # fmt: skip
FAMILIAR = ["/%2f/evil.example", "/%09/evil.example", "/..//evil.example", "/한글?q=가", "/slots?next=https://evil.example"]
"""These stay on this site: a browser decodes no %2f in a Location."""


HOSTS = ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "evil.example:80", "localhost,evil.example",
     "user@localhost", "", "[::1", "localhost/../x", "x" * 5000]  # fmt: skip
TRICKS = ["/static/../booking/config.py", "/static/..%2f..%2fpyproject.toml", "/static/%2e%2e/%2e%2e/wsgi.py", "/static//etc/passwd",
     "/static/css/parts.css%00.html", "/static/%00", "/static/css/", "/%00", "/cafes/%00", "/cafes/%ff%fe", "/links/%0d%0aX: y",
     "/slots/99999999999999999999", "/slots/-1", "/slots/１", "/" + "a" * 20000, "/.git/config", "/var/secret_key"]  # fmt: skip


def leads_to(client, path) -> str:
    """Where the sign-in leads somebody who is signed in already; with a password it decides by the same function."""
    return client.get("/sign-in", query_string={"next": path}).headers["Location"]


def test_no_way_of_writing_it_leads_off_the_site(app, world, sign_in):
    mom = sign_in(world.mom)

    assert {path: leads_to(mom, path) for path in AWAY} == dict.fromkeys(AWAY, "/")


def test_a_page_of_this_site_is_gone_on_to(app, world, sign_in):
    mom = sign_in(world.mom)

    assert [path for path in FAMILIAR if not re.match(r"/[^/\\]", leads_to(mom, path))] == []


def test_a_host_that_is_not_ours_gets_nothing_of_ours(app):
    for host in HOSTS:
        answer = app.test_client().get("/", headers={"Host": host})

        assert answer.status_code == 400, host
        assert host not in text_of(answer) or not host
        assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_a_header_about_another_host_or_path_changes_nothing(app, world):
    client = app.test_client()
    plain = client.get("/help")
    for name in ("X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"):
        tricked = client.get("/help", headers={name: "evil.example" if "Host" in name else "/admin/"})

        assert (plain.status_code, text_of(plain)) == (tricked.status_code, text_of(tricked)), name


def test_a_path_that_is_a_trick_is_not_there(app, world):
    for path in TRICKS:
        answer = app.test_client().get(path)

        # Doubled slashes lead to the address with one.
        assert answer.status_code in (400, 404) or answer.headers["Location"] == "http://localhost/static/etc/passwd", path
        assert "X: y" not in str(answer.headers)
        assert set(HEADERS) <= set(answer.headers.keys()), path


@pytest.mark.parametrize(
    "trick",
    [{"query_string": {"_method": "DELETE"}}, {"headers": {"X-HTTP-Method-Override": "POST"}}],
    ids=["query", "header"],
)
def test_a_method_is_what_it_is(app, world, trick):
    before = all_rows(app)

    assert app.test_client().get("/sign-out", **trick).status_code == 405
    assert all_rows(app) == before


def bodies():
    large = "x" * (300 * 1024)
    return {
        "one long field": {"data": {"email": large}},
        "many fields": {"data": "&".join(f"f{n}=1" for n in range(60_000)), "content_type": "application/x-www-form-urlencoded"},
        "a file": {"data": {"email": (io.BytesIO(large.encode()), "x.txt")}, "content_type": "multipart/form-data"},
        "many parts": {"data": {f"f{n}": "1" for n in range(1500)}, "content_type": "multipart/form-data"},
        "said to be large": {"data": "email=a", "environ_overrides": {"CONTENT_LENGTH": str(10**12)},
                             "content_type": "application/x-www-form-urlencoded"},
    }  # fmt: skip


def test_a_body_that_is_too_large_gets_a_page_that_says_so(app, world):
    before = all_rows(app)
    for path in ("/sign-in", "/sign-up", "/password"):
        for kind in bodies():
            answer = app.test_client().post(path, **bodies()[kind])

            assert answer.status_code == 413, (path, kind)
            assert "보낸 내용이 너무 커요" in text_of(answer)
            assert set(HEADERS) <= set(answer.headers.keys())
    assert all_rows(app) == before


EXTRA = {"role": "admin", "family_id": "2", "account_id": "3", "cafe_id": "1", "district_id": "11110", "source": "walk_in",
         "state": "checked_in", "id": "1", "email_confirmed_at": "2026-01-01", "blocked_at": "", "demo": "1",
         "password_hash": "x", "removed_at": "2026-01-01", "walk_in": "1", "actor": "1", "taken": "0", "capacity": "99"}  # fmt: skip


def test_fields_that_a_form_has_not_change_nothing(app, world, within, sign_in):
    slot_id = within(a_slot, world.hyehwa)
    mom = sign_in(world.mom)

    def people():
        with transaction() as session:
            return {
                (one.id, one.role, one.family_id, one.cafe_id, one.district_id, one.email, one.password_hash, one.blocked_at,
                 one.demo) for one in session.scalars(select(Account))
            }  # fmt: skip

    before = within(people)
    assert mom.post("/me/profile", data={"name": "김엄마", "phone": "01012345678"} | EXTRA).status_code == 303
    assert mom.post("/children/new", data={"name": "서연", "birth_date": "20210305"} | EXTRA).status_code == 303
    wanted = {"child_ids": str(world.jia), "adults": "1", "request_id": "11111111-1111-4111-8111-111111111111"}
    assert mom.post(f"/slots/{slot_id}/reservations", data=wanted | EXTRA).status_code == 303
    new = {"name": "강새롬", "phone": "01098765432", "email": "new@example.kr", "password": "a-new-password", "agree": "y"}
    assert app.test_client().post("/sign-up", data=new | EXTRA).status_code == 303

    def written():
        with transaction() as session:
            child = session.scalars(select(Child).where(Child.name == "서연")).one()
            made = session.scalars(select(Reservation)).one()
            signed_up = session.scalars(select(Account).where(Account.email == "new@example.kr")).one()
            return (child.family_id, child.removed_at, made.family_id, made.account_id, made.source,
                    [visit.state for visit in made.visits], signed_up.role, signed_up.email_confirmed_at, signed_up.demo)  # fmt: skip

    own = world.mom
    assert within(written) == (
        own.family_id,
        None,
        own.family_id,
        own.account_id,
        "online",
        ["reserved"],
        "guardian",
        None,
        False,
    )
    assert before <= within(people)


def test_a_field_said_twice_counts_once(app, world):
    form = {
        "email": ["mom@example.kr", "stranger@example.kr"],
        "password": [PASSWORD, "x"],
        "next": ["/help", "//evil.example"],
    }

    assert app.test_client().post("/sign-in", data=form).headers["Location"] == "/help"
