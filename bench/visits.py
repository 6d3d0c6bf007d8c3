"""What visitors do: look at a page; open a slot's page; send its form; both. Answers are judged by what they say."""

import re
from dataclasses import dataclass, field
from itertools import repeat

from bench.connection import Answer, get_request, post_request
from bench.form_page import cookie_after, form_body
from bench.people import Guardian
from bench.rush import Client, Visit

RESERVED = re.compile(r"/reservations/(\d+)(?:\?|\Z)")
FULL = "남은 자리가 0자리라"


def judge_page(answer: Answer) -> str:
    """A page is an answer 200 with a body."""
    return "page" if answer.status == 200 and answer.body else f"error {answer.status}"


def judge_post(answer: Answer) -> str:
    """A reservation sends the browser to its page; a full slot shows the form again and says why."""
    if answer.status == 303 and RESERVED.search(answer.location):
        return "reserved"
    if answer.status == 422 and FULL in answer.text():
        return "full"
    return f"error {answer.status}"


@dataclass
class Reserving:
    """One guardian on the way to a place in a slot. ``reservation_id`` is what the answer said, if it was "reserved"."""

    host: str
    slot_id: int
    guardian: Guardian
    request_id: str = ""
    reservation_id: int | None = None
    form: bytes = field(default=b"", repr=False)

    async def open_page(self, client: Client) -> None:
        """Fetch the slot's page and make the form ready to send."""
        answer, outcome = await client.ask("page", self._page(), judge_page)
        if answer is None or outcome != "page":
            return
        body, self.request_id = form_body(answer.text())
        cookie = cookie_after(self.guardian.cookie, answer.set_cookie)
        self.form = post_request(self.host, f"/slots/{self.slot_id}/reservations", cookie, body)

    async def send_form(self, client: Client) -> None:
        """Send the form that the page had; nothing when there was no page, which is an error already."""
        if not self.form:
            return
        answer, outcome = await client.ask("post", self.form, judge_post)
        if answer is not None and outcome == "reserved" and (found := RESERVED.search(answer.location)):
            self.reservation_id = int(found[1])

    async def page_and_form(self, client: Client) -> None:
        await self.open_page(client)
        await self.send_form(client)

    def _page(self) -> bytes:
        return get_request(self.host, f"/slots/{self.slot_id}", self.guardian.cookie)


def looks(host: str, path: str, count: int, cookie: str = "") -> "repeat[Visit]":
    """So many looks at one page."""
    request = get_request(host, path, cookie)

    async def look(client: Client) -> None:
        await client.ask("page", request, judge_page)

    return repeat(look, count)
