"""What a browser does when a form came out of turn: it stands in line, asks for its place as often as it is told to, and
sends the same form again when the turn has come."""

import asyncio
import html
import json
import re
import time
from random import Random
from urllib.parse import urlencode

from bench.connection import Answer, get_request
from bench.form_page import cookie_after
from bench.rush import Asker, Judge
from bench.visits import ask_until_answered, judge_page
from booking.line_tickets import COOKIE

IN_LINE = "in line"
WAITS = ("in_line", "before_opening")
PLACE = re.compile(r'data-line-ticket="([^"]*)" data-line-again="([\d.]+)"')
UNHEARD_SECONDS = 10.0
"""So long a browser waits that has lost its connection, before it asks again."""

_chance = Random(1)  # noqa: S311  # spreads who asks, as clocks of phones do


def judge_of_turn(judge: Judge) -> Judge:
    """The same, for who takes "in line" for an answer."""
    return lambda answer: IN_LINE if answer.status == 303 and answer.location.startswith("/line") else judge(answer)


async def send_in_turn(
    asker: Asker,
    host: str,
    cookie: str,
    form: bytes,
    judge: Judge,
    until: float = float("inf"),
    *,
    told: Answer | None = None,
) -> tuple[Answer | None, str]:
    """Send the form until it is decided, through the line where one stands; who still stands in it at ``until`` (of the
    machine's clock) goes home, with "in line" as the answer. ``told``: the answer by which it was sent there already."""
    ticket, answer, outcome = "", told, IN_LINE
    while True:
        if told is None:
            answer, outcome = await ask_until_answered(asker, "post", _with(form, ticket), judge_of_turn(judge), until)
        told = None
        if answer is None or outcome != IN_LINE:
            return answer, outcome
        found = await turn_came(asker, host, cookie, answer, until)
        if found is None:
            return answer, outcome
        ticket = found


def _with(form: bytes, ticket: str) -> bytes:
    """The same form from a browser that has its ticket."""
    return form.replace(b"\r\nCookie: ", f"\r\nCookie: {COOKIE}={ticket}; ".encode(), 1) if ticket else form


async def turn_came(asker: Asker, host: str, cookie: str, told: Answer, until: float) -> str | None:
    """Wait in the line that this answer leads to. The ticket whose turn came ("": the page had none), or ``None``."""
    page = get_request(host, told.location, cookie_after(cookie, told.set_cookie))
    answer, _ = await ask_until_answered(asker, "line", page, judge_page, until)
    found = PLACE.search(answer.text()) if answer is not None else None
    if found is None:
        return "" if time.perf_counter() < until else None
    ticket, again, state = html.unescape(found[1]), float(found[2]), WAITS[0]
    while state in WAITS:
        pause = again * (0.9 + 0.2 * _chance.random())
        left = until - time.perf_counter()
        await asyncio.sleep(min(pause, max(0.0, left)))
        if pause >= left:
            return None
        place = get_request(host, f"/api/v1/line?{urlencode({'ticket': ticket})}")
        answer, outcome = await ask_until_answered(asker, "place", place, judge_page, until)
        if answer is None or outcome != "page":
            again = UNHEARD_SECONDS
            continue
        said = json.loads(answer.text())
        ticket, again, state = said["ticket"] or ticket, said["again_seconds"], said["state"]
    return ticket
