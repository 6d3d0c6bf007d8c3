"""Who gets what at every route: role × route × own or another's object × method, asked of the running app.

One line of ``TABLE`` is one route. A route without a line fails, and so does a line without a route.

A cell is what GET and POST answer for that role: ``ok`` (200), ``go`` (a redirect to where the work goes on), ``no`` (422,
the form comes back), ``in`` (to the sign-in), ``-`` (404: not there for this role), ``x`` (405: the route has no such
method). ``own`` columns ask with an object of the role's own; ``others`` with one of somebody else's.
"""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from booking import create_app
from booking.actions.close_days import close_days
from booking.actions.invite_guardian import invite_guardian
from booking.actions.invite_staff import invite_staff
from booking.actions.reserve import reserve
from booking.db import db, transaction
from booking.links import token
from booking.models import Account, ClosedDay, LogEntry, MailLink, Reservation
from booking.rules.places import Place
from booking.scope import Actor
from booking.sign_ins import add_sign_in
from tests.conftest import DATABASES
from tests.support.morning import morning_settings, without_csrf
from tests.world import NOW, TUESDAY, a_slot, a_world

ROLES = ("nobody", "guardian", "staff", "official", "city")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")

# endpoint                        nobody   guardian: own, others'   staff: own, others'   official: own, others'   city
TABLE = """
public.home                     | ok x   | ok x    | ok x   | go x    | go x   | go x    | go x   | go x
public.show_cafes               | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.show_cafe                | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.show_day                 | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.search                   | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.show_slot                | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.open_code                | in x   | go x    | -  x   | go x    | go x   | -  x    | -  x   | -  x
public.open_link                | ok no  | ok no   | ok no  | ok no   | ok no  | ok no   | ok no  | ok no
public.ask_reset                | ok no  | ok no   | ok no  | ok no   | ok no  | ok no   | ok no  | ok no
public.reset_asked              | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.sign_in                  | ok no  | go no   | go no  | go no   | go no  | go no   | go no  | go no
public.sign_out                 | x  go  | x  go   | x  go  | x  go   | x  go  | x  go   | x  go  | x  go
public.sign_up                  | ok no  | go go   | go go  | go go   | go go  | go go   | go go  | go go
public.signed_up                | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.help_page                | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.healthz                  | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.robots                   | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
public.favicon                  | go x   | go x    | go x   | go x    | go x   | go x    | go x   | go x
static                          | ok x   | ok x    | ok x   | ok x    | ok x   | ok x    | ok x   | ok x
guardian.show_me                | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.edit_profile           | in in  | ok no   | ok no  | -  -    | -  -   | -  -    | -  -   | -  -
guardian.edit_password          | in in  | ok no   | ok no  | -  -    | -  -   | -  -    | -  -   | -  -
guardian.send_confirmation      | x  in  | x  go   | x  go  | x  -    | x  -   | x  -    | x  -   | x  -
guardian.delete_account         | in in  | ok no   | ok no  | -  -    | -  -   | -  -    | -  -   | -  -
guardian.show_children          | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.new_child              | in in  | ok no   | ok no  | -  -    | -  -   | -  -    | -  -   | -  -
guardian.edit_child             | in in  | ok go   | -  -   | -  -    | -  -   | -  -    | -  -   | -  -
guardian.take_child_out         | in in  | ok no   | -  -   | -  -    | -  -   | -  -    | -  -   | -  -
guardian.show_guardians         | in in  | ok no   | ok no  | -  -    | -  -   | -  -    | -  -   | -  -
guardian.withdraw_invitation    | x  in  | x  go   | x  -   | x  -    | x  -   | x  -    | x  -   | x  -
guardian.show_reservations      | in x   | ok x    | ok x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.show_reservation       | in x   | ok x    | -  x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.calendar_of            | in x   | ok x    | -  x   | -  x    | -  x   | -  x    | -  x   | -  x
guardian.cancel_reservation     | in in  | ok no   | -  -   | -  -    | -  -   | -  -    | -  -   | -  -
guardian.create_reservation     | in in  | go no   | go no  | -  -    | -  -   | -  -    | -  -   | -  -
staff.today                     | in x   | -  x    | -  x   | ok x    | ok x   | -  x    | -  x   | -  x
staff.show_slot                 | in x   | -  x    | -  x   | ok x    | -  x   | -  x    | -  x   | -  x
staff.show_inside               | in x   | -  x    | -  x   | ok x    | ok x   | -  x    | -  x   | -  x
staff.find_party                | in x   | -  x    | -  x   | ok x    | ok x   | -  x    | -  x   | -  x
staff.code                      | in x   | -  x    | -  x   | ok x    | -  x   | -  x    | -  x   | -  x
staff.before_walk_in            | in x   | -  x    | -  x   | ok x    | ok x   | -  x    | -  x   | -  x
staff.ask_walk_in               | in x   | -  x    | -  x   | ok x    | -  x   | -  x    | -  x   | -  x
staff.take_in                   | x  in  | x  -    | x  -   | x  no   | x  -   | x  -    | x  -   | x  -
staff.check_in_children         | x  in  | x  -    | x  -   | x  no   | x  -   | x  -    | x  -   | x  -
staff.check_out_children        | x  in  | x  -    | x  -   | x  no   | x  -   | x  -    | x  -   | x  -
staff.undo                      | x  in  | x  -    | x  -   | x  -    | x  -   | x  -    | x  -   | x  -
staff.set_called                | x  in  | x  -    | x  -   | x  -    | x  -   | x  -    | x  -   | x  -
admin.show_today                | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.show_log                  | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.show_act                  | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | -  x   | ok x
admin.show_capacity             | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.change_slot_capacity      | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.change_cafe_capacity      | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.change_district_capacity  | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.show_closings             | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.close                     | x  in  | x  -    | x  -   | x  -    | x  -   | x  no   | x  no  | x  no
admin.reopen                    | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.show_people               | in x   | -  x    | -  x   | -  x    | -  x   | ok x    | ok x   | ok x
admin.block                     | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.unblock                   | in in  | -  -    | -  -   | -  -    | -  -   | ok no   | -  -   | ok no
admin.show_forms                | in x   | -  x    | -  x   | -  x    | -  x   | go x    | go x   | go x
admin.invite_to_cafe            | x  in  | x  -    | x  -   | x  -    | x  -   | x  no   | x  no  | x  no
admin.invite_to_office          | x  in  | x  -    | x  -   | x  -    | x  -   | x  no   | x  no  | x  no
admin.resend                    | x  in  | x  -    | x  -   | x  -    | x  -   | x  go   | x  -   | x  go
admin.cancel                    | x  in  | x  -    | x  -   | x  -    | x  -   | x  go   | x  -   | x  go
"""
COLUMNS = (
    ("nobody", "own"), ("guardian", "own"), ("guardian", "others"), ("staff", "own"), ("staff", "others"),
    ("official", "own"), ("official", "others"), ("city", "own"),
)  # fmt: skip


@dataclass(frozen=True)
class Small:
    """The small city with an object of everybody's: a value of each parameter by role and by whose it is."""

    app: Flask
    actors: dict[str, Actor | None]
    values: dict[tuple[str, str], dict[str, object]]

    def client(self, role: str) -> FlaskClient:
        """A browser signed in as this role, anew: what one request did to a sign-in must not reach the next."""
        client, actor = self.app.test_client(), self.actors[role]
        if actor is None:
            return client
        with self.app.app_context():
            with transaction() as session:
                secret, _ = add_sign_in(session, session.get_one(Account, actor.account_id), NOW)
            db.session.remove()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = secret, True
        return client


def table() -> dict[str, dict[tuple[str, str], dict[str, str]]]:
    """``TABLE`` read: endpoint → (role, whose) → {"GET": …, "POST": …}."""
    read = {}
    for line in filter(None, TABLE.splitlines()):
        endpoint, *cells = (part.strip() for part in line.split("|"))
        assert len(cells) == len(COLUMNS), endpoint
        read[endpoint] = {
            column: dict(zip(("GET", "POST"), cell.split(), strict=True))
            for column, cell in zip(COLUMNS, cells, strict=True)
        }
    return read


@pytest.fixture(scope="module", params=DATABASES)
def small(request, templates, tmp_path_factory):
    folder = tmp_path_factory.mktemp("matrix")
    url = templates.fresh(request.param, folder)
    app = without_csrf(create_app(morning_settings(url, folder, hours=24, minutes=35)))
    with app.app_context():
        made = _small(app)
        db.session.remove()
    yield made
    with app.app_context():
        db.engine.dispose()
    templates.give_back(url)


def _small(app: Flask) -> Small:
    world = a_world()
    here, there = a_slot(world.hyehwa), a_slot(world.myeonmok)
    mine = reserve(here, actor=world.mom, child_ids=[world.jia], adults=1, request_id="m", now=NOW)
    theirs = reserve(there, actor=world.stranger, child_ids=[world.stranger_child], adults=1, request_id="s", now=NOW)
    day = TUESDAY.replace(day=27)
    close_days(Place(cafe_id=world.hyehwa), day, day, "공사", actor=world.official, now=NOW)
    close_days(Place(cafe_id=world.myeonmok), day, day, "공사", actor=world.other_official, now=NOW)
    invite_guardian(actor=world.mom, email="granny@example.kr", now=NOW)
    invite_guardian(actor=world.stranger, email="grandpa@example.kr", now=NOW)
    works = [
        invite_staff(cafe, email=f"new{cafe}@example.kr", name="새직원", actor=official, now=NOW)
        for cafe, official in ((world.hyehwa, world.official), (world.myeonmok, world.other_official))
    ]
    session = db.session
    codes = dict(session.query(Reservation.id, Reservation.code).all())
    closed = [one.id for one in session.query(ClosedDay).order_by(ClosedDay.id)]
    families = [one.id for one in session.query(MailLink).filter_by(kind="invite_guardian").order_by(MailLink.id)]
    acts = [
        session.query(LogEntry.id).filter_by(account_id=one.account_id).first()[0]
        for one in (world.official, world.other_official)
    ]
    both = [
        {
            "slot_id": slot, "reservation_id": reservation, "child_id": child, "closed_day_id": closing, "log_id": act,
            "account_id": staff.account_id, "district_id": district, "day": TUESDAY, "filename": "css/parts.css",
            "guardian link": family, "admin link": work, "café": cafe, "code": codes[reservation],
            "token": token(app.config["SECRET_KEY"], family),
        }
        for slot, reservation, child, closing, act, staff, district, family, work, cafe in (
            (here, mine, world.jia, closed[0], acts[0], world.staff, 11110, families[0], works[0], "JN220501"),
            (there, theirs, world.stranger_child, closed[1], acts[1], world.other_staff, 11260, families[1], works[1], "JR220801"),
        )
    ]  # fmt: skip
    actors = {"nobody": None, "guardian": world.mom, "staff": world.staff, "official": world.official, "city": world.city}
    return Small(app, actors, {(role, whose): both[whose == "others"] for role in ROLES for whose in ("own", "others")})


def address(small: Small, rule, role: str, whose: str) -> str:
    """The rule's address with this role's own values, or with somebody else's."""
    values = dict(small.values[role, whose])
    values["link_id"] = values["guardian link" if rule.endpoint.startswith("guardian") else "admin link"]
    if rule.endpoint not in ("public.open_code", "staff.code"):
        values["code"] = values["café"]
    _, path = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
    return path


def said(answer) -> str:
    """The answer in the words of the table."""
    if answer.status_code in (301, 302, 303):
        return "in" if answer.headers["Location"].startswith("/sign-in") else "go"
    return {200: "ok", 422: "no", 404: "-", 405: "x"}.get(answer.status_code, str(answer.status_code))


def test_every_route_has_a_line_and_every_line_a_route(small):
    assert {rule.endpoint for rule in small.app.url_map.iter_rules()} == set(table())


# What ends things asks last, so that it takes nothing away from the others.
LAST = ("guardian.withdraw_invitation", "admin.cancel")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(small, role):
    wrong = []
    rules = sorted(small.app.url_map.iter_rules(), key=lambda rule: (rule.endpoint in LAST, str(rule)))
    for column in (one for one in COLUMNS if one[0] == role):
        for rule in rules:
            expected = table()[rule.endpoint][column]
            if str(rule) in ("/admin/people/staff", "/admin/people/officials"):
                # Two routes share an address: each method is the other's too.
                expected = {
                    "GET": table()["admin.show_forms"][column]["GET"],
                    "POST": table()["admin.invite_to_cafe"][column]["POST"],
                }
            path = address(small, rule, *column)
            for method in ("GET", "POST"):
                want = expected[method]
                if rule.endpoint == "guardian.withdraw_invitation" and role == "guardian" and column[1] == "own":
                    want = expected[method]
                got = said(small.client(role).open(path, method=method))
                if got != want and not (want == "x" and rule.endpoint == "staff.ask_walk_in"):
                    wrong.append(f"{role} {column[1]} {method} {rule.endpoint}: {got}, not {want}")

    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_method_that_a_route_has_not_is_refused_whoever_asks_for_whatever(small, role):
    wrong = []
    client = small.client(role)
    by_path: dict[str, set[str]] = {}
    for rule in small.app.url_map.iter_rules():
        by_path.setdefault(address(small, rule, role, "own"), set()).update(rule.methods or ())
    for path, known in by_path.items():
        for method in METHODS:
            if method in known:
                continue
            answer = client.open(path, method=method)
            # Files are answered before the application, which knows no other method either.
            if answer.status_code != 405 or "Allow" not in answer.headers:
                wrong.append(f"{method} {path}: {answer.status_code}")

    assert wrong == []
