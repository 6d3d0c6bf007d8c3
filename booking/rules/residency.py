"""Who may reserve by where they live, and who may before the others."""

from .parties import Residence
from .policy import Policy
from .refusals import Code, Refusal, no


def residency_refusal(residence: Residence, cafe_district_id: int | None, policy: Policy) -> Refusal | None:
    """Why who lives there may not reserve, or ``None``.

    Whoever has not said where they live may reserve where Seoul or its life-zone (생활권) is asked for: evidence is asked at
    the door. They may not where the café's district is asked for: nearly everybody lives elsewhere.
    """
    who = policy.residency.who
    if who == "district":
        may = lives_in(residence, cafe_district_id)
    elif who == "anyone" or not residence.known:
        may = True
    else:
        may = residence.district_id is not None or (who == "seoul_life" and residence.life_zone)
    return None if may else no(Code.NOT_A_RESIDENT, who=who, known=residence.known)


def goes_first(residence: Residence, cafe_district_id: int | None, policy: Policy) -> bool:
    """Whether who lives there may reserve from the first instant on. Where nobody goes before the others, everybody does;
    else who has not said where they live comes with the others."""
    first = policy.openings.residents_first
    if first == "nobody":
        return True
    if first == "district":
        return lives_in(residence, cafe_district_id)
    return residence.known and residence.district_id is not None


def lives_in(residence: Residence, district_id: int | None) -> bool:
    """Whether they are known to live in this district."""
    return residence.known and district_id is not None and residence.district_id == district_id
