"""What an official does now and then: another capacity, a closed day, the day open again.

An order is no request that may be sent again, so a lost answer stays lost: its reason, which nobody else uses, tells later
whether it was done.
"""

import random
import re
from datetime import date

from .browser import Browser, Fields, Watch, forms
from .journal import Journal
from .settling import open_page
from .town import CafeOfTown

_REOPEN = re.compile(r'href="(/admin/closings/(\d+)/reopen)"')
_CHOICE = re.compile(r"(slot_\d+|for_all)$")


class Official:
    """The district's official; ``day`` is the day everybody wants now, ``slots`` its slots."""

    def __init__(self, cafes: list[CafeOfTown], cookie: str, port: int, watch: Watch, journal: Journal, seed: str) -> None:
        self._rng = random.Random(seed)
        self._cafes = cafes
        self._desk = Browser(port, cookie, watch)
        self._journal = journal
        self._orders = 0
        self.slots: list[int] = []
        self.day = date.min

    def act(self) -> None:
        """One order."""
        (order,) = self._rng.choices((self._capacity, self._close, self._reopen), (8, 1, 2))
        order()

    def close(self) -> None:
        self._desk.close()

    def _reason(self) -> str:
        self._orders += 1
        return f"시험 {self._orders}"

    def _capacity(self) -> None:
        slot_id, places, reason = self._rng.choice(self.slots), self._rng.randint(2, 14), self._reason()
        path = f"/admin/slots/{slot_id}/capacity"
        token = self._token(path)
        asked = [("csrf_token", token), ("amount", str(places)), ("unit", "places"), ("reason", reason)]
        preview = self._desk.post(path, asked)
        form = next((form for form in forms(preview.body) if form.value("reason") == reason), None)
        if not preview.definite or form is None:
            return
        choice = self._rng.choice(("shrink", "cancel"))
        choices = {name: choice for name, _ in form.fields if _CHOICE.match(name)}
        kept = [pair for pair in form.fields if pair[0] not in choices and pair[0] != "step"]
        act = self._journal.intend("official", "capacity", slot=slot_id, places=places, choice=choice, reason=reason)
        fields = [*kept, *choices.items(), ("step", "confirm")]
        self._journal.hear(act, self._desk.post(path, fields))

    def _close(self) -> None:
        cafe, reason, token = self._rng.choice(self._cafes), self._reason(), self._token("/admin/closings")
        day = self.day.isoformat()
        act = self._journal.intend("official", "close", cafe=cafe.cafe_id, day=day, reason=reason)
        fields = [("csrf_token", token), ("place", f"cafe-{cafe.code}"), ("from_date", day), ("to_date", day)]
        self._journal.hear(act, self._desk.post("/admin/closings", [*fields, ("reason", reason), ("step", "confirm")]))

    def _reopen(self) -> None:
        page = open_page(self._desk, f"/admin/closings?month={self.day:%Y-%m}")
        found = _REOPEN.findall(page.body)
        if not found:
            return
        path, closing = self._rng.choice(found)
        reason = self._reason()
        act = self._journal.intend("official", "reopen", closing=int(closing), reason=reason)
        fields: Fields = [("csrf_token", self._token(path)), ("reason", reason)]
        self._journal.hear(act, self._desk.post(path, fields))

    def _token(self, path: str) -> str:
        page = open_page(self._desk, path)
        return next((form.value("csrf_token") for form in forms(page.body) if form.value("csrf_token")), "")
