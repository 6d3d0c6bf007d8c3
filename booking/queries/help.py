"""The rules in force for the whole city, for the help page."""

from datetime import datetime

from ..db import reading
from ..policies import policy_book
from ..rules.policy import Policy, PolicyIncomplete
from ..rules.times import seoul_date


def city_rules(now: datetime) -> Policy | None:
    """The city's values of today, or ``None`` while nothing is loaded. Districts and cafés may differ."""
    try:
        return policy_book(reading()).city(seoul_date(now))
    except PolicyIncomplete:
        return None
