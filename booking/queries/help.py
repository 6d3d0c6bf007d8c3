"""The rules in force for the whole city, for the help page."""

from datetime import datetime

from sqlalchemy import select

from ..db import reading
from ..models import PolicyRow
from ..rules.policy import POLICY_KEYS, Policy, PolicyIncomplete, merge
from ..rules.times import seoul_date


def city_rules(now: datetime) -> Policy | None:
    """The city's values of today, or ``None`` while nothing is loaded. Districts and cafés may differ."""
    rows = (
        select(PolicyRow)
        .where(PolicyRow.cafe_id.is_(None), PolicyRow.district_id.is_(None), PolicyRow.valid_from <= seoul_date(now))
        .order_by(PolicyRow.valid_from, PolicyRow.id)
    )
    layers = [("city", {key: getattr(row, key) for key in POLICY_KEYS}) for row in reading().scalars(rows)]
    try:
        return merge(layers)[0]
    except PolicyIncomplete:
        return None
