"""What families do: reserve, tap twice, race from two phones, ask again after a lost answer, change their mind."""

import random
from dataclasses import dataclass
from urllib.parse import urlsplit

from .browser import Browser, PageForm, Watch, forms
from .journal import Act, Journal
from .settling import ask, ask_twice, both, open_page
from .town import FamilyAtHome


@dataclass(frozen=True)
class Held:
    """A reservation that a family was told it has, the form it was made with, and the phone that sent it."""

    reservation_id: int
    page: PageForm
    phone: Browser


class Guardians:
    """One thread's families, one wish after the other. ``slots`` are those everybody wants now."""

    def __init__(self, families: list[FamilyAtHome], port: int, watch: Watch, journal: Journal, seed: str) -> None:
        self._rng = random.Random(seed)
        self._families = families
        self._phones = {f.family_id: [Browser(port, cookie, watch) for cookie in f.cookies] for f in families}
        self._held: dict[int, list[Held]] = {family.family_id: [] for family in families}
        self._journal = journal
        self.slots: list[int] = []

    def act(self) -> None:
        """One wish of one family, until its outcome is known."""
        family = self._rng.choice(self._families)
        first, second = self._phones[family.family_id]
        wishes = (self._reserve, self._tap_twice, self._race, self._repeat, self._reuse, self._cancel)
        (wish,) = self._rng.choices(wishes, (8, 3, 3, 2, 1, 5))
        wish(family, first, second)

    def close(self) -> None:
        for phones in self._phones.values():
            for phone in phones:
                phone.close()

    def _reserve(self, family: FamilyAtHome, phone: Browser, _: Browser) -> None:
        if (page := self._filled(phone)) is not None:
            act = self._wish(family, page, "reserve")
            ask(self._journal, phone, act, page.action, page.fields)
            self._remember(family, act, page, phone)

    def _tap_twice(self, family: FamilyAtHome, phone: Browser, _: Browser) -> None:
        if (page := self._filled(phone)) is not None:
            act = self._wish(family, page, "reserve")
            ask_twice(self._journal, phone, act, page.action, page.fields)
            self._remember(family, act, page, phone)

    def _race(self, family: FamilyAtHome, phone: Browser, other: Browser) -> None:
        """Two phones of the family at the same moment, for the same or for two slots: limits must hold for both together."""
        pages = [self._filled(phone), self._filled(other)]
        if pages[0] is None or pages[1] is None:
            return
        one, two = self._wish(family, pages[0], "reserve"), self._wish(family, pages[1], "reserve")
        both(
            lambda: ask(self._journal, phone, one, pages[0].action, pages[0].fields),
            lambda: ask(self._journal, other, two, pages[1].action, pages[1].fields),
        )
        self._remember(family, one, pages[0], phone)
        self._remember(family, two, pages[1], other)

    def _repeat(self, family: FamilyAtHome, *_: Browser) -> None:
        """The page is sent again long after: it must lead to what it led to before."""
        if held := self._one_of(family):
            act = self._wish(family, held.page, "repeat")
            ask(self._journal, held.phone, act, held.page.action, held.page.fields)

    def _reuse(self, family: FamilyAtHome, *_: Browser) -> None:
        """The same ``request_id`` for something else: refused, and nothing changes."""
        if held := self._one_of(family):
            fields = [(name, str(3 - int(value)) if name == "adults" else value) for name, value in held.page.fields]
            other = PageForm(held.page.action, fields)
            ask(self._journal, held.phone, self._wish(family, other, "reuse"), other.action, other.fields)

    def _cancel(self, family: FamilyAtHome, *_: Browser) -> None:
        held = self._one_of(family)
        if held is None:
            return
        path = f"/reservations/{held.reservation_id}/cancel"
        page = open_page(held.phone, path)
        form = next((form for form in forms(page.body) if form.value("visit_ids")), None)
        if form is None:
            return
        visits = form.values("visit_ids")
        chosen = visits if self._rng.random() < 0.6 else [self._rng.choice(visits)]
        act = self._journal.intend(family.who, "cancel", reservation=held.reservation_id, visits=chosen)
        fields = [("csrf_token", form.value("csrf_token")), *(("visit_ids", str(visit)) for visit in chosen)]
        ask(self._journal, held.phone, act, path, fields)

    def _one_of(self, family: FamilyAtHome) -> Held | None:
        held = self._held[family.family_id]
        return self._rng.choice(held) if held else None

    def _filled(self, phone: Browser) -> PageForm | None:
        """Open the page of a wanted slot and fill in its form; a full slot's page offers none, and then nothing is asked."""
        slot_id = self._rng.choice(self.slots)
        page = open_page(phone, f"/slots/{slot_id}")
        path = f"/slots/{slot_id}/reservations"
        form = next((form for form in forms(page.body) if form.action == path), None)
        children = form.values("child_ids") if form else []
        if form is None or not children:
            return None
        chosen = self._rng.sample(children, self._rng.randint(1, len(children)))
        fields = [
            ("csrf_token", form.value("csrf_token")),
            ("request_id", form.value("request_id")),
            ("adults", str(self._rng.randint(1, 2))),
            *(("child_ids", str(child)) for child in chosen),
        ]
        return PageForm(path, fields)

    def _wish(self, family: FamilyAtHome, page: PageForm, verb: str) -> Act:
        return self._journal.intend(
            family.who,
            verb,
            family=family.family_id,
            slot=int(page.action.split("/")[2]),
            request_id=page.value("request_id"),
            adults=int(page.value("adults")),
            children=sorted(page.values("child_ids")),
        )

    def _remember(self, family: FamilyAtHome, act: Act, page: PageForm, phone: Browser) -> None:
        if act.done:
            reservation_id = int(urlsplit(act.done[0].location).path.rpartition("/")[2])
            self._held[family.family_id].append(Held(reservation_id, page, phone))
