"""A running morning with something in every state, so that every page has what it can have."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from booking.actions.block_account import block_account
from booking.actions.cancel import cancel
from booking.actions.check_in import check_in
from booking.actions.close_days import close_days
from booking.actions.hear_board import hear_board
from booking.actions.invite_guardian import invite_guardian
from booking.actions.invite_staff import invite_staff
from booking.actions.mark_called import mark_called
from booking.actions.mark_no_shows import mark_no_shows
from booking.actions.reserve import reserve
from booking.db import db, transaction
from booking.links import token
from booking.models import Account, Cafe, ClosedDay, LogEntry, MailLink, Reservation
from booking.rules.places import Place
from tests.world import NOW, PASSWORD, TUESDAY, World, a_slot, a_world, an_account, guardians, starts

__all__ = ["PASSWORD", "Busy", "a_busy_morning"]


@dataclass(frozen=True)
class Busy:
    """Who is there, and a value for every parameter that an address can have, by the role that may open it."""

    world: World
    running: int
    coming: int
    full: int
    values: dict[str, list[object]]


def a_busy_morning(app: Flask) -> Busy:
    """Tuesday 10:05 at 혜화: one family inside, one absent, one called, one cancelled; a full slot; a closed day to come."""
    with app.app_context():
        world = a_world()
        running, coming = a_slot(world.hyehwa), a_slot(world.hyehwa, number=2, capacity_=3)
        full = a_slot(world.hyehwa, number=3, capacity_=1)
        free = a_slot(world.myeonmok, day=TUESDAY + timedelta(days=2))
        families = guardians(5)
        codes = _fill(world, running, coming, full, families)
        with transaction() as session:
            extra = an_account(session, "staff", "extra@example.kr", "남직원", cafe_id=world.hyehwa).account_id
        block_account(extra, reason="퇴사", actor=world.official, now=NOW)
        holiday = date(2026, 11, 27)
        close_days(Place(cafe_id=world.hyehwa), holiday, holiday, "바닥 공사", actor=world.official, now=NOW)
        invite_staff(world.hyehwa, email="new-staff@example.kr", name="새직원", actor=world.official, now=NOW)
        invite_guardian(actor=world.mom, email="granny@example.kr", now=NOW)
        busy = Busy(world, running, coming, full, _values(app, world, extra, [running, coming, full, free], codes))
        db.session.remove()
    return busy


def _fill(world: World, running: int, coming: int, full: int, families) -> list[str]:
    (one, a), (two, b), (three, c), (four, d), (five, e) = families
    common = {"adults": 1, "request_id": "r", "now": NOW}
    inside = reserve(running, actor=one, child_ids=[a], **common)
    reserve(running, actor=two, child_ids=[b], **common)
    called = reserve(running, actor=three, child_ids=[c], **common)
    gone = reserve(running, actor=four, child_ids=[d], **common)
    reserve(full, actor=five, child_ids=[e], **common)
    own = reserve(coming, actor=world.mom, child_ids=[world.jia, world.minjun], **common)
    cancel(gone, actor=four, now=NOW)
    hear_board(actor=world.staff, now=starts(running, minutes=1))
    check_in(inside, actor=world.staff, now=starts(running, minutes=2))
    mark_called(called, actor=world.staff, called=True, now=starts(running, minutes=3))
    mark_no_shows(running, now=starts(running, minutes=31))
    with transaction() as session:
        return list(session.scalars(select(Reservation.code).where(Reservation.id.in_([own, inside, gone]))))


def _values(app: Flask, world: World, extra: int, slots: list[int], codes: list[str]) -> dict[str, list[object]]:
    with transaction() as session:
        links = session.scalars(select(MailLink.id)).all()
        return {
            "slot_id": list(slots),
            "code": [*session.scalars(select(Cafe.code)), *codes],
            "day": [TUESDAY, date(2026, 11, 27), date(2026, 11, 30)],
            "reservation_id": list(session.scalars(select(Reservation.id))),
            "child_id": [world.jia],
            "account_id": [extra, *session.scalars(select(Account.id).where(Account.role != "guardian"))],
            "district_id": [11110],
            "section": ["ages", "period"],
            "closed_day_id": list(session.scalars(select(ClosedDay.id))),
            "log_id": list(session.scalars(select(LogEntry.id))),
            "token": [*(token(app.config["SECRET_KEY"], link) for link in links), "broken"],
        }
