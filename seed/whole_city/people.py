"""The people: families with their children and guardians, staff of every café, officials of every district."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random

from booking.rules import consents

from .bulk import Bulk
from .minutes import A_DAY, at, minutes, text

DOMAIN = "city.kidscafe.example"
SURNAMES = "김이박최정강조윤장임한오서신권황안송류홍"
GIVEN = ["서연", "민준", "지우", "하준", "서윤", "도윤", "하윤", "시우", "지유", "은우", "수아", "이안", "유나", "다온"]
NUMBER_OF_CHILDREN = (1, 1, 1, 1, 2, 2, 2, 2, 2, 3)
OLDEST_YEARS, YOUNGEST_DAYS = 10, 60
"""Children are born between so many years before the first visit and so many days before today."""
TWO_GUARDIANS, HOME_KNOWN = 0.3, 0.7
SIGNED_IN_DAYS = 90


@dataclass
class Families:
    """What reserving asks of families, by their place in these lists (from 0); children are numbered likewise.

    ``births``: ordinals of birth dates, ascending, so that those who fit a band are neighbours; ``of_birth``: whose they
    are; ``rank``: where a child stands among them. ``since``: the minute from which a child was known to the service.
    """

    ids: list[int] = field(default_factory=list)
    account_ids: list[int] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    child_ids: list[int] = field(default_factory=list)
    family_of: list[int] = field(default_factory=list)
    born: list[int] = field(default_factory=list)
    since: list[int] = field(default_factory=list)
    births: list[int] = field(default_factory=list)
    of_birth: list[int] = field(default_factory=list)
    rank: list[int] = field(default_factory=list)

    def sort(self) -> None:
        """Make what is found by birth."""
        self.of_birth = sorted(range(len(self.born)), key=self.born.__getitem__)
        self.births = [self.born[child] for child in self.of_birth]
        self.rank = [0] * len(self.born)
        for rank, child in enumerate(self.of_birth):
            self.rank[child] = rank

    def between(self, first: int, last: int) -> tuple[int, int]:
        """Where in ``of_birth`` those stand who were born from ``first`` to ``last`` (ordinals): a range."""
        return bisect_left(self.births, first), bisect_right(self.births, last)


class People:
    """Writes people, all of them with one hash of a password, or with none (nobody can sign in)."""

    def __init__(self, bulk: Bulk, random: Random, now: datetime, password_hash: str | None) -> None:
        self._bulk, self._random, self._hash = bulk, random, password_hash
        self._now = minutes(now)

    def workers(self, cafes: Mapping[int, str], districts: Sequence[int]) -> None:
        """One member of staff for each café (code by id), one official for each district and one for the city."""
        for cafe_id, code in cafes.items():
            self._account("staff", f"staff-{code.lower()}", self._now, cafe_id=cafe_id)
        for district_id in districts:
            self._account("admin", f"district-{district_id}", self._now, district_id=district_id)
        self._account("admin", "city", self._now)

    def families(self, number: int, first: date, today: date, districts: Sequence[int]) -> Families:
        """So many families, who signed up in the two years before ``first``, the day of the earliest visit."""
        made = Families()
        oldest, youngest = first.toordinal() - OLDEST_YEARS * 365, today.toordinal() - YOUNGEST_DAYS
        last_sign_up = at(first, time()) - 30 * A_DAY
        for _ in range(number):
            since = last_sign_up - self._below(2 * 365 * A_DAY)
            self._family(made, since, oldest, youngest, districts)
        made.sort()
        return made

    def _family(self, made: Families, since: int, oldest: int, youngest: int, districts: Sequence[int]) -> None:
        chance, family = self._random, len(made.ids)
        home = chance.choice(districts) if chance.random() < HOME_KNOWN else None
        made.ids.append(self._bulk.add("family", text(since), 0, 0, int(home is not None), home, 0))
        made.account_ids.append(self._guardian(made.ids[family], f"family{family + 1}", since))
        if chance.random() < TWO_GUARDIANS:
            self._guardian(made.ids[family], f"family{family + 1}-2", since)
        surname = chance.choice(SURNAMES)
        born = youngest - self._below(youngest - oldest)
        made.children.append([])
        for _ in range(chance.choice(NUMBER_OF_CHILDREN)):
            self._child(made, family, surname, born, since)
            # A brother or sister: one and a half to four years older.
            born -= 550 + self._below(900)

    def _child(self, made: Families, family: int, surname: str, born: int, since: int) -> None:
        birth = date.fromordinal(born)
        # A child that came later was registered two weeks after its birth.
        known = max(since, at(birth, time(12)) + 14 * A_DAY)
        child_id = self._bulk.add(
            "child", made.ids[family], surname + self._random.choice(GIVEN), birth.isoformat(), text(known)
        )
        made.children[family].append(len(made.born))
        made.child_ids.append(child_id)
        made.family_of.append(family)
        made.born.append(born)
        made.since.append(known)

    def _guardian(self, family_id: int, mailbox: str, since: int) -> int:
        account_id = self._account("guardian", mailbox, since, family_id=family_id)
        text_of = consents.current(consents.CHILD_DATA)
        self._bulk.add("consent", account_id, text_of.kind, text_of.version, text(since))
        signed_in = self._now - self._below(SIGNED_IN_DAYS * A_DAY)
        # The hash of no secret that anybody knows: nobody can come in by it.
        self._bulk.add("sign_in", account_id, f"{self._random.getrandbits(256):064x}", text(signed_in))
        return account_id

    def _account(
        self,
        role: str,
        mailbox: str,
        since: int,
        *,
        family_id: int | None = None,
        cafe_id: int | None = None,
        district_id: int | None = None,
    ) -> int:
        name = self._random.choice(SURNAMES) + self._random.choice(GIVEN)
        phone = f"010{self._below(10**8):08}" if role == "guardian" else None
        who = (role, f"{mailbox}@{DOMAIN}", name, phone, self._hash, family_id, cafe_id, district_id)
        return self._bulk.add("account", *who, text(since), text(since), int(self._hash is not None))

    def _below(self, number: int) -> int:
        """A whole number from 0 to one below ``number``; ``randrange`` takes four times as long."""
        return int(self._random.random() * number)
