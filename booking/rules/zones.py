"""Parts of a café with bands of their own, each with its own number of children.

A child goes to the first zone, in the order of their names, whose band it fits. Whether a zone has room, only the database
knows. A brother or sister who comes along (:mod:`booking.rules.siblings`) and fits none goes where the first child of the
party goes that has a zone.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from .ages import age_facts, band_side
from .policy import Policy, Zone
from .refusals import Code, Refusal, no
from .siblings import may_come_along


def zone_of(birth: date, on: date, policy: Policy) -> Zone | None:
    """The child's zone on that date; ``None``: it fits none, or the café has none."""
    return next((zone for zone in policy.zones if band_side(birth, on, zone) is None), None)


def zone_refusal(birth: date, on: date, policy: Policy, name: str = "") -> Refusal | None:
    """Why no zone of the café takes the child, or ``None``. ``zones``: all of them, with their bands."""
    if not policy.zones or zone_of(birth, on, policy) is not None:
        return None
    side = band_side(birth, on, policy.zones[-1]) or "below"
    facts = age_facts(birth, on, policy.zones[-1], side, name) | {"zones": policy.zones}
    return no(Code.NO_ZONE_FITS, "child_ids", **facts)


def zones_of(births: Sequence[date], on: date, policy: Policy) -> list[Zone | None]:
    """Each child's zone when they come together: its own; of one who comes along, that of the first of them who has one."""
    own = [(birth, zone_of(birth, on, policy)) for birth in births]
    with_others = next((zone for _, zone in own if zone is not None), None)
    return [zone or (with_others if may_come_along(birth, on, policy) else None) for birth, zone in own]


def zone_places(births: Sequence[date], on: date, policy: Policy) -> Mapping[str, int]:
    """How many places of which zone a party takes, by the zones' names. Who has no zone takes none."""
    return Counter(zone.name for zone in zones_of(births, on, policy) if zone is not None)
