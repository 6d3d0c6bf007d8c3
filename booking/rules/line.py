"""줄: the waiting line before making reservations, when more families come at once than can be served.

Who comes before the opening is shuffled: being there at eight is worth no more than being there a second before nine. Who
comes later stands behind them, in the order of coming. Turns are given at the pace at which reservations are being
answered, and a turn is good for some minutes. Place and turn are the family's, however many windows and guardians it has.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Literal

from .refusals import Code, Refusal, no

LOAD, OFFICIAL, OFF = "load", "official", "off"
"""Why a line stands: by itself, or because an official said so; or that none may stand."""
JOINED_BEFORE = timedelta(minutes=30)
"""So long before an opening that was planned for, families may join."""
SNAPS_WITHIN = timedelta(minutes=10)
"""A line that load brings so shortly before an opening is for that opening."""
TURN_MINUTES = 5
TURN = timedelta(minutes=TURN_MINUTES)

TICK = timedelta(seconds=1)
"""Turns are given no oftener."""
UNHEARD = timedelta(minutes=5)
"""Nobody asked for his place for so long: nobody stands there. A server that is started anew is back sooner."""
CALM = {LOAD: timedelta(minutes=1), OFFICIAL: timedelta(minutes=15)}
"""So long nobody waits and not too many are turned away, and the line is over."""

PRESSED_SECONDS, OF_SECONDS = 8, 10
"""Load brings a line when in so many of the last seconds too many were turned away. A shorter rush is over before a line
would help: who was turned away is told to come back in one of the next seconds (:mod:`booking.rules.retries`)."""
TOO_MANY = 2
"""Turned away for each form that is answered. Fewer are best told to come back: a turn costs the service as much again
as the reservation."""

SOONEST, LATEST = 2.0, 60.0
"""Seconds until a place is asked for again: at the front, and at the back."""
SHARE_OF_WAIT = 0.7
ASKED_PER_SECOND = 500
"""When all want to know at once, as at the opening, they are spread over as many seconds as this makes of it."""
SPREAD_MOST = 30.0

_COME_EARLY = 1 << 52
"""Ranks below this are drawn; those above are instants."""

State = Literal["no_line", "before_opening", "in_line", "your_turn", "turn_over"]


@dataclass(frozen=True)
class Standing:
    """A line as it stood at one moment. ``joined``: families in it so far; ``numbered`` of them have their number, and
    ``admitted`` is the last number whose turn came; ``pace``: turns a second. ``calm_since``: since when nobody needs a turn
    (:func:`is_calm`)."""

    line_id: int
    kind: str
    starts_at: datetime
    opens_at: datetime
    ticked_at: datetime
    joined: int
    numbered: int
    admitted: int
    pace: float
    calm_since: datetime | None = None

    @property
    def is_calm(self) -> bool:
        return self.calm_since is not None

    @property
    def waiting(self) -> int:
        return max(self.joined, self.numbered) - self.admitted

    def may_be_joined(self, now: datetime) -> bool:
        """Whether it stands by now; one that is planned for later does not."""
        return self.starts_at <= now


@dataclass(frozen=True)
class Ticket:
    """번호표: a family's place. ``number`` is known after the opening, ``let_in_at`` when its turn came."""

    ticket_id: int
    line_id: int
    number: int | None
    let_in_at: datetime | None


@dataclass(frozen=True)
class Place:
    """What a family is told: how many stand before it, how long that takes about, when to ask again, and how long its turn
    is good."""

    state: State
    ahead: int | None = None
    wait_seconds: int | None = None
    again_seconds: int = ceil(SOONEST)
    opens_at: datetime | None = None
    until: datetime | None = None

    @property
    def wait_minutes(self) -> int | None:
        return None if self.wait_seconds is None else ceil(self.wait_seconds / 60)


def rank(joined_at: datetime, opens_at: datetime, draw: float) -> int:
    """By what tickets are numbered: before the opening chance alone (``draw``, at least 0 and below 1), afterwards the
    instant of coming, behind everybody who was early."""
    if joined_at < opens_at:
        return int(draw * _COME_EARLY)
    return _COME_EARLY + (joined_at - opens_at) // timedelta(microseconds=1)


def too_many(turned_away: int, answered: int) -> bool:
    """Whether of the forms of one second so many were turned away that those who come back are not answered soon."""
    return turned_away > TOO_MANY * answered


def is_pressed(seconds_of_too_many: int) -> bool:
    """Whether so many of the last :data:`OF_SECONDS` seconds are a rush that wants a line."""
    return seconds_of_too_many >= PRESSED_SECONDS


def is_calm(*, was_calm: bool, waiting: bool, pressed: bool) -> bool:
    """Whether whoever comes reserves at once though the line stands: nobody waits in it, so there is nobody to go before.
    It is over when too many are turned away (``pressed``): they are to come one after the other again."""
    return not waiting and not (was_calm and pressed)


def is_over(kind: str, *, calm_since: datetime | None, ticked_at: datetime, now: datetime) -> bool:
    """Whether the line has done its work: calm for long enough, or given up by everybody."""
    if kind == LOAD and now - ticked_at >= UNHEARD:
        return True
    return calm_since is not None and now - calm_since >= CALM[kind]


def turn_until(let_in_at: datetime) -> datetime:
    """Until when a turn is good."""
    return let_in_at + TURN


def turn_refusal(line: Standing, ticket: Ticket | None, now: datetime) -> Refusal | None:
    """Why a family may not reserve while this line stands, if it may not."""
    if line.is_calm:
        return None
    found = place(line, ticket, now)
    if found.state == "your_turn":
        return None
    code = Code.LINE_TURN_OVER if found.state == "turn_over" else Code.LINE_WAITING
    return no(code, seconds=found.again_seconds, minutes=TURN_MINUTES)


def place(line: Standing, ticket: Ticket | None, now: datetime, *, draw: float = 0.5) -> Place:
    """Where a family stands. ``draw`` spreads those who ask at the same moment (at least 0 and below 1)."""
    if ticket is None:
        return Place("no_line")
    if ticket.let_in_at is not None:
        until = turn_until(ticket.let_in_at)
        return Place("your_turn" if now < until else "turn_over", until=until)
    spread = min(max(line.joined / ASKED_PER_SECOND, SOONEST), SPREAD_MOST) * draw
    if now < line.opens_at:
        left = (line.opens_at - now).total_seconds()
        # The last time before the opening is the first one after it.
        again = left + spread if left < LATEST / 2 else min(left - LATEST / 4, LATEST / 2)
        return Place("before_opening", again_seconds=ceil(again), opens_at=line.opens_at)
    if ticket.number is None:
        return Place("in_line", again_seconds=ceil(SOONEST + spread))
    ahead = max(ticket.number - line.admitted - 1, 0)
    wait = ahead / line.pace
    again = min(max(wait * SHARE_OF_WAIT, SOONEST), LATEST)
    return Place("in_line", ahead=ahead, wait_seconds=ceil(wait), again_seconds=ceil(again))
