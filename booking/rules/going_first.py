"""A date that some may reserve before the others, and whether those who ask are among them."""

from dataclasses import dataclass
from datetime import date, datetime

from .openings import NOBODY_FIRST, opening_for
from .parties import Residence
from .policy import Policy
from .residency import goes_first


@dataclass(frozen=True)
class FirstOpening:
    """From when the first and from when the others may reserve; ``policy`` says who goes first. ``you``: those who ask do;
    ``known``: they have said where they live."""

    policy: Policy
    opens_at: datetime
    opens_for_others_at: datetime
    you: bool
    known: bool

    @property
    def opens_for_you_at(self) -> datetime:
        """From when those who ask may reserve."""
        return self.opens_at if self.you else self.opens_for_others_at


def first_opening(
    day: date, policy: Policy, cafe_district_id: int | None, residence: Residence, now: datetime
) -> FirstOpening | None:
    """Who may reserve slots of this date before the others; ``None``: nobody, or everybody may by now."""
    others_at = opening_for(day, policy, resident=False)
    if policy.openings.residents_first == NOBODY_FIRST or now >= others_at:
        return None
    first_at = opening_for(day, policy, resident=True)
    return FirstOpening(policy, first_at, others_at, goes_first(residence, cafe_district_id, policy), residence.known)
