"""The line's pages in each of their states, at three sizes: axe finds nothing, and nothing sticks out."""

from datetime import timedelta

import pytest

from booking import create_app
from booking.actions.bring_line import bring_line
from booking.actions.order_line import end_line, start_line, want_no_line
from booking.db import db, transaction
from booking.models import LineTicket
from tests.line_of_families import joins, set_line
from tests.look.axe import violations
from tests.look.test_axe import browser, context, signed_in
from tests.support.morning import morning_settings
from tests.support.serving import serving
from tests.world import NOW, a_slot, a_world

__all__ = ["browser", "context"]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def place(templates, tmp_path, monkeypatch):
    """The application on which the test says how the line stands, its address, the small city and a slot."""
    monkeypatch.setattr("booking.line_watch.FRESH_SECONDS", 0.0)
    app = create_app(morning_settings(templates.fresh("sqlite", tmp_path), tmp_path))
    with app.app_context():
        world = a_world()
        slot_id = a_slot(world.hyehwa)
        db.session.remove()

    def act(function):
        with app.app_context():
            function(world)
            db.session.remove()

    with serving(app) as base:
        yield act, base, slot_id


def opening_ahead(world):
    start_line(NOW + timedelta(minutes=8), "화요일 아침", actor=world.city, now=NOW)
    set_line(1, ticked_at=LATER)


def loads_before_a_planned_one(world):
    bring_line(now=NOW)
    set_line(2, ticked_at=LATER, numbered=48_210, joined=48_210, admitted=7_300, pace=212.4)
    start_line(NOW + timedelta(days=2), "화요일 아침 예약을 여는 때", actor=world.city, now=NOW)


def in_line(world):
    joins(world.mom)
    set_line(1, opens_at=NOW, numbered=60_000, joined=60_000, admitted=10, pace=12.5)
    ticket(number=59_999)


def a_turn(world):
    set_line(1, admitted=59_999)
    ticket(let_in_at=NOW)


def ticket(**values):
    with transaction() as session:
        for name, value in values.items():
            setattr(session.query(LineTicket).one(), name, value)


STATES = (
    ("no line", lambda world: None, "지금은 줄이 없어요"),
    ("an opening ahead", opening_ahead, "줄을 서서 예약해요"),
    ("before the opening", lambda world: joins(world.mom), "예약을 여는 때"),
    ("in line", in_line, "59,988"),
    ("a turn", a_turn, "차례가 되었어요"),
    ("a turn that went by", lambda world: ticket(let_in_at=NOW - timedelta(hours=1)), "차례가 지났어요"),
)


def test_axe_finds_nothing_in_line(place, context):
    act, base, slot_id = place
    page = signed_in(context, base, "mom@example.kr")
    wrong = {}
    for name, make, words in STATES:
        act(make)
        for address in (f"/line?on=/slots/{slot_id}", f"/slots/{slot_id}"):
            page.goto(base + address)
            assert address.startswith("/slots") or words in page.locator("main").inner_text(), name
            if found := violations(page):
                wrong[name, address] = found

    assert wrong == {}


def test_axe_finds_nothing_on_the_officials_page(place, context):
    act, base, _ = place
    page = signed_in(context, base, "city@example.kr")
    wrong = {}
    for name, make in (
        ("an opening ahead", opening_ahead),
        ("in line", in_line),
        ("a line that was", lambda world: end_line(1, "한산해요", actor=world.city, now=NOW)),
        ("load's line before a planned one", loads_before_a_planned_one),
        ("the planned one alone", lambda world: end_line(2, "한산해요", actor=world.city, now=NOW)),
        ("nothing planned any more", lambda world: end_line(3, "다음에", actor=world.city, now=NOW)),
        ("no line whatever the load", lambda world: want_no_line("시험 운영", actor=world.city, now=NOW)),
    ):
        act(make)
        for address in ("/admin/line", "/admin/status"):
            page.goto(base + address)
            if found := violations(page):
                wrong[name, address] = found

    assert wrong == {}
