"""The opening of a week: the whole city wants the whole city's places at once.

Families come when they like, most of them in the first half minute. Each opens the page of the slot it wants most, sends
the form, and if others were faster tries what the page offers instead, a few times; told "later" it comes back when told
to, with the same request. In the end everybody knows: reserved, nothing found, or not allowed.
"""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import exp, log
from random import Random

from sqlalchemy import select

from bench.arrivals import Arrival
from bench.connection import Answer, get_request, post_request
from bench.form_page import FORM, cookie_after, form_body
from bench.growing import build_city
from bench.in_line import IN_LINE, send_in_turn
from bench.measuring import Bench, Size
from bench.numbers import Figures, figures
from bench.people import Guardian
from bench.people_of_the_city import city_families
from bench.place import Place
from bench.rush import Asker
from bench.visits import FULL, LATER, RESERVED, ask_until_answered, judge_page, judge_post
from booking.db import reading
from booking.facts import slot_facts
from booking.models import Slot
from booking.policies import policy_book
from booking.rules.reserving import slot_refusal

OF_A_WHOLE_WEEK = 60_000
"""Families; fewer of them want so much less than all places of the week."""
YEARS = 3, 7
"""Of the children: most of them fit into most cafés."""
MEAN_SECONDS, LAST_SECONDS = 25.0, 100.0
"""Families come as in a rush that wears off: how long after the opening in the mean, if it were to go on for ever, and the
latest of them."""
WEEKEND = 4.0
"""How much more than a weekday's a place on a Saturday or Sunday is wanted."""
MOST_TRIES = 5
"""So many slots a family tries before it gives this week up."""
PRESSED = 3
"""So often somebody tries to get an answer at all."""
MOST_SECONDS = 600.0
"""Four times what the bar allows. Who has heard nothing by then is told of as an error."""
OFFERED = re.compile(r'href="/slots/(\d+)(?:\?[^"]*)?"')
FULL_PAGE = "자리가 모두 찼어요"
NOTHING_FOUND, MAY_NOT = "nothing found", "may not"


@dataclass(frozen=True)
class OpenSlot:
    """A slot of the week: how many places, and how much each is wanted."""

    slot_id: int
    places: int
    wanted: float


@dataclass
class Wanting:
    """A family that wants a place: ``wishes`` in order. ``end`` is what it was told in the end."""

    host: str
    guardian: Guardian
    wishes: Sequence[int]
    week: frozenset[int]
    reservation_id: int | None = None
    request_id: str = ""
    end: str = ""
    _tried: set[int] = field(default_factory=set)

    async def visit(self, asker: Asker) -> None:
        """Try slot after slot until it is decided."""
        slot_id: int | None = self.wishes[0]
        while slot_id is not None and not self.end and len(self._tried) < MOST_TRIES:
            self._tried.add(slot_id)
            slot_id = await self._try(asker, slot_id)
        self.end = self.end or NOTHING_FOUND

    async def _try(self, asker: Asker, slot_id: int) -> int | None:
        """Ask for this slot; the one to try next, if it is not decided."""
        path = f"/slots/{slot_id}"
        page = get_request(self.host, f"{path}?child={self.guardian.child_id}", self.guardian.cookie)
        answer, outcome = await _until_heard(lambda: ask_until_answered(asker, "page", page, judge_page))
        if answer is None or outcome != "page":
            self.end = outcome or "error"
            return None
        shown = answer.text()
        if FORM.search(shown) is None:
            return self._instead(shown, elsewhere=FULL_PAGE in shown)
        try:
            body, self.request_id = form_body(shown)
        except ValueError:  # this child may not come here, only a brother or sister may
            return self._instead(shown, elsewhere=True)
        cookie = cookie_after(self.guardian.cookie, answer.set_cookie)
        form = post_request(self.host, f"{path}/reservations", cookie, body)
        answer, outcome = await _until_heard(lambda: send_in_turn(asker, self.host, cookie, form, judge_in_the_week))
        if answer is not None and (found := RESERVED.search(answer.location)):
            self.reservation_id, self.end = int(found[1]), "reserved"
            return None
        if answer is None or outcome not in ("full", MAY_NOT):
            self.end = outcome or "error"
            return None
        return self._instead(answer.text(), elsewhere=outcome == "full")

    def _instead(self, shown: str, *, elsewhere: bool) -> int | None:
        """Where to try next: what the page offers, else the next wish. Where nothing is offered and it is not known that
        ``elsewhere`` might do, the family may not come at all (it stayed away without a word, it lives outside)."""
        offered = [int(found) for found in OFFERED.findall(shown)]
        nearest = [one for one in offered if one in self.week and one not in self._tried]
        if not elsewhere and not offered:
            self.end = MAY_NOT
            return None
        return next(iter([*nearest, *(one for one in self.wishes if one not in self._tried)]), None)


async def _until_heard(ask: Callable[[], Awaitable[tuple[Answer | None, str]]]) -> tuple[Answer | None, str]:
    """Ask until there is an answer; who loses the connection, which is an error, presses again with the same
    ``request_id``."""
    for _ in range(PRESSED):
        answer, outcome = await ask()
        if answer is not None:
            break
    return answer, outcome


def judge_in_the_week(answer: Answer) -> str:
    """As any POST, but a rule may refuse it too: a child of the wrong age, a family that stayed away."""
    refused = answer.status == 422 and FULL not in answer.text()
    return MAY_NOT if refused else judge_post(answer)


def in_the_city(here: Place, size: Size, say: Callable[[str], None]) -> Bench:
    """The whole city with a past of two million visits, its families signed in."""
    say(f"· the whole city, {size.city_visits:,} visits …")
    build_city(here, size.city_families, size.city_visits)
    app = here.app()
    with app.app_context():
        people = city_families(app, size.week_families, datetime.now(UTC), years=YEARS, alike=False)
    return Bench(here, app, size, people)


def city_week(bench: Bench) -> list[Figures]:
    """All of them come; until everybody knows."""
    chance = Random(1)  # noqa: S311  # what families wish
    week = _week(bench, chance)
    ids, weights = [one.slot_id for one in week], [one.places * one.wanted for one in week]
    among, count = frozenset(ids), len(bench.people)
    families = [Wanting(bench.place.host, one, chance.choices(ids, weights, k=MOST_TRIES), among) for one in bench.people]
    chance.shuffle(families)
    arrivals = [Arrival(due, one.visit) for due, one in zip(dues(count), families, strict=True)]
    seen = bench.arrive(arrivals, MOST_SECONDS)
    bench.answered |= {one.reservation_id: one.request_id for one in families if one.reservation_id is not None}
    ends = Counter(one.end or "unanswered" for one in families)
    bench.facts |= {
        "city-week: families": count,
        "city-week: places": sum(one.places for one in week),
        **{f"city-week: {end}": number for end, number in sorted(ends.items())},
        "city-week: seconds until all are answered": seen.wall_seconds,
        "city-week: told later, and came back": seen.outcomes[LATER],
        "city-week: stood in line": seen.outcomes[IN_LINE],
    }
    return [
        figures("city-week: a family, from coming to knowing", seen, "visit"),
        figures("city-week: the page", seen, "page page", again=True),
        figures("city-week: the POST, reserved", seen, "post reserved", again=True),
        figures("city-week: the POST, full", seen, "post full", again=True),
    ]


def dues(count: int) -> list[float]:
    """When they come: the same for every run, thinning out by the mean, all before the last second."""
    reached = 1 - exp(-LAST_SECONDS / MEAN_SECONDS)
    return [-MEAN_SECONDS * log(1 - (n + 0.5) / count * reached) for n in range(count)]


def _week(bench: Bench, chance: Random) -> list[OpenSlot]:
    """The slots of the seven days from tomorrow that families may reserve now; for fewer families, of fewer cafés."""
    first = bench.today + timedelta(days=1)
    with bench.app.app_context():
        session = reading()
        book = policy_book(session)
        slots = session.scalars(select(Slot).where(Slot.date.between(first, first + timedelta(days=6)))).all()
        open_now = [
            slot
            for slot in slots
            if slot.capacity
            and slot_refusal(
                slot_facts(slot, policy := book.of_slot(slot), book.district_of(slot.cafe_id)), policy, bench.now
            )
            is None
        ]
    cafes = sorted({slot.cafe_id for slot in open_now})
    chance.shuffle(cafes)
    kept = set(cafes[: max(1, round(len(cafes) * bench.size.week_families / OF_A_WHOLE_WEEK))])
    return [
        OpenSlot(slot.id, slot.capacity, WEEKEND if slot.date.weekday() >= 5 else 1.0)
        for slot in open_now
        if slot.cafe_id in kept
    ]
