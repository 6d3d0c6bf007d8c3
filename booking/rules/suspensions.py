"""What no-shows cost: for how long a family may not reserve.

Each step of the rule says: so many no-shows within ``window_days`` that end at one of them bar the family for ``days`` after
it. A day is 24 hours, to the second. A no-show exactly ``window_days`` before still counts; the bar begins the moment
after the no-show and is over at no-show + ``days``. Where several bars run, the one that ends last holds, so an older
ladder's long bar is not shortened by a newer, shorter one.

It is the moment of reserving that counts, not the slot's date: "30일 동안 예약할 수 없어요". While it runs nothing can be
reserved, not even for a date after it; afterwards everything can.

The rule is that of the café that is asked for: its ``scope`` says whose no-shows count there (its own, its district's, all).
No-shows at one instant in one café count once: brothers and sisters who stayed away together.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from .parties import NoShow
from .policy import Policy, Suspension
from .refusals import Code, Refusal, no


def suspended_until(
    no_shows: Iterable[NoShow], cafe_id: int, district_id: int | None, policy: Policy, now: datetime
) -> datetime | None:
    """Until when (exclusive) the family may not reserve at this café, or ``None`` when it may now."""
    if policy.suspension is None:
        return None
    counted = {
        (one.at, one.cafe_id) for one in no_shows if one.at < now and _counts(one, cafe_id, district_id, policy.suspension)
    }
    ends = _ends(sorted(at for at, _ in counted), policy.suspension)
    latest = max(ends, default=now)
    return latest if now < latest else None


def suspension_refusal(
    no_shows: Iterable[NoShow], cafe_id: int, district_id: int | None, policy: Policy, now: datetime
) -> Refusal | None:
    """Why the family may not reserve at this café now, or ``None``."""
    until = suspended_until(no_shows, cafe_id, district_id, policy, now)
    if until is None or policy.suspension is None:
        return None
    return no(Code.SUSPENDED, until=until, scope=policy.suspension.scope)


def cancels_future(
    starts_at: datetime, no_shows: Iterable[NoShow], cafe_id: int, district_id: int | None, policy: Policy, now: datetime
) -> bool:
    """Whether a reservation for a slot that starts then, at this café, is cancelled because the family is suspended now:
    only where the rule says so, and only what starts before the suspension is over."""
    if policy.suspension is None or not policy.suspension.cancels_future or starts_at <= now:
        return False
    until = suspended_until(no_shows, cafe_id, district_id, policy, now)
    return until is not None and starts_at < until


def _counts(one: NoShow, cafe_id: int, district_id: int | None, rule: Suspension) -> bool:
    if rule.scope == "cafe":
        return one.cafe_id == cafe_id
    return rule.scope == "all" or (district_id is not None and one.district_id == district_id)


def _ends(instants: list[datetime], rule: Suspension) -> Iterable[datetime]:
    """When the bars that these no-shows, in their order, brought about are over."""
    for number, at in enumerate(instants, start=1):
        for step in rule.steps:
            first = at - timedelta(days=step.window_days)
            if sum(first <= earlier for earlier in instants[:number]) >= step.count:
                yield at + timedelta(days=step.days)
