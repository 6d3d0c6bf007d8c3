"""Who gets what at every route: role × route × own or another's object × method, asked of the running app.

One line of the table (:mod:`tests.attacks.matrix_table`) is one route. A route without a line fails, and so does a line
without a route.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from booking import create_app
from booking.db import db
from tests.attacks.matrix_table import COLUMNS, table
from tests.attacks.small_city import Small, small_city
from tests.conftest import DATABASES
from tests.support.morning import morning_settings, without_csrf
from tests.world import PASSWORD, TUESDAY

ROLES = ("nobody", "guardian", "staff", "official", "city")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")

OTHER_OBJECTS = {
    "api_guardian.cancel_reservation": {"reservation_id": "reservation ahead"},
    "api_guardian.move_reservation": {"reservation_id": "reservation to move"},
    "admin.waive": {"reservation_id": "reservation missed"},
    "api_admin.waive": {"reservation_id": "reservation missed"},
    "api_guardian.delete_child": {"child_id": "child for nothing"},
}
"""Routes that would find the usual object used up, or in use, and get another of the same owner's."""
OF_A_RESERVATION = ("public.open_code", "staff.code", "api_staff.show_code")
"""Where ``code`` is a reservation's; elsewhere it is a café's."""


def order(amount: int, **more: object) -> dict[str, object]:
    """An order for a capacity; each route asks for another number, because the same again is refused."""
    return {"amount": amount, "unit": "places", "reason": "시설 점검", "dry_run": False} | more


ON_TUESDAY = {"from_date": str(TUESDAY), "to_date": str(TUESDAY)}
IN_DECEMBER = {"from_date": "2026-12-10", "to_date": "2026-12-10"}
FAMILY = {"children": [{"name": "곰돌이", "birth_date": "2022-01-01"}], "adults": 1}
BODIES: dict[str, Callable[[dict[str, Any]], dict[str, object] | None]] = {
    "public.make_token": lambda values: {"name": "matrix", "days": "30", "request_id": str(uuid4())},
    "staff.check_in_children": lambda values: {"visit_ids": values["visit_id"]},
    "staff.check_out_children": lambda values: {"visit_ids": values["visit_id"]},
    "staff.undo": lambda values: {"visit_ids": values["visit_id"], "was": "checked_out"},
    "staff.prove": lambda values: {"name": "disability", "proved": "yes"},
    "api_staff.prove": lambda values: {"name": "disability", "proved": True},
    "staff.set_called": lambda values: {"called": "yes"},
    "api_public.make_token": lambda values: {"email": values["email"], "password": PASSWORD, "name": "matrix"},
    "api_guardian.create_child": lambda values: {"name": f"새아이{values['child_id']}", "birth_date": "2022-02-02"},
    "api_guardian.edit_child": lambda values: {"name": "새이름"},
    "api_guardian.create_reservation": lambda values: {"child_ids": [values["child without a reservation"]], "adults": 1},
    "api_guardian.edit_residence": lambda values: {"where": "outside"},
    "api_guardian.join": lambda values: None,
    "api_guardian.move_reservation": lambda values: {"slot_id": values["slot to move to"]},
    "api_staff.set_called": lambda values: {"called": True},
    "api_staff.check_in_children": lambda values: {"visit_ids": [values["visit_id"]]},
    "api_staff.check_out_children": lambda values: {"visit_ids": [values["visit_id"]]},
    "api_staff.undo": lambda values: {"visit_ids": [values["visit_id"]], "was": "checked_out"},
    "api_staff.take_in": lambda values: FAMILY,
    "api_admin.change_cafe": lambda values: order(18, **ON_TUESDAY),
    "api_admin.change_district": lambda values: order(17, **ON_TUESDAY),
    "api_admin.change_slot": lambda values: order(16),
    "api_admin.create_closing": lambda values: (
        {"cafe_code": values["café"], "reason": "공사", "dry_run": False} | IN_DECEMBER
    ),
    "api_admin.waive": lambda values: {"reason": "병원"},
    "api_admin.reopen": lambda values: {"reason": "공사 끝"},
}
"""What must be sent for a route to do its work; without it no route here does anything."""
QUERIES = {
    "api_public.show_eligibility": {"birth_date": "2021-05-05"},
    "api_public.show_why": {"date": "2026-11-24", "start": "09:30"},
    "api_public.show_calendar": {"from": "2026-11-24", "to": "2026-11-30"},
}

# What ends things asks last, so that it takes nothing away from the others.
ENDING = ("public.sign_out",)
LAST = ("guardian.withdraw_invitation", "admin.cancel")


@pytest.fixture(scope="module", params=DATABASES)
def small(request, templates, tmp_path_factory):
    folder = tmp_path_factory.mktemp("matrix")
    url = templates.fresh(request.param, folder)
    app = without_csrf(create_app(morning_settings(url, folder, hours=24, minutes=35)))
    with app.app_context():
        made = small_city(app)
        db.session.remove()
    yield made
    with app.app_context():
        db.engine.dispose()
    templates.give_back(url)


def address(small: Small, rule, role: str, whose: str) -> str:
    """The rule's address with this role's own values, or with somebody else's."""
    values = dict(small.values[role, whose])
    values["link_id"] = values["guardian link" if rule.endpoint.startswith("guardian") else "admin link"]
    if rule.endpoint not in OF_A_RESERVATION:
        values["code"] = values["café"]
    for name, other in OTHER_OBJECTS.get(rule.endpoint, {}).items():
        values[name] = values[other]
    _, path = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
    return path


def asked(small: Small, client: FlaskClient, token: str | None, rule, path: str, method: str, values: dict[str, object]):
    """The answer: to a browser with a form, or of the API to a program with a token."""
    body = BODIES.get(rule.endpoint, lambda _: {})(values)
    if not rule.endpoint.startswith("api_"):
        return client.open(path, method=method, data=body if method == "POST" else None)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    if method != "GET":
        headers["Idempotency-Key"] = str(uuid4())
    sent = {"json": body} if method in ("POST", "PATCH") else {"query_string": QUERIES.get(rule.endpoint)}
    return small.app.test_client().open(path, method=method, headers=headers, **sent)


def said(answer) -> str:
    """The answer in the words of the table."""
    if answer.status_code in (301, 302, 303):
        return "in" if answer.headers["Location"].startswith("/sign-in?") else "go"
    words = {201: "ok", 204: "ok", 400: "no", 409: "no", 401: "in", 200: "ok", 422: "no", 404: "-", 405: "x"}
    return words.get(answer.status_code, str(answer.status_code))


def test_every_route_has_a_line_and_every_line_a_route(small):
    assert {rule.endpoint for rule in small.app.url_map.iter_rules()} == set(table())


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
        # A page says of another's sign-in what it says of one that has ended.
        if small.has_ended(small.values[column]["sign_in_id"]) != (column[1] == "own" and role != "nobody"):
            wrong.append(f"{role} {column[1]}: the sign-in stands wrong")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ["nobody", "city"])
def test_a_method_that_a_route_has_not_is_refused_whoever_asks_for_whatever(small, role):
    wrong = []
    client = small.client(role)
    # Routes that share an address share its methods.
    known_of: dict[str, tuple[str, set[str]]] = {}
    for rule in small.app.url_map.iter_rules():
        path, known = known_of.setdefault(str(rule), (address(small, rule, role, "own"), set()))
        known.update(rule.methods or ())
    for path, known in known_of.values():
        for method in METHODS:
            if method in known:
                continue
            answer = client.open(path, method=method)
            # Files are answered before the application, which knows no other method either.
            if answer.status_code != 405 or "Allow" not in answer.headers:
                wrong.append(f"{method} {path}: {answer.status_code}")

    assert not wrong, "\n".join(wrong)
