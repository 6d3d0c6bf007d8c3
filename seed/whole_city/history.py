"""What families did in the past: slots filled day by day, as the rules let in, and every row that reserving leaves.

Kept to: the bands of age, one visit of a family a day (so no child is in two places), no reserving within thirty days of a
no-show, no more children than places, cancelling in time. Left out: groups, walk-ins, shares of a slot's places and
limits by the week.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from booking.reservations import CODE_LETTERS, request_hash
from booking.rules.no_shows import no_show_at

from .bulk import Bulk
from .calendar import LATEST, Planned
from .fitting import Fitting
from .minutes import A_DAY, minutes, moment, text
from .notices import Notices
from .people import Families

NO_SHOW, CANCELLED = 0.03, 0.09
SIBLINGS_COME, TWO_ADULTS = 0.7, 0.35
SUSPENDED = 30 * A_DAY
WEEKDAY = 0.8
"""How much of a weekend's fill a weekday has."""
AT_THE_OPENING = 0.6
"""The share of families who reserve in the first minutes; the others some time until the slot begins."""
FIRST_MINUTES = 30
TRIES = 40
"""How many families in a row are asked in vain before a slot is left as it is."""
CODES = len(CODE_LETTERS) ** 8
# Coprime to the number of codes, so that a count runs through all codes without a repetition and without an order.
STRIDE = 412_345_678_913


def weight(slot: Planned) -> float:
    """How much of all visits the slot gets, beside others."""
    if not slot.online:
        return 0.0
    return slot.capacity * (1.0 if slot.date.weekday() >= 5 else WEEKDAY)


@dataclass
class History:
    """Fills slots with visits of these families. ``ended``: the minute by which everything has happened."""

    bulk: Bulk
    random: Random
    families: Families
    notices: Notices
    ended: int

    def __post_init__(self) -> None:
        count = len(self.families.ids)
        self.fitting = Fitting(self.families)
        self.visits = 0
        # By family: the day (its ordinal) of the newest visit; the minutes of its no-shows.
        self._came = [0] * count
        self._missed: dict[int, list[int]] = {}

    def write(self, days: Sequence[Sequence[Planned]], wanted: int, tell: Callable[[int], None]) -> None:
        """Write the slots of these past days with ``wanted`` visits in all, spread by :func:`weight`; ``tell`` hears how
        many there are after each day. What one slot cannot take the next ones do; what no slot can stays away."""
        whole = sum(weight(slot) for slots in days for slot in slots) or 1.0
        before = 0.0
        for slots in days:
            for slot in slots:
                before += weight(slot)
                self._fill(slot, round(wanted * before / whole), wanted)
            tell(self.visits)

    def open(self, slot: Planned) -> None:
        """Write an empty slot of a day to come."""
        self._slot(slot, self.ended)

    def _slot(self, slot: Planned, opened: int, taken: int = 0, board_opened: int | None = None) -> None:
        when = slot.date.isoformat(), slot.day_key, slot.number, text(slot.starts), text(slot.ends)
        board = None if board_opened is None else text(board_opened)
        slot_id = self.bulk.add(
            "slot", slot.cafe_id, *when, slot.capacity, slot.capacity, taken, board, int(slot.on_holiday)
        )
        self.bulk.add("ledger", slot_id, None, 0, slot.capacity, "open", text(opened))

    def _fill(self, slot: Planned, until: int, most: int) -> None:
        """Fill the slot until there are ``until`` visits in all (never more than ``most``), it is full, or nobody is found
        who may come."""
        slot_id = self.bulk.counts["slot"] + 1
        room, taken, misses = slot.capacity if slot.online else 0, 0, 0
        while room > 0 and self.visits < until and misses < TRIES:
            party = self._party(slot, min(room, most - self.visits))
            if party is None:
                misses += 1
                continue
            misses = 0
            children, reserved = party
            outcome = self._reserve(slot, slot_id, children, reserved)
            room -= 0 if outcome == "cancelled" else len(children)
            taken += len(children) if outcome == "checked_out" else 0
        self._slot(slot, min(slot.opens, self.ended), taken, slot.starts)

    def _party(self, slot: Planned, most: int) -> tuple[list[int], int] | None:
        """Children of one family who may come, and when they reserve; ``None``: the one that was asked may not."""
        families, random = self.families, self.random.random
        first, end = self.fitting.on(slot.date, slot.policy)
        if first >= end:
            return None
        child = families.of_birth[first + int(random() * (end - first))]
        family = families.family_of[child]
        reserved = self._when(slot)
        if self._came[family] == slot.date.toordinal() or families.since[child] > reserved:
            return None
        if any(missed <= reserved < missed + SUSPENDED for missed in self._missed.get(family, ())):
            return None
        children = [child]
        if len(families.children[family]) > 1 and random() < SIBLINGS_COME:
            fits = (
                one
                for one in families.children[family]
                if one != child and first <= families.rank[one] < end and families.since[one] <= reserved
            )
            children += list(fits)[: most - 1]
        self._came[family] = slot.date.toordinal()
        return children, reserved

    def _when(self, slot: Planned) -> int:
        random = self.random.random
        latest = slot.starts - LATEST
        if random() < AT_THE_OPENING:
            return min(latest, slot.opens + int(random() * FIRST_MINUTES))
        return slot.opens + int(random() * (latest - slot.opens))

    def _reserve(self, slot: Planned, slot_id: int, children: list[int], reserved: int) -> str:
        """Write a reservation with all that belongs to it; how it ended."""
        families, random = self.families, self.random.random
        family = families.family_of[children[0]]
        deadline = slot.starts - slot.policy.minutes.cancel_minutes_before
        chance = random()
        missed = self._missed_at(slot, reserved) if chance < NO_SHOW else None
        gone = None
        if NO_SHOW <= chance < NO_SHOW + CANCELLED and deadline > reserved:
            gone = reserved + 1 + int(random() * (deadline - reserved))
        outcome = "no_show" if missed is not None else "cancelled" if gone is not None else "checked_out"
        early = missed if missed is not None else gone
        child_ids = [families.child_ids[child] for child in children]
        number = self.bulk.counts["reservation"] + 1
        content = request_hash(slot_id, ",".join(map(str, sorted(child_ids))), adults := 1 + (random() < TWO_ADULTS))
        reservation_id = self.bulk.add(
            "reservation",
            code_of(number),
            slot_id,
            families.ids[family],
            families.account_ids[family],
            adults,
            "online",
            f"city-{number}",
            content,
            text(reserved),
            int(early is not None),
        )
        self._visits(slot, reservation_id, slot_id, child_ids, outcome, reserved, early)
        self.bulk.add("ledger", slot_id, reservation_id, len(children), 0, "reserve", text(reserved))
        if early is not None:
            cause = "cancel" if outcome == "cancelled" else outcome
            self.bulk.add("ledger", slot_id, reservation_id, -len(children), 0, cause, text(early))
        if missed is not None:
            self._missed.setdefault(family, []).append(missed)
        self.notices.about(reservation_id, families.account_ids[family], slot.starts, reserved, outcome, early)
        self.visits += len(children)
        return outcome

    def _visits(
        self,
        slot: Planned,
        reservation_id: int,
        slot_id: int,
        child_ids: list[int],
        outcome: str,
        reserved: int,
        early: int | None,
    ) -> None:
        came = left = gone = cause = missed = None
        if outcome == "checked_out":
            arrival = slot.starts - 10 + int(self.random.random() * 25)
            came, left = text(arrival), text(max(arrival + 1, slot.ends - int(self.random.random() * 20)))
        elif outcome == "cancelled" and early is not None:
            gone, cause = text(early), "guardian"
        elif early is not None:
            missed = text(early)
        ended = came, left, gone, cause, missed
        day = slot.date.isoformat()
        for child_id in child_ids:
            self.bulk.add("visit", reservation_id, slot_id, day, child_id, outcome, text(reserved), *ended)

    def _missed_at(self, slot: Planned, reserved: int) -> int | None:
        """When a family that stayed away is marked a no-show, or ``None``: the rule marks nobody here."""
        starts = moment(slot.starts)
        found = no_show_at(
            starts_at=starts,
            ends_at=moment(slot.ends),
            reserved_at=moment(reserved),
            grace_minutes=slot.policy.minutes.no_show_grace_minutes,
            board_opened_at=starts,
        )
        return None if found is None else minutes(found)


def code_of(number: int) -> str:
    """The code of the reservation with this number: no two are the same, and neighbours look unlike each other."""
    rest, letters = number * STRIDE % CODES, []
    for _ in range(8):
        rest, letter = divmod(rest, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[letter])
    return "".join(letters)
