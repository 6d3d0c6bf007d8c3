"""What visitors do: look at a page; open a slot's page; send its form; both. Answers are judged by what they say."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from itertools import repeat
from random import Random

from bench.connection import Answer, get_request, post_request
from bench.form_page import cookie_after, form_body
from bench.people import Guardian
from bench.rush import Asker, Judge, Visit

RESERVED = re.compile(r"/reservations/(\d+)(?:\?|\Z)")
FULL = "남은 자리가 없어서"


def judge_page(answer: Answer) -> str:
    """A page is an answer 200 with a body."""
    return "page" if answer.status == 200 and answer.body else f"error {answer.status}"


def judge_known(answer: Answer) -> str:
    """What is asked for by its ETag is told to be the same; now and then there is something new."""
    return "known" if answer.status == 304 else judge_page(answer)


def judge_post(answer: Answer) -> str:
    """A reservation sends the browser to its page; a full slot shows the form again and says why."""
    if answer.status == 303 and RESERVED.search(answer.location):
        return "reserved"
    if answer.status == 422 and FULL in answer.text():
        return "full"
    return f"error {answer.status}"


def judge_signed_in(answer: Answer) -> str:
    """Who is signed in is sent on with a new cookie."""
    return "signed in" if answer.status == 303 and answer.set_cookie else f"error {answer.status}"


LATER = "later"
"""The answer of a server that is full: 503 with when to come back."""


def judge_patiently(judge: Judge) -> Judge:
    """The same, for who takes "later" for an answer."""
    return lambda answer: LATER if answer.status == 503 and answer.retry_after else judge(answer)


_chance = Random(1)  # noqa: S311  # spreads who comes back, as clocks of phones do


async def ask_until_answered(
    asker: Asker, step: str, request: bytes, judge: Judge, until: float = float("inf")
) -> tuple[Answer | None, str]:
    """Ask; told "later", come back when told to with the very same request (so with its ``request_id``), until there is
    another answer. Who would have to come back after ``until`` (of the machine's clock) does not."""
    while True:
        answer, outcome = await asker.ask(step, request, judge_patiently(judge))
        if answer is None or outcome != LATER:
            return answer, outcome
        pause = (answer.retry_after or 1.0) + _chance.random()
        if time.perf_counter() + pause > until:
            return answer, outcome
        await asyncio.sleep(pause)


@dataclass
class Reserving:
    """One guardian on the way to a place in a slot. ``reservation_id`` is what the answer said, if it was "reserved";
    ``heard``: whether there was one to the form."""

    host: str
    slot_id: int
    guardian: Guardian
    request_id: str = ""
    reservation_id: int | None = None
    heard: bool = False
    form: bytes = field(default=b"", repr=False)

    async def open_page(self, asker: Asker) -> None:
        """Fetch the slot's page and make the form ready to send."""
        answer, outcome = await asker.ask("page", self._page(), judge_page)
        if answer is None or outcome != "page":
            return
        body, self.request_id = form_body(answer.text())
        cookie = cookie_after(self.guardian.cookie, answer.set_cookie)
        self.form = post_request(self.host, f"/slots/{self.slot_id}/reservations", cookie, body)

    async def send_form(self, asker: Asker) -> None:
        """Send the form that the page had; nothing when there was no page, which is an error already."""
        if not self.form:
            return
        self.told(*await asker.ask("post", self.form, judge_post))

    def told(self, answer: Answer | None, outcome: str) -> None:
        """Remember the reservation, if this is the answer that says so."""
        self.heard = answer is not None
        if answer is not None and outcome == "reserved" and (found := RESERVED.search(answer.location)):
            self.reservation_id = int(found[1])

    async def page_and_form(self, asker: Asker) -> None:
        await self.open_page(asker)
        await self.send_form(asker)

    def _page(self) -> bytes:
        # As from the search: with the child chosen, also where a brother or sister would fit as well.
        path = f"/slots/{self.slot_id}?child={self.guardian.child_id}"
        return get_request(self.host, path, self.guardian.cookie)


def looks(host: str, path: str, count: int, cookie: str = "") -> "repeat[Visit]":
    """So many looks at one page."""
    request = get_request(host, path, cookie)

    async def look(asker: Asker) -> None:
        await asker.ask("page", request, judge_page)

    return repeat(look, count)


def looks_again(host: str, path: str, count: int) -> "repeat[Visit]":
    """So many looks at what the visitor knows already: the first one hears its ETag, the others send it."""
    known: list[str] = []

    async def look(asker: Asker) -> None:
        request = get_request(host, path, known=known[0] if known else "")
        answer, _ = await asker.ask("page", request, judge_known if known else judge_page)
        if answer is not None and answer.etag:
            known[:] = [answer.etag]

    return repeat(look, count)
