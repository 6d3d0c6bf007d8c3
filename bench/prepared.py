"""Forms that are ready to be sent, as after opening the page: tens of thousands of pages need not be opened for them.

The token against forged forms is signed with the place's own secret, as the page would sign it, and the cookie holds what it
was signed for. Everything after that is what a browser sends.
"""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import uuid4

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from bench.connection import post_request
from bench.people import OF_THE_FORM, Guardian
from bench.visits import Reserving


def form_token(app: Flask) -> str:
    """The hidden field of a form whose cookie says :data:`OF_THE_FORM`."""
    with app.test_request_context(base_url=app.config["SETTINGS"].base_url):
        session["csrf_token"] = OF_THE_FORM
        token: str = generate_csrf()
        return token


class Prepared:
    """Makes forms for one place."""

    def __init__(self, app: Flask, host: str) -> None:
        self._token, self._host = form_token(app), host

    def reserving(self, slot_id: int, guardian: Guardian) -> Reserving:
        """The guardian before the filled-in form of this slot."""
        request_id = str(uuid4())
        body = self.body(child_ids=guardian.child_id, adults=1, request_id=request_id)
        form = post_request(self._host, f"/slots/{slot_id}/reservations", guardian.cookie, body)
        return Reserving(self._host, slot_id, guardian, request_id, form=form)

    def body(self, **fields: object) -> bytes:
        """A form with these fields, signed for who has the cookie's word."""
        return urlencode({"csrf_token": self._token} | fields).encode()

    def one_each(self, slot_ids: Sequence[int], guardians: Sequence[Guardian]) -> list[Reserving]:
        """So many forms as there are guardians, neighbours for different slots."""
        return [self.reserving(slot_ids[n % len(slot_ids)], one) for n, one in enumerate(guardians)]
