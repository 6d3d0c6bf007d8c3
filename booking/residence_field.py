"""The form field that asks where a family lives: one list, for signing up and for the account."""

from typing import Any

from .fields import Choice, offered
from .queries.residence import MyResidence, all_districts
from .rules.parties import UNKNOWN, Residence

LIFE_ZONE, OUTSIDE = "life_zone", "outside"
_OUTSIDE = {LIFE_ZONE: "서울 밖 (직장·학교·사업장이 서울)", OUTSIDE: "서울 밖"}


class ResidenceField(Choice):
    """One of Seoul's districts, two ways of living outside, or nothing said yet."""

    def __init__(self, label: str = "사는 곳", **kwargs: Any) -> None:
        super().__init__(label, choices=[], **kwargs)

    def offer(self) -> None:
        """Fill the list."""
        districts = [(str(district_id), name) for district_id, name in all_districts()]
        self.choices = offered([("", "아직 적지 않음"), *districts, *_OUTSIDE.items()])

    def pre_validate(self, form: Any) -> None:
        # It is optional: a form that was opened before the list was there says nothing either.
        if self.data:
            super().pre_validate(form)

    @property
    def residence(self) -> Residence:
        """What was chosen."""
        if not self.data:
            return UNKNOWN
        if self.data in (LIFE_ZONE, OUTSIDE):
            return Residence(None, self.data == LIFE_ZONE, known=True)
        return Residence(int(self.data), known=True)


def value_of(residence: Residence) -> str:
    """The list's value that says this."""
    if not residence.known:
        return ""
    if residence.district_id is not None:
        return str(residence.district_id)
    return LIFE_ZONE if residence.life_zone else OUTSIDE


def residence_words(mine: MyResidence) -> str:
    """Where the family lives, as its account says it."""
    if mine.district is not None:
        return f"서울 {mine.district}"
    return _OUTSIDE.get(value_of(mine.residence), "아직 적지 않음")
