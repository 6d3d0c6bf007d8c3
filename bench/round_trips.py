"""How many statements one reservation and one slot page cost, with warm caches."""

from flask import Flask
from werkzeug.test import Client

from bench.form_page import cookie_after, form_body
from bench.people import Guardian
from bench.scenarios import Bench
from bench.slots import hot_slot
from bench.statements import statements
from bench.visits import RESERVED


def round_trips(bench: Bench) -> dict[str, int]:
    """Statements per slot page and per reservation, counted at the second family's turn."""
    with bench.app.app_context():
        slot_id = hot_slot(next(iter(bench.cafes)), bench.calendar, 2, bench.now)[0]
    counted: dict[str, int] = {}
    for guardian in bench.people[:2]:
        counted = count_one(bench.app, f"http://{bench.place.host}", slot_id, guardian, bench.answered)
    return counted


def count_one(app: Flask, base: str, slot_id: int, guardian: Guardian, answered: dict[int, str]) -> dict[str, int]:
    """Let the guardian reserve in this process, which ``answered`` notes; statements of the page and of the form.

    :raises RuntimeError: it was refused.
    """
    client = Client(app.wsgi_app, use_cookies=False)
    with statements(app) as of_page:
        page = client.get(f"/slots/{slot_id}", base_url=base, headers={"Cookie": guardian.cookie})
    body, request_id = form_body(page.get_data(as_text=True))
    cookie = cookie_after(guardian.cookie, "\n".join(page.headers.getlist("Set-Cookie")))
    with statements(app) as of_post:
        answer = client.post(
            f"/slots/{slot_id}/reservations",
            base_url=base,
            headers={"Cookie": cookie},
            data=body,
            content_type="application/x-www-form-urlencoded",
        )
    found = RESERVED.search(answer.headers.get("Location", ""))
    if found is None:
        raise RuntimeError(f"a reservation in this process was refused: {answer.status}")
    answered[int(found[1])] = request_id
    return {"slot page": len(of_page), "reservation": len(of_post)}
