"""Where the family lives."""

from typing import Literal

from pydantic import model_validator

from ..actions.change_residence import change_residence
from ..queries.residence import MyResidence, my_residence
from ..rules.parties import UNKNOWN, Residence
from .edges import guardian
from .routes import Asked, reads, writes
from .values import Given, Id, Shown, left_out, wrong

Where = Literal["district", "life_zone", "outside", "unknown"]


class WhereWeLive(Shown):
    """``where``: in a district of Seoul, outside but with work, school or business in Seoul, outside, or not said yet."""

    where: Where
    district_id: int | None
    district: str | None

    @classmethod
    def of(cls, found: MyResidence) -> "WhereWeLive":
        lives = found.residence
        if lives.district_id is not None:
            return cls(where="district", district_id=lives.district_id, district=found.district)
        said: Where = "unknown" if not lives.known else "life_zone" if lives.life_zone else "outside"
        return cls(where=said, district_id=None, district=None)


class Residing(Given):
    """Where the family lives; ``district_id`` with ``where`` = ``district`` and only then."""

    where: Where
    district_id: Id = left_out()

    @model_validator(mode="after")
    def _district_where_it_belongs(self) -> "Residing":
        if ("district_id" in self.model_fields_set) != (self.where == "district"):
            raise wrong("district_with_where")
        return self

    def residence(self) -> Residence:
        """As rules know it."""
        if self.where == "unknown":
            return UNKNOWN
        return Residence(self.district_id, self.where == "life_zone", known=True)


@reads(guardian, "/me/residence", summary="우리 가족이 사는 곳", shown=WhereWeLive)
def show_residence(asked: Asked[None]) -> WhereWeLive:
    return WhereWeLive.of(my_residence(asked.actor))


@writes(guardian, "PATCH", "/me/residence", summary="사는 곳 바꾸기", body=Residing, shown=WhereWeLive)
def edit_residence(asked: Asked[Residing]) -> WhereWeLive:
    change_residence(asked.given.residence(), actor=asked.actor, now=asked.now)
    return WhereWeLive.of(my_residence(asked.actor))
