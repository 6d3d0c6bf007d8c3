"""The answers of :mod:`booking.queries.explain` as JSON values; ``docs/cafe-file.md`` documents every name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from .queries.explain import Answer, PlannedDay, PlannedSlot, Reason
from .rules.ages import age_months, full_age, year_age
from .rules.fees import Fee, Shown
from .rules.kinds import WEEKDAYS
from .rules.policy import Policy
from .rules.statements import Origin
from .rules.times import seoul
from .words import sentence


def calendar_json(code: str, days: Sequence[PlannedDay], now: datetime) -> dict[str, Any]:
    """What ``flask calendar`` prints."""
    return {"cafe": code, "now": at(now), "days": [day_json(day, now) for day in days]}


def day_json(day: PlannedDay, now: datetime) -> dict[str, Any]:
    """One date: its slots, or ``closed``."""
    closed = day.plan.closed
    return {
        "date": day.plan.date.isoformat(),
        "weekday": WEEKDAYS[day.plan.date.weekday()],
        "holiday": day.holiday,
        "list": day.plan.names[0] if day.slots else None,
        "closed": None if closed is None else {"kind": closed.kind, "reason": closed.reason, **_said(closed.origin)},
        "breaks": [{"start": f"{starts:%H:%M}", "end": f"{ends:%H:%M}"} for starts, ends in day.plan.breaks],
        "slots": [slot_json(slot, now) for slot in day.slots],
    }


def slot_json(slot: PlannedSlot, now: datetime) -> dict[str, Any]:
    """One slot with its capacities, ages and instants."""
    policy = slot.policy
    return {
        "number": slot.period.number,
        "start": f"{slot.period.starts:%H:%M}",
        "end": f"{slot.period.ends:%H:%M}",
        "admits": policy.admits,
        "capacity": _capacity(slot),
        "ages": policy.contents.get("ages"),
        "door_ages": policy.contents.get("door_ages"),
        "zones": [
            {"name": zone.name, "children": zone.children, **policy.contents[f"zone.{zone.name}"]} for zone in policy.zones
        ],
        "opens_at": at(slot.facts.opens_at),
        "opens_for_others_at": at(slot.facts.opens_for_others_at),
        "closes_at": at(slot.closes_at),
        "cancel_until": at(slot.cancel_until),
        "no_show_at": at(slot.no_show_at),
        "doors_open_at": at(slot.doors_open_at),
        "fees": policy.contents.get("fees"),
        "state": _state(slot, now),
    }


def why_json(code: str, answer: Answer, now: datetime) -> dict[str, Any]:
    """What ``flask why`` prints."""
    slot = answer.slot
    return {
        "cafe": code,
        "date": answer.day.plan.date.isoformat(),
        "now": at(now),
        "allowed": answer.allowed,
        "reason": reason_json(answer.reasons[0]) if answer.reasons else None,
        "reasons": [reason_json(one) for one in answer.reasons],
        "door": {"allowed": not answer.door, "reasons": [reason_json(one) for one in answer.door]},
        "children": [
            {
                "birth": child.birth_date.isoformat(),
                "year_age": year_age(child.birth_date, answer.day.plan.date),
                "full_age": _full_age(answer, n),
                "months": age_months(child.birth_date, answer.day.plan.date),
                "zone": answer.zones[n],
            }
            for n, child in enumerate(answer.party.children)
        ],
        "fee": None if answer.fee is None or answer.shown is None else fee_json(answer.fee, answer.shown),
        "slot": slot_json(slot, now) if slot else None,
    }


def fee_json(fee: Fee, shown: Shown) -> dict[str, Any]:
    """The fee, and what showing evidence at the door changes in it."""
    return {
        "children_won": fee.children_won,
        "adults_won": fee.adults_won,
        "care_won": fee.care_won,
        "discount_won": fee.discount_won,
        "total_won": fee.total_won,
        "concessions": list(fee.applied),
        "without_evidence_won": shown.nothing.total_won,
        "with_evidence_won": shown.everything.total_won,
        "evidence": [
            {"concession": one.name, "label": one.label or one.name, "show": one.evidence} for one in shown.evidence
        ],
    }


def reason_json(reason: Reason) -> dict[str, Any]:
    """A reason: its code, its sentence, the rule behind it and where that was said."""
    return {
        "code": reason.refusal.code.value,
        "message": sentence(reason.refusal),
        "rule": reason.rule,
        **_said(reason.origin),
    }


def at(moment: datetime | None) -> str | None:
    """An instant on Seoul's clock with its offset."""
    return None if moment is None else seoul(moment).isoformat()


def _said(origin: Origin | None) -> dict[str, Any]:
    if origin is None:
        return {"layer": None, "from": None, "year": None, "source": None}
    return {
        "layer": origin.layer,
        "from": origin.since.isoformat() if origin.since else None,
        "year": origin.year,
        "source": origin.source,
    }


def _capacity(slot: PlannedSlot) -> dict[str, Any]:
    policy = slot.policy
    reserve = policy.house_reserve
    return {
        "individual": policy.capacity if policy.admits != "group" else 0,
        "group": policy.group_capacity if policy.admits != "individual" else 0,
        "together": policy.together_capacity if policy.admits == "shared" else None,
        "people": policy.people_capacity,
        "care": policy.care.children if policy.care.offered else 0,
        "walk_in": slot.walk_in_share,
        "reserve": None
        if reserve is None
        else {"children": reserve.children, "released_minutes_before": reserve.released_minutes_before},
        "online_now": max(0, policy.capacity - slot.walk_in_share - slot.kept_back) if policy.admits != "group" else 0,
    }


def _full_age(answer: Answer, number: int) -> int:
    birth, on = answer.party.children[number].birth_date, answer.day.plan.date
    return full_age(birth, on, _convention(answer.slot.policy if answer.slot else None))


def _convention(policy: Policy | None) -> str:
    return policy.ages.leap_birthday if policy else "march_1"


def _state(slot: PlannedSlot, now: datetime) -> str:
    if slot.policy.operation.booking != "online":
        return "not_here"
    if slot.facts.opens_at is not None and now < slot.facts.opens_at:
        return "never_opens" if slot.facts.opens_at >= slot.closes_at else "not_open_yet"
    return "over" if now >= slot.closes_at else "open"
