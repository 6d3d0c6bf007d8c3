"""Who gets what at every route: role × route × own or another's object × method, asked of the running app.

One line of ``TABLE`` is one route. A route without a line fails, and so does a line without a route.

A cell is what GET and POST (or ``DELETE=…`` and the like) answer for that role: ``ok`` (2xx), ``go`` (a redirect to where the work goes on), ``no`` (422,
the form comes back; of the API every 4xx about what was sent), ``in`` (to the sign-in), ``-`` (404: not there for this role), ``x`` (405: the route has no such
method). Routes of the API (``api.…``) are asked with the role's token, as JSON and with an idempotency key; ``in`` is 401 there. ``own`` columns ask with an object of the role's own; ``others`` with one of somebody else's.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from booking import create_app
from booking.actions.ask_reset import ask_reset
from booking.actions.close_days import close_days
from booking.actions.invite_guardian import invite_guardian
from booking.actions.invite_staff import invite_staff
from booking.actions.reserve import reserve
from booking.db import db, transaction
from booking.links import token
from booking.models import Account, ClosedDay, LogEntry, MailLink, Reservation, SignIn, Visit
from booking.rules.places import Place
from booking.scope import Actor
from booking.sign_ins import add_sign_in
from tests.conftest import DATABASES
from tests.support.morning import morning_settings, without_csrf
from tests.world import HERE, NOW, TUESDAY, a_slot, a_world

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
guardian.edit_profile           | in in  | ok go   | ok go  | -  -    | -  -   | -  -    | -  -   | -  -
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
staff.before_walk_in            | in x   | -  x    | -  x   | go x    | go x   | -  x    | -  x   | -  x
staff.ask_walk_in               | in x   | -  x    | -  x   | ok x    | -  x   | -  x    | -  x   | -  x
staff.take_in                   | x  in  | x  -    | x  -   | x  no   | x  -   | x  -    | x  -   | x  -
staff.check_in_children         | x  in  | x  -    | x  -   | x  go   | x  -   | x  -    | x  -   | x  -
staff.check_out_children        | x  in  | x  -    | x  -   | x  go   | x  -   | x  -    | x  -   | x  -
staff.undo                      | x  in  | x  -    | x  -   | x  go   | x  -   | x  -    | x  -   | x  -
staff.set_called                | x  in  | x  -    | x  -   | x  go   | x  -   | x  -    | x  -   | x  -
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
        """A browser signed in as this role."""
        client, actor = self.app.test_client(), self.actors[role]
        if actor is None:
            return client
        secret = self._sign_in(actor)
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = secret, True
        return client

    def token(self, role: str) -> str | None:
        """A token of the API for this role."""
        actor = self.actors[role]
        return self._sign_in(actor, name="matrix", expires_at=NOW + timedelta(days=30)) if actor else None

    def _sign_in(self, actor: Actor, **named: object) -> str:
        with self.app.app_context():
            with transaction() as session:
                secret, made = add_sign_in(session, session.get_one(Account, actor.account_id), NOW)
                for name, value in named.items():
                    setattr(session.get_one(SignIn, made.sign_in_id), name, value)
            db.session.remove()
        return secret


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


def cell_of(text: str) -> dict[str, str]:
    """A cell read: method → word."""
    words = text.split()
    if "=" in text:
        return dict(word.split("=") for word in words)
    return dict(zip(("GET", "POST"), words, strict=True))


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
    ask_reset("stranger@example.kr", origin=HERE, now=NOW + timedelta(hours=24))
    reset = session.query(MailLink.id).filter_by(kind="reset_password").scalar()
    codes = dict(session.query(Reservation.id, Reservation.code).all())
    visits = dict(session.query(Visit.reservation_id, Visit.id).all())
    closed = [one.id for one in session.query(ClosedDay).order_by(ClosedDay.id)]
    families = [one.id for one in session.query(MailLink).filter_by(kind="invite_guardian").order_by(MailLink.id)]
    acts = [
        session.query(LogEntry.id).filter_by(actor_id=one.account_id).first()[0]
        for one in (world.official, world.other_official)
    ]
    both = [
        {
            "slot_id": slot, "reservation_id": reservation, "child_id": child, "closed_day_id": closing, "log_id": act,
            "account_id": staff.account_id, "district_id": district, "day": TUESDAY, "filename": "css/parts.css",
            "guardian link": family, "admin link": work, "café": cafe, "code": codes[reservation], "visit_id": visits[reservation],
            "token": token(app.config["SECRET_KEY"], reset),
        }
        for slot, reservation, child, closing, act, staff, district, family, work, cafe in (
            (here, mine, world.jia, closed[0], acts[0], world.staff, 11110, families[0], works[0], "JN220501"),
            (there, theirs, world.stranger_child, closed[1], acts[1], world.other_staff, 11260, families[1], works[1], "JR220801"),
        )
    ]  # fmt: skip
    actors = {"nobody": None, "guardian": world.mom, "staff": world.staff, "official": world.official, "city": world.city}
    return Small(
        app,
        actors,
        {
            # The city sees all: it is asked with what no other role has used up.
            (role, whose): both[whose == "others" or role == "city"]
            for role in ROLES
            for whose in ("own", "others")
        },
    )


def address(small: Small, rule, role: str, whose: str) -> str:
    """The rule's address with this role's own values, or with somebody else's."""
    values = dict(small.values[role, whose])
    values["link_id"] = values["guardian link" if rule.endpoint.startswith("guardian") else "admin link"]
    if rule.endpoint not in ("public.open_code", "staff.code"):
        values["code"] = values["café"]
    _, path = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
    return path


def asked(small: Small, client: FlaskClient, token: str | None, rule, path: str, method: str, values: dict[str, object]):
    """The answer: to a browser with a form, or of the API to a program with a token."""
    body = BODIES.get(rule.endpoint, lambda _: {})(values)
    if not rule.endpoint.startswith("api"):
        return client.open(path, method=method, data=body if method == "POST" else None)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if method != "GET":
        headers["Idempotency-Key"] = str(uuid4())
    return small.app.test_client().open(path, method=method, headers=headers, json=body if method != "GET" else None)


def said(answer) -> str:
    """The answer in the words of the table."""
    if answer.status_code in (301, 302, 303):
        return "in" if answer.headers["Location"].startswith("/sign-in") else "go"
    words = {201: "ok", 204: "ok", 400: "no", 409: "no", 401: "in", 200: "ok", 422: "no", 404: "-", 405: "x"}
    return words.get(answer.status_code, str(answer.status_code))


def test_every_route_has_a_line_and_every_line_a_route(small):
    assert {rule.endpoint for rule in small.app.url_map.iter_rules()} == set(table())


BODIES = {
    "staff.check_in_children": lambda values: {"visit_ids": values["visit_id"]},
    "staff.check_out_children": lambda values: {"visit_ids": values["visit_id"]},
    "staff.undo": lambda values: {"visit_ids": values["visit_id"], "was": "checked_out"},
    "staff.set_called": lambda values: {"called": "yes"},
}
"""What must be sent for a route to do its work; without it no route here does anything."""

# What ends things asks last, so that it takes nothing away from the others.
ENDING = ("public.sign_out",)
LAST = ("guardian.withdraw_invitation", "admin.cancel")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(small, role):
    wrong = []
    rules = sorted(small.app.url_map.iter_rules(), key=lambda rule: (rule.endpoint in LAST, str(rule)))
    # Two routes may share an address: what one has not, the other answers.
    methods: dict[str, set[str]] = {}
    for rule in rules:
        methods.setdefault(str(rule), set()).update(rule.methods or ())
    for column in (one for one in COLUMNS if one[0] == role):
        client, token = small.client(role), small.token(role)
        for rule in rules:
            path = address(small, rule, *column)
            for method, want in table()[rule.endpoint][column].items():
                if want == "x" and method in methods[str(rule)] - (rule.methods or set()):
                    continue
                got = said(asked(small, client, token, rule, path, method, small.values[column]))
                if rule.endpoint in ENDING:
                    client = small.client(role)
                if got != want:
                    wrong.append(f"{role} {column[1]} {method} {rule.endpoint}: {got}, not {want}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["nobody", "city"])
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

    assert not wrong, "\n".join(wrong)
