"""Where an official's order holds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One slot, one café, one district, or the whole city (all ``None``). At most one is given."""

    slot_id: int | None = None
    cafe_id: int | None = None
    district_id: int | None = None

    @property
    def is_city(self) -> bool:
        return self.slot_id is None and self.cafe_id is None and self.district_id is None


CITY = Place()
