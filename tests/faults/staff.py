"""What staff do at the door: in, out, back again, and families that come without a reservation."""

import random
import re
from datetime import date

from .browser import Browser, PageForm, Watch, forms
from .journal import Journal
from .settling import ask, ask_twice, open_page
from .town import CafeOfTown

_ACT = re.compile(r"/staff/reservations/(\d+)/(check-in|check-out|undo)$")


class Desk:
    """One tablet of one café. Of two tablets each takes care of its own families (by the reservation's number), so what a
    visit went through is known exactly; its taps still race with jobs, officials, and its own second tap."""

    def __init__(self, cafe: CafeOfTown, number: int, port: int, watch: Watch, journal: Journal, seed: str) -> None:
        self._rng = random.Random(seed)
        self._cafe = cafe
        self._number = number
        self._tablet = Browser(port, cafe.tablets[number], watch)
        self._journal = journal
        self._who = f"staff {cafe.code}-{number}"
        self._walk_ins = 0
        self.slots: list[int] = []

    def own(self, day: date) -> list[int]:
        """The café's slots of a day."""
        return self._cafe.slots[day]

    def act(self) -> None:
        """One act at the door, until its outcome is known."""
        slot_id = self._rng.choice(self.slots)
        if self._rng.random() < 0.15:
            self._walk_in(slot_id)
        else:
            self._move(slot_id)

    def close(self) -> None:
        self._tablet.close()

    def _move(self, slot_id: int) -> None:
        page = open_page(self._tablet, f"/staff/slots/{slot_id}")
        mine = [form for form in forms(page.body) if self._is_mine(form)]
        if not mine:
            return
        form = self._rng.choice(mine)
        found = _ACT.search(form.action)
        assert found is not None
        verb = found[2].replace("-", "_") + (":" + form.value("was") if found[2] == "undo" else "")
        act = self._journal.intend(self._who, verb, reservation=int(found[1]), visits=form.values("visit_ids"))
        send = ask_twice if self._rng.random() < 0.3 else ask
        send(self._journal, self._tablet, act, form.action, form.fields)

    def _is_mine(self, form: PageForm) -> bool:
        found = _ACT.search(form.action)
        return found is not None and int(found[1]) % 2 == self._number

    def _walk_in(self, slot_id: int) -> None:
        path = f"/staff/slots/{slot_id}/walk-in"
        page = open_page(self._tablet, path)
        form = next((form for form in forms(page.body) if form.value("request_id")), None)
        if form is None:
            return
        self._walk_ins += 1
        names = [f"현장{self._number}{chr(0xAC00 + self._walk_ins)}{n}" for n in range(self._rng.randint(1, 2))]
        fields = [("csrf_token", form.value("csrf_token")), ("request_id", form.value("request_id")), ("adults", "1")]
        for row, name in enumerate(names, 1):
            fields += [(f"child_{row}-name", name), (f"child_{row}-born", "2021-03-05")]
        act = self._journal.intend(
            self._who, "walk_in", slot=slot_id, request_id=form.value("request_id"), adults=1, names=sorted(names)
        )
        send = ask_twice if self._rng.random() < 0.3 else ask
        send(self._journal, self._tablet, act, path, fields)
