"""The small city with an object of everybody's, signed-in browsers and tokens: what the matrix asks with."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient

from booking.actions.ask_reset import ask_reset
from booking.actions.close_days import close_days
from booking.actions.hear_board import hear_board
from booking.actions.invite_guardian import invite_guardian
from booking.actions.invite_staff import invite_staff
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.reserve import reserve
from booking.db import db, transaction
from booking.links import token
from booking.models import Account, ClosedDay, LogEntry, MailLink, Reservation, SignIn, Visit
from booking.rules.places import Place
from booking.scope import Actor
from booking.sign_ins import add_sign_in
from tests.attacks.matrix_table import COLUMNS
from tests.world import HERE, NOW, TUESDAY, World, a_child, a_slot, a_world, starts, state

CLOSED = TUESDAY.replace(day=27)


@dataclass(frozen=True)
class Small:
    """The small city: a value of each parameter by role and by whose it is."""

    app: Flask
    actors: dict[str, Actor | None]
    values: dict[tuple[str, str], dict[str, object]]

    def client(self, role: str) -> FlaskClient:
        """A browser signed in as this role."""
        client, actor = self.app.test_client(), self.actors[role]
        if actor is None:
            return client
        with self.app.app_context():
            secret, _ = _a_sign_in(actor)
            db.session.remove()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = secret, True
        return client

    def token(self, role: str) -> str | None:
        """A token of the API for this role."""
        actor = self.actors[role]
        if actor is None:
            return None
        with self.app.app_context():
            secret, _ = _a_sign_in(actor, is_token=True)
            db.session.remove()
        return secret

    def has_ended(self, sign_in_id: object) -> bool:
        """Whether this sign-in or token opens nothing any more."""
        with self.app.app_context():
            with transaction() as session:
                ended = session.get_one(SignIn, sign_in_id).ended_at is not None
            db.session.remove()
        return ended


def small_city(app: Flask) -> Small:
    """Write it: 혜화점 is a role's own, 면목점 somebody else's. The city sees all: it gets what no other role uses up."""
    world = a_world()
    with transaction() as session:
        state(session, "concession.disability", {"percent": 50})
    own = _place(app, world, world.hyehwa, world.mom, world.jia, world.staff, world.official)
    others = _place(
        app, world, world.myeonmok, world.stranger, world.stranger_child, world.other_staff, world.other_official
    )
    ask_reset("stranger@example.kr", origin=HERE, now=NOW + timedelta(hours=24))
    with transaction() as session:
        reset = session.query(MailLink.id).filter_by(kind="reset_password").scalar()
    link = {"token": token(app.config["SECRET_KEY"], reset)}
    actors = {"nobody": None, "guardian": world.mom, "staff": world.staff, "official": world.official, "city": world.city}
    other_actors = {"guardian": world.stranger, "staff": world.other_staff, "official": world.other_official}
    values: dict[tuple[str, str], dict[str, object]] = {}
    for role, whose in COLUMNS:
        actor = (actors if whose == "own" else other_actors)[role] or world.mom
        place = own if whose == "own" and role != "city" else others
        values[role, whose] = place | link | _ways_in(actor)
    return Small(app, actors, values)


def _place(
    app: Flask, world: World, cafe_id: int, guardian: Actor, child: int, staff: Actor, official: Actor
) -> dict[str, object]:
    """A café with its slots, a family with its reservations, its people, and what its official did."""
    with transaction() as session:
        family_id = guardian.family_id
        assert family_id is not None
        names = ("나중", "아직", "괜히", "모레", "못옴")
        later, free, unused, moving, absent = (a_child(session, family_id, name, date(2021, 5, 5)) for name in names)
    slot, afternoon = a_slot(cafe_id), a_slot(cafe_id, number=3)
    common = {"actor": guardian, "adults": 1, "now": NOW}
    running = reserve(slot, child_ids=[child], request_id=f"running{cafe_id}", **common)
    ahead = reserve(afternoon, child_ids=[later], request_id=f"ahead{cafe_id}", **common)
    days_ahead = [a_slot(cafe_id, day=TUESDAY + timedelta(days=days)) for days in (7, 8)]
    to_move = reserve(days_ahead[0], child_ids=[moving], request_id=f"move{cafe_id}", **common)
    missed = _missed(cafe_id, guardian, absent, staff)
    close_days(Place(cafe_id=cafe_id), CLOSED, CLOSED, "공사", actor=official, now=NOW)
    invite_guardian(actor=guardian, email=f"granny{cafe_id}@example.kr", now=NOW)
    work = invite_staff(cafe_id, email=f"new{cafe_id}@example.kr", name="새직원", actor=official, now=NOW)
    with transaction() as session:
        kept, visit = session.get_one(Reservation, running), session.query(Visit).filter_by(reservation_id=running).one()
        invited = session.query(MailLink).filter_by(kind="invite_guardian").order_by(MailLink.id.desc()).first()
        closing = session.query(ClosedDay).filter_by(cafe_id=cafe_id).one()
        act = session.query(LogEntry).filter_by(actor_id=official.account_id).first()
        assert invited is not None
        assert act is not None
        return {
            "slot_id": slot, "reservation_id": running, "code": kept.code, "visit_id": visit.id, "child_id": child,
            "reservation ahead": ahead, "child without a reservation": free, "child for nothing": unused,
            "reservation to move": to_move, "slot to move to": days_ahead[1],
            "reservation missed": missed,
            "closed_day_id": closing.id, "log_id": act.id, "account_id": staff.account_id,
            "district_id": official.district_id, "section": "ages", "day": TUESDAY, "filename": "css/parts.css",
            "line_id": 1, "guardian link": invited.id, "admin link": work,
            "café": "JN220501" if cafe_id == world.hyehwa else "JR220801",
            "email": session.get_one(Account, guardian.account_id).email,
        }  # fmt: skip


def _missed(cafe_id: int, guardian: Actor, child: int, staff: Actor) -> int:
    """A reservation of last Sunday to which nobody came."""
    slot = a_slot(cafe_id, day=TUESDAY - timedelta(days=2))
    before = NOW - timedelta(days=3)
    made = reserve(slot, actor=guardian, child_ids=[child], adults=1, request_id=f"missed{cafe_id}", now=before)
    hear_board(actor=staff, now=starts(slot))
    mark_no_shows(slot, now=starts(slot, minutes=31))
    return made


def _ways_in(actor: Actor) -> dict[str, object]:
    """A browser and a token of this person, to be ended."""
    return {"sign_in_id": _a_sign_in(actor)[1], "token_id": _a_sign_in(actor, is_token=True)[1]}


def _a_sign_in(actor: Actor, *, is_token: bool = False) -> tuple[str, int]:
    """A new sign-in or token: its secret and its row."""
    with transaction() as session:
        secret, made = add_sign_in(session, session.get_one(Account, actor.account_id), NOW)
        assert made.sign_in_id is not None
        if is_token:
            row = session.get_one(SignIn, made.sign_in_id)
            row.name, row.expires_at = "matrix", NOW + timedelta(days=30)
    return secret, made.sign_in_id
